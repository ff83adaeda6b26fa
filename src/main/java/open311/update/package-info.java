/**
 * Service request updates, the extension that FixMyStreet and its councils speak: staff opens,
 * closes and reopens requests with a reason, everyone reads what was said. Start at {@link
 * open311.update.UpdateResource}; updates are events, and nothing else is stored for them.
 */
@NullMarked
package open311.update;

import org.jspecify.annotations.NullMarked;
