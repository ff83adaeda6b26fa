package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.w3c.dom.Element;

/** Clients in Python, most of them on the library requests. */
final class PythonClients {
    private static final String THREE = "three";
    private static final String GEOREPORT = "georeport";
    private static final String PYTHON = "open311_python";
    private static final String OCTOLABS = "octolabs";
    private static final String DASHBOARD = "open311dashboard";
    private static final String CHICAGO = "chicagorequests";
    private static final String VALID = "validopen311";

    private static final String POST_HEAD =
            """
            POST /open311/v2/requests.{} HTTP/1.1
            Host: {host}
            User-Agent: python-requests/2.31.0
            Accept-Encoding: gzip, deflate
            Accept: */*
            Connection: keep-alive
            Content-Length: {length}
            Content-Type: application/x-www-form-urlencoded

            """;

    static final List<Recording> ALL =
            List.of(
                    new Recording(THREE, "discovers at either place", PythonClients::discover),
                    new Recording(
                            THREE,
                            "keeps its connection for the list, a definition and a report",
                            PythonClients::keepAlive),
                    new Recording(THREE, "posts a file as media", PythonClients::postFile),
                    new Recording(
                            THREE,
                            "pages until a page is empty, with parameters of its own",
                            PythonClients::countPages),
                    new Recording(
                            THREE,
                            "parses an error in JSON",
                            site ->
                                    assertEquals(
                                            404,
                                            get(site, "services/UNKNOWN.json")
                                                    .is(404)
                                                    .json()
                                                    .path(0)
                                                    .path("code")
                                                    .asInt())),
                    new Recording(
                            GEOREPORT,
                            "takes element 0 of everything",
                            site -> {
                                String id = site.report("PLAIN");
                                Answer answer = get(site, "requests/" + id + ".json");
                                assertEquals("gzip", answer.ok().header("Content-Encoding"));
                                assertEquals(
                                        id, Json.text(answer.json().path(0), "service_request_id"));
                            }),
                    new Recording(
                            PYTHON,
                            "asks for service/CODE.xml",
                            site -> {
                                Element definition =
                                        get(
                                                        site,
                                                        "service/POTHOLE.xml?jurisdiction_id=conformance.example.gov")
                                                .ok()
                                                .xml("service_definition");
                                assertEquals("POTHOLE", Dom.text(definition, "service_code"));
                            }),
                    new Recording(
                            PYTHON,
                            "posts its key and jurisdiction in the query",
                            site ->
                                    assertEquals(
                                            "In the body",
                                            site.postedAsXml(
                                                            site.send(
                                                                    POST_HEAD
                                                                            + "service_code=PLAIN&lat=42.77&long=-71.07&description=In+the+body",
                                                                    "xml?jurisdiction_id=conformance.example.gov&api_key={key}"))
                                                    .path("description")
                                                    .asText())),
                    new Recording(
                            OCTOLABS,
                            "asks for service_definition.xml?service_code=",
                            site ->
                                    assertEquals(
                                            7,
                                            Dom.below(
                                                            get(
                                                                            site,
                                                                            "service_definition.xml?service_code=POTHOLE&jurisdiction_id=conformance.example.gov")
                                                                    .ok()
                                                                    .xml("service_definition"),
                                                            "attribute")
                                                    .size())),
                    new Recording(
                            OCTOLABS,
                            "parses dates with a Z at the end",
                            site -> {
                                site.report("HISTORY");
                                var format =
                                        DateTimeFormatter.ofPattern(
                                                "yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
                                Element requests =
                                        get(site, "requests.xml").ok().xml("service_requests");
                                for (Element each : Dom.below(requests, "request")) {
                                    LocalDateTime.parse(
                                            String.valueOf(Dom.text(each, "requested_datetime")),
                                            format);
                                    assertNotNull(Dom.text(each, "zipcode"));
                                }
                            }),
                    new Recording(
                            DASHBOARD,
                            "sees the end where the root has no child nodes",
                            PythonClients::readDashboard),
                    new Recording(
                            CHICAGO,
                            "asks four at once for the last moment of a day, no jurisdiction, 128 a page",
                            PythonClients::askFourAtOnce),
                    new Recording(
                            VALID,
                            "asks with microseconds and no zone, and for text/xml",
                            site -> {
                                String id = site.report("HISTORY");
                                Answer answer =
                                        get(
                                                site,
                                                "requests.xml?start_date="
                                                        + Moment.hoursAgo(
                                                                30,
                                                                "yyyy-MM-dd'T'HH:mm:ss.390577"));
                                assertEquals(
                                        "text/xml; charset=utf-8", answer.header("Content-Type"));
                                assertTrue(
                                        Dom.below(answer.ok().xml("service_requests"), "request")
                                                .stream()
                                                .anyMatch(
                                                        each ->
                                                                id.equals(
                                                                        Dom.text(
                                                                                each,
                                                                                "service_request_id"))));
                            }),
                    new Recording(
                            VALID,
                            "asks for several ids",
                            site -> {
                                String one = site.report("PLAIN");
                                String two = site.report("PLAIN");
                                Element requests =
                                        get(
                                                        site,
                                                        "requests.xml?service_request_id="
                                                                + one
                                                                + "%2C"
                                                                + two)
                                                .ok()
                                                .xml("service_requests");
                                assertEquals(2, Dom.children(requests, "request").size());
                            }),
                    new Recording(
                            VALID,
                            "posts attributes of its own and wants exactly 200",
                            site ->
                                    assertEquals(
                                            200,
                                            site.send(
                                                            POST_HEAD
                                                                    + "api_key={key}&jurisdiction_id=conformance.example.gov&service_code=PLAIN&lat=42.77&long=-71.07&description=Test&attribute%5Buprn%5D=1",
                                                            "xml")
                                                    .status())),
                    new Recording(
                            VALID,
                            "parses every date there is, and wants every element",
                            PythonClients::readStrictly),
                    new Recording(
                            VALID,
                            "sees no whitespace in an empty list",
                            site ->
                                    assertEquals(
                                            0,
                                            get(site, "requests.xml?service_code=UNUSED")
                                                    .ok()
                                                    .xml("service_requests")
                                                    .getTextContent()
                                                    .length())));

    private PythonClients() {}

    private static String transcript(String path) {
        return """
        GET PATH HTTP/1.1
        Host: {host}
        User-Agent: python-requests/2.31.0
        Accept-Encoding: gzip, deflate
        Accept: */*
        Connection: keep-alive
        """
                .replace("PATH", path);
    }

    private static Answer get(Site site, String resource) throws Exception {
        return site.send(transcript("/open311/v2/" + resource));
    }

    private static void discover(Site site) throws Exception {
        for (String path : List.of("/discovery.json", "/open311/v2/discovery.json")) {
            Answer answer = site.send(transcript(path));
            assertEquals("application/json; charset=utf-8", answer.header("Content-Type"));
            JsonNode endpoint = answer.ok().json().path("endpoints").path(0);
            assertTrue(endpoint.path("formats").isArray());
            assertFalse(Json.text(endpoint, "url").endsWith("/"));
        }
    }

    private static void keepAlive(Site site) throws Exception {
        List<Answer> answers =
                site.sendInTurn(
                        transcript("/open311/v2/services.json"),
                        transcript("/open311/v2/services/POTHOLE.json"),
                        (POST_HEAD
                                        + "service_code=POTHOLE&lat=42.77&long=-71.07&description=One+line"
                                        + "&api_key={key}&attribute%5BLINE%5D=first")
                                .replace("requests.{}", "requests.json"),
                        transcript(
                                "/open311/v2/requests.json?status=open&service_code=POTHOLE,PLAIN"));
        assertTrue(Json.texts(answers.get(0), "type").contains("batch"));
        assertTrue(answers.get(1).ok().json().path("attributes").isArray());
        String id = Json.texts(answers.get(2), "service_request_id").get(0);
        assertTrue(Json.texts(answers.get(3), "service_request_id").contains(id));
    }

    private static void postFile(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                """
                                POST /open311/v2/requests.json HTTP/1.1
                                Host: {host}
                                User-Agent: python-requests/2.31.0
                                Accept-Encoding: gzip, deflate
                                Accept: */*
                                Connection: keep-alive
                                Content-Length: {length}
                                Content-Type: multipart/form-data; boundary=9b6f4d0f0a1c4a53b1ef7b6a2c8f7f5e

                                --9b6f4d0f0a1c4a53b1ef7b6a2c8f7f5e
                                Content-Disposition: form-data; name="api_key"

                                {key}
                                --9b6f4d0f0a1c4a53b1ef7b6a2c8f7f5e
                                Content-Disposition: form-data; name="service_code"

                                PLAIN
                                --9b6f4d0f0a1c4a53b1ef7b6a2c8f7f5e
                                Content-Disposition: form-data; name="address_string"

                                4 Žižkov
                                --9b6f4d0f0a1c4a53b1ef7b6a2c8f7f5e
                                Content-Disposition: form-data; name="media"; filename="pothole.png"

                                {png}
                                --9b6f4d0f0a1c4a53b1ef7b6a2c8f7f5e--
                                """));
        assertEquals("4 Žižkov", request.path("address").asText());
    }

    private static void countPages(Site site) throws Exception {
        // No other recording reports to this service.
        List<String> ids = List.of(site.report("BULK"), site.report("BULK"));
        var seen = new ArrayList<String>();
        int pages = 0;
        List<String> page = List.of();
        do {
            pages++;
            page =
                    Json.texts(
                            get(
                                    site,
                                    "requests.json?service_code=BULK&count=true&extensions=true&unknown=1&page_size=1&page="
                                            + pages),
                            "service_request_id");
            seen.addAll(page);
        } while (!page.isEmpty() && pages < 100);
        assertEquals(pages - 1, seen.size());
        assertTrue(seen.containsAll(ids), seen::toString);
    }

    private static void readDashboard(Site site) throws Exception {
        String id = site.report("HISTORY");
        String ten = String.join(",", List.of(id, "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        assertEquals(
                1,
                get(site, "requests.xml?service_request_id=" + ten)
                        .ok()
                        .xml("service_requests")
                        .getChildNodes()
                        .getLength());
        assertEquals(
                0,
                get(
                                site,
                                "requests.xml?page=1000&start_date="
                                        + Moment.hoursAgo(24)
                                        + "&end_date="
                                        + Moment.hoursAgo(-1))
                        .ok()
                        .xml("service_requests")
                        .getChildNodes()
                        .getLength());
    }

    private static void askFourAtOnce(Site site) throws Exception {
        String id = site.report("HISTORY");
        String resource =
                "requests.json?service_code=HISTORY,PLAIN&start_date="
                        + Moment.hoursAgo(48, "yyyy-MM-dd'T'00:00:00-06:00")
                        + "&end_date="
                        + Moment.hoursAgo(-24, "yyyy-MM-dd'T'23:59:59.999999-06:00")
                        + "&page_size=128&page=1";
        Callable<List<String>> ask = () -> Json.texts(get(site, resource), "service_request_id");
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (var answer : threads.invokeAll(List.of(ask, ask, ask, ask))) {
                assertTrue(answer.get().contains(id));
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void readStrictly(Site site) throws Exception {
        site.report("HISTORY");
        for (Element request :
                Dom.children(get(site, "requests.xml").ok().xml("service_requests"), "request")) {
            for (Element element : Dom.children(request)) {
                if (element.getTagName().endsWith("_datetime")) {
                    OffsetDateTime.parse(element.getTextContent());
                }
            }
            for (String name : List.of("address", "address_id", "zipcode", "media_url")) {
                assertNotNull(Dom.text(request, name), name);
            }
        }
        for (Element service :
                Dom.children(get(site, "services.xml").ok().xml("services"), "service")) {
            assertTrue(List.of("true", "false").contains(Dom.text(service, "metadata")));
            assertNotNull(Dom.text(service, "keywords"));
        }
        for (Element attribute :
                Dom.below(
                        get(site, "services/POTHOLE.xml").ok().xml("service_definition"),
                        "attribute")) {
            assertNotNull(Dom.text(attribute, "datatype_description"));
        }
    }
}
