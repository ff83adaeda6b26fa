package open311.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a token (GeoReport v2, "GET service_request_id from a token").
 *
 * @param serviceRequestId left out as long as the request waits: clients take a null for an id
 */
@WireType(list = "service_requests", item = "request")
record Token(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String serviceRequestId,
        String token) {}
