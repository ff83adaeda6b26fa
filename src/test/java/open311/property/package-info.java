/**
 * What holds for every call, tried with thousands of generated ones: a report comes back as it was
 * sent, and no GET is answered with anything but what the contract says. jqwik makes the calls,
 * other ones in each run; a failure shows the smallest call that fails as a line for curl, and the
 * seed that repeats it ({@code @Property(seed = "…")}). {@code -Djqwik.tries.default=5000} tries
 * ten times as many.
 */
@NullMarked
package open311.property;

import org.jspecify.annotations.NullMarked;
