package open311.service;

import open311.jurisdiction.ExpectedWithin;
import org.jspecify.annotations.Nullable;

/**
 * What the document says of a service and GET Service List does not show.
 *
 * @param isPublic whether its requests may be shown to everyone
 * @param isActive false: known, but not offered
 * @param acceptedByStaff of a batch service: a member of staff accepts each request
 * @param agencyName who acts; null: not said
 * @param serviceNotice what to expect; null: not said
 * @param expectedWithin how soon; null: not said
 * @param similar which reports may be of the same thing
 */
public record Terms(
        boolean isPublic,
        boolean isActive,
        boolean acceptedByStaff,
        @Nullable String agencyName,
        @Nullable String serviceNotice,
        @Nullable ExpectedWithin expectedWithin,
        SimilarWithin similar) {
    Terms in(Translation texts) {
        return new Terms(
                isPublic,
                isActive,
                acceptedByStaff,
                texts.agencyName(),
                texts.serviceNotice(),
                expectedWithin,
                similar);
    }
}
