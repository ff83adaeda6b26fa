package open311.request;

import java.time.Instant;
import java.util.UUID;
import open311.service.Service;
import org.jspecify.annotations.Nullable;

/**
 * What an update does to a request; what is null stays as it is.
 *
 * @param detailedStatus the finer word behind the status; null with a status: none
 * @param description the public text that comes with it
 * @param updatedDatetime when it happened, whole seconds
 * @param updateId the caller's own id, under which the update is taken only once
 */
public record Change(
        String serviceRequestId,
        @Nullable Status status,
        @Nullable String detailedStatus,
        @Nullable String description,
        @Nullable String mediaUrl,
        @Nullable Service service,
        @Nullable String agencyResponsible,
        Instant updatedDatetime,
        UUID keyId,
        @Nullable String updateId) {}
