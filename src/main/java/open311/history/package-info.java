/**
 * What happened to a request: the append-only table service_request_event, the one source of
 * history. {@link open311.history.Events} adds to it inside the transaction that makes the change;
 * nothing changes a row afterwards.
 */
@NullMarked
package open311.history;

import org.jspecify.annotations.NullMarked;
