package open311.update;

import java.time.Instant;
import java.util.List;
import open311.http.Page;
import open311.http.Parameters;
import open311.http.Timestamps;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/**
 * Which updates are wanted.
 *
 * @param serviceRequestIds empty: of all requests
 * @param from the earliest updated_datetime, itself included; null: from the beginning
 * @param to the latest updated_datetime, itself included; null: up to now
 */
record UpdateSearch(
        List<String> serviceRequestIds, @Nullable Instant from, @Nullable Instant to, Page page) {
    static UpdateSearch parse(Parameters parameters, Jurisdiction jurisdiction) {
        List<String> ids = parameters.list("service_request_id");
        Instant start =
                parameters.instant("start_date", jurisdiction.timeZone(), Timestamps.Edge.START);
        Instant end = parameters.instant("end_date", jurisdiction.timeZone(), Timestamps.Edge.END);
        if (start != null && end != null && start.isAfter(end)) {
            parameters.problem("start_date lies after end_date");
        }
        Page page = Page.parse(parameters);
        parameters.throwIfWrong();
        return new UpdateSearch(ids, start, end, page);
    }
}
