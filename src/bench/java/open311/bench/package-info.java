/**
 * Micro-benchmarks of what every call does on the way in and out: speed and allocated bytes of the
 * serializers and of the parameter parser. {@link open311.bench.Micro} runs them.
 */
@NullMarked
package open311.bench;

import org.jspecify.annotations.NullMarked;
