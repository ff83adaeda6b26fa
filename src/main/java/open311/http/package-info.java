/**
 * Everything HTTP that is not GeoReport business: which format was asked for, parameters, bodies,
 * the two formats on the wire, errors. Start at {@link open311.http.Negotiation}, which every call
 * passes first. Nothing here knows a feature.
 */
@NullMarked
package open311.http;

import org.jspecify.annotations.NullMarked;
