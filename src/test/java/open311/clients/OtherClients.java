package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.w3c.dom.Element;

/** mySociety's adapter and validator, clients in Clojure and C#, CitySDK, and curl by hand. */
final class OtherClients {
    private static final String PASSTHROUGH = "adapter Passthrough";
    private static final String RX = "mySociety Rx";
    private static final String CLJ = "open311-clj";
    private static final String CSHARP = "csharp-open311";
    private static final String CITYSDK = "CitySDK";
    private static final String CURL = "curl";

    private static final String CURL_POST =
            """
            POST /open311/v2/requests.json HTTP/1.1
            Host: {host}
            User-Agent: curl/7.88.1
            Accept: */*
            """;

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            PASSTHROUGH,
                            "repeats ids and states, leaves filters empty and sends its key",
                            site -> {
                                String one = site.report("PLAIN");
                                String two = site.report("PLAIN");
                                Answer answer =
                                        get(
                                                site,
                                                "libwww-perl/6.67",
                                                "requests.xml?api_key={key}&jurisdiction_id=&service_request_id="
                                                        + one
                                                        + "&service_request_id="
                                                        + two
                                                        + "&status=open&status=closed&start_date=&end_date=");
                                assertEquals(List.of(two, one), ids(answer));
                            }),
                    new Recording(
                            PASSTHROUGH,
                            "lists open and closed ones without naming a jurisdiction",
                            site -> {
                                String id = site.report("HISTORY");
                                Answer answer =
                                        get(
                                                site,
                                                "libwww-perl/6.67",
                                                "requests.xml?status=open&status=closed&start_date=&end_date=&jurisdiction_id=");
                                assertTrue(ids(answer).contains(id));
                                assertTrue(
                                        Dom.below(
                                                        answer.xml("service_requests"),
                                                        "expected_datetime")
                                                .stream()
                                                .noneMatch(e -> e.getTextContent().isEmpty()));
                            }),
                    new Recording(
                            RX,
                            "wants a declaration, text/xml with a charset, and every element",
                            OtherClients::validate),
                    new Recording(
                            RX,
                            "wants every element of services and attributes, be it empty",
                            OtherClients::validateCatalog),
                    new Recording(
                            CLJ,
                            "begins with two slashes and sends its key on a GET",
                            site ->
                                    assertFalse(
                                            Json.array(
                                                            get(
                                                                    site,
                                                                    "Apache-HttpClient/4.5 (java 1.8)",
                                                                    "/services.json?jurisdiction_id=conformance.example.gov&api_key={key}"))
                                                    .isEmpty())),
                    new Recording(
                            CSHARP,
                            "posts with everything in the query, and an empty form that it asks leave to send",
                            site -> {
                                var request =
                                        site.postedAsXml(
                                                site.send(
                                                        """
                                                        POST /open311/v2/requests.xml?api_key={key}&jurisdiction_id=&service_code=POTHOLE&lat=42.77&long=-71.07&address_string=&address_id=&email=&device_id=&account_id=&first_name=&last_name=&phone=&description=Stra%C3%9Fe&media_url=&attribute[ONE]=S HTTP/1.1
                                                        Content-Type: application/x-www-form-urlencoded
                                                        Host: {host}
                                                        Content-Length: {length}
                                                        Expect: 100-continue
                                                        Connection: Keep-Alive
                                                        """));
                                assertEquals("Straße", request.path("description").asText());
                                assertEquals("{ONE=[S]}", site.attributes(request));
                            }),
                    new Recording(
                            CSHARP,
                            "leaves every filter empty",
                            site ->
                                    get(
                                                    site,
                                                    "csharp",
                                                    "requests.xml?jurisdiction_id=&service_request_id=&service_code=&start_date=&end_date=&status=&address_id=&device_id=")
                                            .ok()
                                            .xml("service_requests")),
                    new Recording(
                            CITYSDK,
                            "names a locale, a circle, extensions and a time of changes, and still gets its list",
                            site -> {
                                String id = site.report("HISTORY");
                                Answer answer =
                                        get(
                                                site,
                                                "Apache-HttpClient/4.2.1 (java 1.5)",
                                                "requests.json?locale=fi&extensions=true&lat=42.77&long=-71.07&radius=200&updated_after="
                                                        + Moment.hoursAgo(1)
                                                        + "&updated_before="
                                                        + Moment.hoursAgo(-1));
                                assertTrue(Json.texts(answer, "service_request_id").contains(id));
                            }),
                    new Recording(
                            CITYSDK,
                            "names a place when it asks for services and for a definition",
                            site -> {
                                String place = "?locale=fi&lat=42.77&long=-71.07";
                                String agent = "Apache-HttpClient/4.2.1 (java 1.5)";
                                Json.array(get(site, agent, "services.json" + place));
                                get(site, agent, "services/POTHOLE.json" + place).ok();
                            }),
                    new Recording(
                            CURL,
                            "posts a form that is typed by hand",
                            site ->
                                    assertEquals(
                                            "a & b",
                                            site.posted(
                                                            site.send(
                                                                    CURL_POST
                                                                            + """
                                                                            Content-Length: {length}
                                                                            Content-Type: application/x-www-form-urlencoded

                                                                            api_key={key}&service_code=PLAIN&lat=42.77&long=-71.07&description=a %26 b
                                                                            """))
                                                    .path("description")
                                                    .asText())),
                    new Recording(
                            CURL,
                            "sends a body in chunks after it was told to go on",
                            site ->
                                    assertEquals(
                                            "chunks".repeat(40),
                                            site.posted(
                                                            site.send(
                                                                    CURL_POST
                                                                            + """
                                                                            Transfer-Encoding: chunked
                                                                            Content-Type: application/x-www-form-urlencoded
                                                                            Expect: 100-continue

                                                                            api_key={key}&service_code=PLAIN&address_string=x&description={}
                                                                            """,
                                                                    "chunks".repeat(40)))
                                                    .path("description")
                                                    .asText())),
                    new Recording(
                            CURL,
                            "sends 4000 letters and a file with -F",
                            OtherClients::postLongForm),
                    new Recording(
                            CURL,
                            "is told in a document what is not allowed, and of a path that is none",
                            site -> {
                                for (String path : List.of("services.xml", "requests.xml")) {
                                    site.send(
                                                    """
                                                    DELETE /open311/v2/{} HTTP/1.1
                                                    Host: {host}
                                                    User-Agent: curl/7.88.1
                                                    Accept: */*
                                                    """,
                                                    path)
                                            .is(405)
                                            .xml("errors");
                                }
                                get(site, "curl/7.88.1", "nothing").is(404).json();
                            }),
                    new Recording(
                            CURL,
                            "looks at the head alone",
                            site -> {
                                Answer answer =
                                        site.send(
                                                """
                                                HEAD /open311/v2/services.xml HTTP/1.1
                                                Host: {host}
                                                User-Agent: curl/7.88.1
                                                Accept: */*
                                                """);
                                assertEquals(
                                        "text/xml; charset=utf-8",
                                        answer.ok().header("Content-Type"));
                            }));

    private OtherClients() {}

    private static Answer get(Site site, String userAgent, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                Connection: close
                Host: {host}
                User-Agent: {}
                """,
                resource,
                userAgent);
    }

    private static List<String> ids(Answer answer) {
        return Dom.children(answer.ok().xml("service_requests"), "request").stream()
                .map(request -> String.valueOf(Dom.text(request, "service_request_id")))
                .toList();
    }

    private static void validate(Site site) throws Exception {
        site.report("HISTORY");
        Answer answer = get(site, "libwww-perl/6.67", "requests.xml");
        assertEquals("text/xml; charset=utf-8", answer.header("Content-Type"));
        assertTrue(answer.text().matches("(?is)<\\?xml version=\"1.0\" encoding=\"utf-8\"\\?>.*"));
        for (Element request : Dom.children(answer.xml("service_requests"), "request")) {
            for (String name :
                    List.of("address", "address_id", "zipcode", "media_url", "lat", "long")) {
                assertNotNull(Dom.text(request, name), name);
            }
            assertTrue(List.of("open", "closed").contains(Dom.text(request, "status")));
            assertTrue(
                    String.valueOf(Dom.text(request, "requested_datetime"))
                            .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
        }
    }

    private static void validateCatalog(Site site) throws Exception {
        Answer services = get(site, "libwww-perl/6.67", "services.xml");
        for (Element service : Dom.children(services.ok().xml("services"), "service")) {
            for (String name : List.of("description", "keywords", "group")) {
                assertNotNull(Dom.text(service, name), name);
            }
            assertTrue(List.of("true", "false").contains(Dom.text(service, "metadata")));
        }
        Answer definition = get(site, "libwww-perl/6.67", "services/POTHOLE.xml");
        for (Element attribute :
                Dom.below(definition.ok().xml("service_definition"), "attribute")) {
            for (String name : List.of("variable", "required", "order", "datatype_description")) {
                assertNotNull(Dom.text(attribute, name), name);
            }
        }
    }

    private static void postLongForm(Site site) throws Exception {
        String letters = "ä".repeat(4000);
        var request =
                site.posted(
                        site.send(
                                CURL_POST
                                        + """
                                        Content-Length: {length}
                                        Content-Type: multipart/form-data; boundary=------------------------d74496d66958873e
                                        Expect: 100-continue

                                        --------------------------d74496d66958873e
                                        Content-Disposition: form-data; name="api_key"

                                        {key}
                                        --------------------------d74496d66958873e
                                        Content-Disposition: form-data; name="service_code"

                                        PLAIN
                                        --------------------------d74496d66958873e
                                        Content-Disposition: form-data; name="address_string"

                                        4 Summer Street
                                        --------------------------d74496d66958873e
                                        Content-Disposition: form-data; name="description"

                                        {}
                                        --------------------------d74496d66958873e
                                        Content-Disposition: form-data; name="media"; filename="hole.png"
                                        Content-Type: image/png

                                        {png}
                                        --------------------------d74496d66958873e--
                                        """,
                                letters));
        assertEquals(letters, request.path("description").asText());
    }
}
