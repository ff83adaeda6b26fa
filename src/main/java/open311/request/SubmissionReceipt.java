package open311.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a report (GeoReport v2, "POST Service Request").
 *
 * @param serviceRequestId of a realtime service; otherwise left out
 * @param token of a batch service; otherwise left out. A blackbox service gives neither
 * @param accountId as it was sent
 */
@WireType(list = "service_requests", item = "request")
public record SubmissionReceipt(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String serviceRequestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token,
        @Nullable String serviceNotice,
        @Nullable String accountId) {}
