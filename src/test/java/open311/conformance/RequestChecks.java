package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** GET service requests and GET service request. */
final class RequestChecks {
    /** What nobody knows of a report that says where it is and no more. */
    private static final List<String> UNKNOWN =
            List.of(
                    "status_notes description expected_datetime address_id zipcode lat long media_url"
                            .split(" ", -1));

    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "REQ-01 A-22 11.9",
                            "nothing found is a 200 with an empty list",
                            client -> {
                                Reply reply = client.get("requests", "service_code", Town.UNUSED);
                                assertEquals(List.of(), reply.requests());
                            }),
                    Check.of(
                            "REQ-01 11.9",
                            "without a window the last 90 days count",
                            client ->
                                    assertEquals(
                                            ids(client, "recent", "closed", "inside"),
                                            history(client).ids())),
                    Check.of(
                            "A-18 11.9",
                            "start_date alone: 90 days from there",
                            client ->
                                    assertEquals(
                                            ids(client, "end", "tie", "middle", "start"),
                                            history(client, "start_date", day(client, 0)).ids())),
                    Check.of(
                            "A-18 11.9",
                            "end_date alone: 90 days until there",
                            client ->
                                    assertEquals(
                                            ids(client, "end", "tie", "middle", "start"),
                                            history(client, "end_date", day(client, 90)).ids())),
                    Check.of(
                            "A-18 11.9",
                            "both bounds are included; 90 days are allowed",
                            client -> {
                                assertEquals(
                                        ids(client, "end", "tie", "middle", "start"),
                                        between(client, day(client, 0), day(client, 90)).ids());
                                Instant start = client.backstage().history().day(0);
                                assertEquals(
                                        ids(client, "tie", "middle"),
                                        between(
                                                        client,
                                                        start.plusSeconds(1).toString(),
                                                        start.plus(Duration.ofDays(90))
                                                                .minusSeconds(1)
                                                                .toString())
                                                .ids());
                            }),
                    Check.of(
                            "A-18",
                            "90 days of local time may be an hour longer, and no more",
                            client -> {
                                Instant end =
                                        client.backstage()
                                                .history()
                                                .day(90)
                                                .plus(Duration.ofHours(1));
                                between(client, day(client, 0), end.toString()).requests();
                                between(client, day(client, 0), end.plusSeconds(1).toString())
                                        .refuses(400, "90 days");
                            }),
                    Check.of(
                            "REQ-04 A-18 11.9",
                            "a window of 91 days and one that ends before it begins are a 400",
                            client -> {
                                between(client, day(client, 0), day(client, 91))
                                        .refuses(400, "90 days");
                                between(client, day(client, 1), day(client, 0))
                                        .refuses(400, "start_date");
                            }),
                    Check.of(
                            "REQ-04 A-04 11.9",
                            "a malformed datetime is a 400 that names the parameter",
                            client -> {
                                for (String name : List.of("start_date", "end_date")) {
                                    client.get("requests", name, "yesterday").refuses(400, name);
                                    client.get("requests", name, "2026-02-30T00:00:00Z")
                                            .refuses(400, name);
                                }
                            }),
                    Check.of(
                            "REQ-04 11.9 11.11",
                            "404 for an unknown jurisdiction, 400 for one that is missing",
                            client -> {
                                client.get("requests", "jurisdiction_id", "unknown")
                                        .refuses(404, "jurisdiction_id");
                                client.atMany().get("requests").refuses(400, "jurisdiction_id");
                            }),
                    Check.of(
                            "A-17 11.9",
                            "status: one, both by comma, both by repetition, in any case",
                            client -> {
                                assertEquals(
                                        ids(client, "recent", "inside"),
                                        history(client, "status", "open").ids());
                                assertEquals(
                                        ids(client, "closed"),
                                        history(client, "status", " Closed").ids());
                                List<String> all = ids(client, "recent", "closed", "inside");
                                assertEquals(all, history(client, "status", "open,closed").ids());
                                assertEquals(
                                        all,
                                        history(client, "status", "open", "status", "closed")
                                                .ids());
                            }),
                    Check.of(
                            "A-17 REQ-04 11.9",
                            "any other status is a 400",
                            client ->
                                    history(client, "status", "open,lost").refuses(400, "status")),
                    Check.of(
                            "A-16 11.9",
                            "service_code: one, several by comma and by repetition; an unknown one finds nothing",
                            RequestChecks::checkServiceCodes),
                    Check.of(
                            "A-15 11.9",
                            "service_request_id overrides every other argument",
                            client ->
                                    assertEquals(
                                            ids(client, "recent", "start"),
                                            client.get(
                                                            "requests",
                                                            "service_request_id",
                                                            String.join(
                                                                    ", ",
                                                                    ids(client, "start", "recent")),
                                                            "status",
                                                            "closed",
                                                            "service_code",
                                                            Town.UNUSED,
                                                            "start_date",
                                                            day(client, 1),
                                                            "end_date",
                                                            day(client, 2))
                                                    .ids())),
                    Check.of(
                            "A-15",
                            "ids may be repeated, blank, doubled and unknown; none found is an empty list",
                            client -> {
                                String recent = client.backstage().history().recent();
                                assertEquals(
                                        List.of(recent),
                                        client.get(
                                                        "requests",
                                                        "service_request_id",
                                                        recent + ",,unknown",
                                                        "service_request_id",
                                                        recent)
                                                .ids());
                                assertEquals(
                                        List.of(),
                                        client.get("requests", "service_request_id", "unknown")
                                                .ids());
                            }),
                    Check.of(
                            "A-15",
                            "a list of more than 1000 ids is a 400",
                            client -> {
                                String many =
                                        IntStream.rangeClosed(1, 1001)
                                                .mapToObj(Integer::toString)
                                                .collect(Collectors.joining(","));
                                client.get("requests", "service_request_id", many)
                                        .refuses(400, "service_request_id");
                            }),
                    Check.of(
                            "A-19 11.9",
                            "of more than 1000 the newest 1000",
                            client -> {
                                List<Item> requests =
                                        client.get(
                                                        "requests",
                                                        "service_code",
                                                        Town.BULK,
                                                        "start_date",
                                                        day(client, 0),
                                                        "end_date",
                                                        day(client, 1))
                                                .requests();
                                assertEquals(1000, requests.size());
                                assertEquals("1001", requests.get(0).text("description"));
                                assertEquals("2", requests.get(999).text("description"));
                            }),
                    Check.of(
                            "A-20",
                            "the newest first, ties by id",
                            client -> {
                                List<Item> requests =
                                        history(client, "start_date", day(client, 0)).requests();
                                List<String> ids =
                                        requests.stream()
                                                .map(item -> item.text("service_request_id"))
                                                .toList();
                                Violation.unless(
                                        ids.equals(ids(client, "end", "tie", "middle", "start")),
                                        "A-20",
                                        "the order is " + ids);
                            }),
                    Check.of(
                            "A-21",
                            "updated_datetime: of a closed request when it was closed, of an open one never missing",
                            client -> {
                                Item closed =
                                        client.getOne(
                                                        "requests",
                                                        client.backstage().history().id("middle"))
                                                .request();
                                assertEquals("closed", closed.text("status"));
                                assertEquals(day(client, 46), closed.text("updated_datetime"));
                                Item open = fresh(client);
                                assertEquals("open", open.text("status"));
                                assertFalse(
                                        instant(open, "updated_datetime")
                                                .isBefore(instant(open, "requested_datetime")));
                            }),
                    Check.of(
                            "11.9",
                            "a new request is in the list at once",
                            client -> {
                                Item request = fresh(client);
                                assertTrue(
                                        client.get(
                                                        "requests",
                                                        "start_date",
                                                        String.valueOf(
                                                                request.text("requested_datetime")))
                                                .requests()
                                                .contains(request));
                            }),
                    Check.of(
                            "ONE-01 A-23 11.8 11.11",
                            "an unknown id is a 404; jurisdictions as everywhere",
                            client -> {
                                client.getOne("requests", "unknown")
                                        .refuses(404, "service_request_id");
                                client.getOne("requests", "1", "jurisdiction_id", "unknown")
                                        .refuses(404, "jurisdiction_id");
                                client.atMany()
                                        .getOne("requests", "1")
                                        .refuses(400, "jurisdiction_id");
                            }),
                    Check.of(
                            "ONE-02 11.8",
                            "a request stays reachable by its id, however old",
                            client -> {
                                String id = client.backstage().history().id("start");
                                assertEquals(
                                        day(client, 0),
                                        client.getOne("requests", id)
                                                .request()
                                                .text("requested_datetime"));
                            }),
                    Check.of(
                            "11.8",
                            "what is read is what was posted, in both formats and in the list",
                            RequestChecks::checkRoundTrip),
                    Check.of(
                            "A-08 A-03 11.8",
                            "all 17 fields are there; what is not known is null or empty",
                            client -> {
                                Item request = fresh(client);
                                for (String name : UNKNOWN) {
                                    assertTrue(request.has(name), name);
                                    assertNull(request.text(name), name);
                                }
                            }),
                    Check.of(
                            "A-34",
                            "a request tells the name that its service has now",
                            client -> {
                                for (Item request : history(client).requests()) {
                                    assertEquals(Town.RENAMED, request.text("service_name"));
                                    assertEquals(Town.HISTORY, request.text("service_code"));
                                }
                            }));

    private RequestChecks() {}

    private static Reply history(Client client, String... query) throws Exception {
        String[] all = new String[query.length + 2];
        all[0] = "service_code";
        all[1] = Town.HISTORY;
        System.arraycopy(query, 0, all, 2, query.length);
        return client.get("requests", all);
    }

    private static Reply between(Client client, String start, String end) throws Exception {
        return history(client, "start_date", start, "end_date", end);
    }

    private static String day(Client client, int days) {
        return client.backstage().history().day(days).toString();
    }

    private static List<String> ids(Client client, String... names) {
        return client.backstage().history().ids(names);
    }

    private static Instant instant(Item request, String name) {
        return Instant.parse(String.valueOf(request.text(name)));
    }

    private static Item fresh(Client client) throws Exception {
        return client.getOne("requests", client.report("service_code", Town.PLAIN).newId())
                .request();
    }

    private static void checkServiceCodes(Client client) throws Exception {
        String id = client.report("service_code", Town.ODD_CODE).newId();
        List<String> all = new ArrayList<>(ids(client, "recent", "closed", "inside"));
        assertTrue(client.get("requests", "service_code", Town.ODD_CODE).ids().contains(id));
        for (Reply reply :
                List.of(
                        client.get("requests", "service_code", Town.HISTORY + "," + Town.ODD_CODE),
                        history(client, "service_code", Town.ODD_CODE))) {
            List<String> found = reply.ids();
            assertTrue(found.contains(id) && found.containsAll(all), found::toString);
        }
        assertTrue(Collections.disjoint(history(client).ids(), List.of(id)));
        assertEquals(List.of(), client.get("requests", "service_code", "UNKNOWN").ids());
        assertEquals(all, history(client, "service_code", "UNKNOWN").ids());
    }

    private static void checkRoundTrip(Client client) throws Exception {
        String id =
                client.report(
                                "service_code",
                                Town.POTHOLE,
                                "lat",
                                "42.776",
                                "long",
                                "-71.077",
                                "address_string",
                                "1 Main Street",
                                "address_id",
                                "007",
                                "zipcode",
                                "01830",
                                "description",
                                "Deep & wide",
                                "media_url",
                                "https://example.org/hole.jpg?a=1&b=2",
                                "attribute[COUNT]",
                                "2")
                        .newId();
        Item request = client.getOne("requests", id).request();
        assertEquals(id, request.text("service_request_id"));
        assertEquals("open", request.text("status"));
        assertEquals("Pothole", request.text("service_name"));
        assertEquals("Public Works", request.text("agency_responsible"));
        assertEquals("Within two days.", request.text("service_notice"));
        assertEquals("Deep & wide", request.text("description"));
        assertEquals("1 Main Street", request.text("address"));
        assertEquals("007", request.text("address_id"));
        assertEquals("01830", request.text("zipcode"));
        assertEquals("https://example.org/hole.jpg?a=1&b=2", request.text("media_url"));
        Violation.unless(
                Double.compare(request.number("lat"), 42.776) == 0
                        && Double.compare(request.number("long"), -71.077) == 0,
                "11.8",
                "the place has moved: " + request);
        assertTrue(
                instant(request, "expected_datetime")
                        .isAfter(instant(request, "requested_datetime")));
        assertTrue(
                Duration.between(instant(request, "requested_datetime"), Instant.now())
                                .abs()
                                .compareTo(Duration.ofMinutes(2))
                        < 0);
        assertEquals(request, client.other().getOne("requests", id).request());
        assertEquals(List.of(request), client.get("requests", "service_request_id", id).requests());
    }
}
