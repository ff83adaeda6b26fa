/** GET service_request_id from a token, for requests of batch services. */
@NullMarked
package open311.token;

import org.jspecify.annotations.NullMarked;
