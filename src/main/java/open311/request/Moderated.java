package open311.request;

import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decided about a request.
 *
 * @param duplicateOf the request that stands for this one; null: it stands for itself
 */
@WireType(list = "service_requests", item = "request")
record Moderated(String serviceRequestId, String visibility, @Nullable String duplicateOf) {}
