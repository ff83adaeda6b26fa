/**
 * Service requests: POST Service Request, GET Service Requests, GET Service Request. What comes in
 * becomes a {@link open311.request.Submission} or a {@link open311.request.Search} at the edge;
 * {@link open311.request.ServiceRequests} writes through entities and reads through the view
 * public_service_request alone.
 */
@NullMarked
package open311.request;

import org.jspecify.annotations.NullMarked;
