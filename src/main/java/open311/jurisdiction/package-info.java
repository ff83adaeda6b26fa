/**
 * Who publishes: jurisdictions, as the {@code jurisdiction_id} of GeoReport v2 tells them apart.
 * {@link open311.jurisdiction.Jurisdictions} finds the one that a call means. They are held in
 * memory and looked up again when they are older than a second, since another server may have
 * changed them.
 */
@NullMarked
package open311.jurisdiction;

import org.jspecify.annotations.NullMarked;
