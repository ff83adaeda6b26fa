package open311.request;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import open311.http.Page;
import open311.http.Parameters;
import open311.http.Text;
import open311.http.Timestamps;
import open311.jurisdiction.Jurisdiction;

/**
 * Which requests are wanted (GeoReport v2, "GET Service Requests").
 *
 * @param serviceRequestIds when not empty, exactly these and nothing else counts
 * @param serviceCodes empty: all services
 * @param statuses never empty
 * @param from the earliest requested_datetime, itself included
 * @param to the latest requested_datetime, itself included
 */
record Search(
        List<String> serviceRequestIds,
        List<String> serviceCodes,
        Set<Status> statuses,
        Instant from,
        Instant to,
        Page page) {

    private static final Duration WINDOW = Duration.ofDays(90);

    /** Ninety days of local time may be an hour longer than ninety times 24 hours. */
    private static final Duration CHANGE_OF_CLOCKS = Duration.ofHours(1);

    static Search parse(Parameters parameters, Jurisdiction jurisdiction, Instant now) {
        List<String> ids = parameters.list("service_request_id");
        if (!ids.isEmpty()) {
            parameters.throwIfWrong();
            return new Search(
                    ids,
                    List.of(),
                    EnumSet.allOf(Status.class),
                    now,
                    now,
                    new Page(Page.MAX_SIZE, 0));
        }
        List<String> codes = parameters.list("service_code");
        Set<Status> statuses = statuses(parameters);
        Instant start =
                parameters.instant("start_date", jurisdiction.timeZone(), Timestamps.Edge.START);
        Instant end = parameters.instant("end_date", jurisdiction.timeZone(), Timestamps.Edge.END);
        Page page = Page.parse(parameters);
        if (start != null && end != null) {
            checkSpan(parameters, start, end);
        }
        parameters.throwIfWrong();
        Instant to = end != null ? end : start == null ? now : earlier(start.plus(WINDOW), now);
        Instant from = start != null ? start : to.minus(WINDOW);
        return new Search(List.of(), codes, statuses, from, to, page);
    }

    private static void checkSpan(Parameters parameters, Instant start, Instant end) {
        if (start.isAfter(end)) {
            parameters.problem("start_date lies after end_date");
        } else if (Duration.between(start, end).compareTo(WINDOW.plus(CHANGE_OF_CLOCKS)) > 0) {
            parameters.problem(
                    "start_date and end_date span more than 90 days; ask for at most 90 days at a time");
        }
    }

    private static Set<Status> statuses(Parameters parameters) {
        var statuses = EnumSet.noneOf(Status.class);
        for (String word : parameters.list("status")) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "open" -> statuses.add(Status.OPEN);
                case "closed" -> statuses.add(Status.CLOSED);
                default ->
                        parameters.problem(
                                "status '%s' is neither open nor closed", Text.shortened(word));
            }
        }
        return statuses.isEmpty() ? EnumSet.allOf(Status.class) : statuses;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
