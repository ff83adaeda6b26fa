/**
 * How PostgreSQL carries out what the server asks of it, on a generated city so large that it
 * chooses as it would with millions of requests. {@link open311.plans.PlansTest} lists the calls: a
 * new one is a line there.
 */
@NullMarked
package open311.plans;

import org.jspecify.annotations.NullMarked;
