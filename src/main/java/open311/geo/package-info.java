/** Places: coordinates in WGS 84 and the boundary of a jurisdiction. Values only, no SQL. */
@NullMarked
package open311.geo;

import org.jspecify.annotations.NullMarked;
