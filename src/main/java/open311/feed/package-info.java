/**
 * The change feed: every public change in an order that no transaction slips into afterwards, read
 * by {@link open311.feed.Feed}, page by page with a wait ({@link open311.feed.ChangeResource}) or
 * as server-sent events ({@link open311.feed.ChangeStream}). An entry shows its request as it is
 * now; of one that is not public now it says no more than that it was removed, and that only to
 * readers who could have seen it.
 */
@NullMarked
package open311.feed;

import org.jspecify.annotations.NullMarked;
