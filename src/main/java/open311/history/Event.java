package open311.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of a request.
 *
 * @param requestId the request's internal id
 * @param serviceRequestId the same request's public id
 * @param status open or closed; null: the change left it alone
 * @param detailedStatus one of the finer words; null: none was said
 * @param updatedDatetime when it happened, whole seconds
 * @param keyId whose key; null: the server itself
 * @param updateId the caller's id of this update; null: none
 */
public record Event(
        String jurisdictionId,
        long requestId,
        String serviceRequestId,
        Kind kind,
        @Nullable String status,
        @Nullable String detailedStatus,
        @Nullable String description,
        @Nullable String mediaUrl,
        @Nullable String serviceCode,
        @Nullable String agencyResponsible,
        Instant updatedDatetime,
        @Nullable UUID keyId,
        @Nullable String updateId) {

    /** What kind of change. */
    public enum Kind {
        SUBMITTED,
        UPDATED
    }

    /** The first event of every request. */
    public static Event submitted(
            String jurisdictionId,
            long requestId,
            String serviceRequestId,
            String serviceCode,
            Instant when,
            UUID keyId) {
        return new Event(
                jurisdictionId,
                requestId,
                serviceRequestId,
                Kind.SUBMITTED,
                "open",
                null,
                null,
                null,
                serviceCode,
                null,
                when,
                keyId,
                null);
    }
}
