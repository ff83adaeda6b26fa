package open311.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of a request, or of the services behind many.
 *
 * @param requestId the request's internal id; null: no single request changed
 * @param serviceRequestId the same request's public id; null with it
 * @param told what the change feed says of it where the request is public; null: nothing
 * @param wasPublic whether readers saw the request just before
 * @param status open or closed; null: the change left it alone
 * @param detailedStatus one of the finer words; null: none was said
 * @param updatedDatetime when it happened, whole seconds
 * @param keyId whose key; null: the server itself
 * @param updateId the caller's id of this update; null: none
 * @param duplicateOf the public id of the request that it was merged into; null: none
 */
public record Event(
        String jurisdictionId,
        @Nullable Long requestId,
        @Nullable String serviceRequestId,
        Kind kind,
        @Nullable Told told,
        boolean wasPublic,
        @Nullable String status,
        @Nullable String detailedStatus,
        @Nullable String description,
        @Nullable String mediaUrl,
        @Nullable String serviceCode,
        @Nullable String agencyResponsible,
        Instant updatedDatetime,
        @Nullable UUID keyId,
        @Nullable String updateId,
        @Nullable String duplicateOf) {

    /** What kind of change. */
    public enum Kind {
        SUBMITTED,
        /** A request of a batch service got its id. */
        ACCEPTED,
        UPDATED,
        HIDDEN,
        SHOWN,
        MERGED,
        SEPARATED,
        FOLLOWED,
        SERVICES;

        /** Whether the event belongs to the history that everyone may read. */
        boolean isPublic() {
            return this == SUBMITTED || this == UPDATED;
        }
    }

    /** That somebody else has the same problem; who, is not said. */
    public static Event followed(
            String jurisdictionId,
            long requestId,
            String serviceRequestId,
            Instant when,
            UUID keyId) {
        return moderated(
                jurisdictionId,
                requestId,
                serviceRequestId,
                Kind.FOLLOWED,
                null,
                false,
                null,
                null,
                when,
                keyId);
    }

    /** What a reader of the change feed is told. */
    public enum Told {
        CREATED,
        UPDATED,
        CLOSED,
        REOPENED,
        REMOVED,
        /** That many requests may look different, and all have to be read again. */
        REFRESH
    }

    /**
     * A request becomes public or ceases to be.
     *
     * @param reason for the operator's eyes alone; null: none was given
     */
    public static Event moderated(
            String jurisdictionId,
            long requestId,
            String serviceRequestId,
            Kind kind,
            @Nullable Told told,
            boolean wasPublic,
            @Nullable String reason,
            @Nullable String duplicateOf,
            Instant when,
            UUID keyId) {
        return new Event(
                jurisdictionId,
                requestId,
                serviceRequestId,
                kind,
                told,
                wasPublic,
                null,
                null,
                reason,
                null,
                null,
                null,
                when,
                keyId,
                null,
                duplicateOf);
    }

    /** What is shown of services changed, and with it their requests. */
    static Event ofServices(String jurisdictionId, Instant when) {
        return new Event(
                jurisdictionId,
                null,
                null,
                Kind.SERVICES,
                Told.REFRESH,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                when,
                null,
                null,
                null);
    }
}
