/**
 * A conformance suite for GeoReport v2 and its Service Discovery. It knows a server by its URL
 * alone, sends plain HTTP and reads what comes with parsers of its own, as a foreign client would.
 * {@link open311.conformance.Suite} lists the checks; {@link open311.conformance.FaultyServer}
 * breaks answers on the way, which shows that the checks notice.
 */
@NullMarked
package open311.conformance;

import org.jspecify.annotations.NullMarked;
