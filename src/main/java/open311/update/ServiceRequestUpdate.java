package open311.update;

import java.time.Instant;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * A public update of a request.
 *
 * @param updateId unique on this server
 * @param status a word of {@link StatusWord} in lower case; null: the update left the status alone
 */
@WireType(list = "service_request_updates", item = "request_update")
record ServiceRequestUpdate(
        String updateId,
        String serviceRequestId,
        @Nullable String status,
        Instant updatedDatetime,
        @Nullable String description,
        @Nullable String mediaUrl) {}
