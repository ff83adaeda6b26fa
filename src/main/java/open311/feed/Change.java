package open311.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import open311.http.WireType;
import open311.request.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the feed.
 *
 * @param cursor after which the feed goes on
 * @param change created, updated, closed, reopened, removed or refresh
 * @param changedDatetime when the server learned of it
 * @param serviceRequestId left out of a refresh, which is of no single request
 * @param request as it is now; left out where it is not public
 */
@WireType(item = "change")
record Change(
        String cursor,
        String change,
        Instant changedDatetime,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String serviceRequestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ServiceRequest request) {}
