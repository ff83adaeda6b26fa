/**
 * An Open311 GeoReport v2 server. Reading order: {@code http} (what every call meets), {@code
 * service}, {@code request}, {@code token}, {@code update} (the standard and its update extension),
 * {@code coverage} (who serves a place), {@code jurisdiction} and {@code apikey} (whose call it
 * is), {@code idempotency} (a call that comes again), {@code admin} (the operator's API), {@code
 * history} and its {@code feed}, {@code log} (what it must not say), {@code database}, {@code
 * backup}. {@link open311.Server} starts it, {@link open311.ServerConfig} lists its options.
 */
@NullMarked
package open311;

import org.jspecify.annotations.NullMarked;
