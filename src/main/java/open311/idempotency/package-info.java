/**
 * The header Idempotency-Key: the same key, caller and content gives the same answer, and is done
 * once. Start at {@link open311.idempotency.IdempotencyKeys}.
 *
 * <p>The surprising decision: what counts is what was sent, not what it was understood to be. A
 * repetition is recognized although the catalog, the clock or the state of a request has moved on.
 */
@NullMarked
package open311.idempotency;

import org.jspecify.annotations.NullMarked;
