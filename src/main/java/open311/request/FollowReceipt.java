package open311.request;

import open311.http.WireType;

/**
 * The answer to somebody who has the same problem.
 *
 * @param followers how many have it besides the reporter
 */
@WireType(list = "service_requests", item = "request")
record FollowReceipt(String serviceRequestId, long followers) {}
