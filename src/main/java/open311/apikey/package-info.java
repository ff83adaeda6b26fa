/**
 * Who may do what: the {@code api_key} of GeoReport v2, with scopes and jurisdictions. {@link
 * open311.apikey.ApiKeys} answers whether a call's key will do. Keys are kept as hashes alone.
 */
@NullMarked
package open311.apikey;

import org.jspecify.annotations.NullMarked;
