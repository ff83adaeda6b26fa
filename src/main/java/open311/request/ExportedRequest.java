package open311.request;

import org.jspecify.annotations.Nullable;

/**
 * A request and what GeoReport Bulk tells beyond it.
 *
 * @param detailedStatus the finer word behind the status; null: none was said
 * @param channel how the report came in
 */
record ExportedRequest(ServiceRequest request, @Nullable String detailedStatus, String channel) {}
