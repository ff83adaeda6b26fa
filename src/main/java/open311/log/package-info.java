/** What the log must not say. */
@NullMarked
package open311.log;

import org.jspecify.annotations.NullMarked;
