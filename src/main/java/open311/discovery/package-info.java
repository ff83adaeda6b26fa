/**
 * Service Discovery: where the endpoint is and when its catalog changed last; and the same as a
 * page for people.
 */
@NullMarked
package open311.discovery;

import org.jspecify.annotations.NullMarked;
