/**
 * The packaged server, started in a process of its own as a user would start it. {@link
 * open311.packaged.PackagedServer} is that process; the tests kill it, crowd it and give it wrong
 * documents. They run after the jar is packaged, in {@code mvn verify}.
 */
@NullMarked
package open311.packaged;

import org.jspecify.annotations.NullMarked;
