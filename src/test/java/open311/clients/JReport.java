package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.w3c.dom.Element;

/** jreport and jreport-eu: a network manager that stays on XML, forms in ISO-8859-1. */
final class JReport {
    private static final String JREPORT = "jreport";
    private static final String EU = "jreport-eu";

    /** ISODateTimeFormat.dateTimeNoMillis() of Joda-Time. */
    private static final DateTimeFormatter NO_MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            JREPORT,
                            "accepts XML alone while it asks for JSON, and types its GET",
                            site ->
                                    assertTrue(
                                            Json.texts(get(site, "services.json"), "service_code")
                                                    .contains("POTHOLE"))),
                    new Recording(
                            JREPORT,
                            "types its GET as JSON, and always wants an array of attributes",
                            site -> {
                                for (String code : List.of("POTHOLE", "PLAIN")) {
                                    Answer answer =
                                            get(
                                                    site,
                                                    "application/json",
                                                    "services/" + code + ".json");
                                    assertTrue(answer.ok().json().path("attributes").isArray());
                                }
                            }),
                    new Recording(
                            JREPORT,
                            "finds elements by name at any depth; dates have no milliseconds",
                            JReport::readXml),
                    new Recording(
                            JREPORT,
                            "does not escape the plus of a time zone",
                            site -> {
                                String id = site.report("HISTORY");
                                var answer =
                                        get(
                                                site,
                                                "requests.json?service_code=HISTORY&start_date="
                                                        + Moment.hoursAgo(
                                                                2,
                                                                "yyyy-MM-dd'T'HH:mm:ss'+00:00'"));
                                assertTrue(Json.texts(answer, "service_request_id").contains(id));
                            }),
                    new Recording(
                            JREPORT,
                            "posts ISO-8859-1, numbered brackets, address and deviceid",
                            JReport::post),
                    new Recording(
                            JREPORT,
                            "takes what looks like errors for errors, whatever the status",
                            site -> {
                                Answer answer = get(site, "services/UNKNOWN.xml").is(404);
                                Element error = Dom.below(answer.xml("errors"), "error").get(0);
                                assertEquals("404", Dom.text(error, "code"));
                                assertFalse(
                                        String.valueOf(Dom.text(error, "description")).isEmpty());
                            }),
                    new Recording(
                            JREPORT,
                            "prefers the discovered endpoint with v2 in it and adds a slash",
                            JReport::discover),
                    new Recording(
                            EU,
                            "names languages that are none; types a list of requests",
                            JReport::readTyped),
                    new Recording(
                            EU,
                            "posts an address under its short name",
                            site -> {
                                var request =
                                        site.posted(
                                                site.sendLatin1(
                                                        """
                                                        POST /open311/v2/requests.json HTTP/1.1
                                                        Accept: application/json
                                                        Accept-Language: en-, en;q=0.7, *;q=0.5
                                                        Content-Length: {length}
                                                        Content-Type: application/x-www-form-urlencoded
                                                        Host: {host}
                                                        Connection: Keep-Alive

                                                        jurisdiction_id=conformance.example.gov&api_key={key}&service_code=PLAIN&address=Hauptstra%DFe+4&media_url=
                                                        """));
                                assertEquals("Hauptstraße 4", request.path("address").asText());
                                assertTrue(request.path("media_url").isNull());
                            }));

    private JReport() {}

    private static Answer get(Site site, String resource) throws Exception {
        return get(site, "text/xml", resource);
    }

    private static Answer get(Site site, String type, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                Accept: {}
                Content-Type: {}
                Host: {host}
                Connection: Keep-Alive
                User-Agent: Apache-HttpClient/4.1.3 (java 1.5)
                """,
                resource,
                type,
                type);
    }

    private static void readXml(Site site) throws Exception {
        site.report("HISTORY");
        Element requests =
                get(site, "requests.xml?service_code=HISTORY").ok().xml("service_requests");
        List<Element> each = Dom.below(requests, "request");
        assertEquals(Dom.children(requests), each);
        for (Element request : each) {
            for (String name : List.of("requested_datetime", "updated_datetime")) {
                NO_MILLIS.parse(String.valueOf(Dom.text(request, name)));
            }
        }
        Element definition = get(site, "services/POTHOLE.xml").ok().xml("service_definition");
        assertEquals(7, Dom.below(definition, "attribute").size());
        assertEquals(5, Dom.below(definition, "value").size());
    }

    private static void post(Site site) throws Exception {
        var request =
                site.posted(
                        site.sendLatin1(
                                """
                                POST /open311/v2/requests.json HTTP/1.1
                                Accept: text/xml
                                Content-Length: {length}
                                Content-Type: application/x-www-form-urlencoded; charset=ISO-8859-1
                                Host: {host}
                                Connection: Keep-Alive
                                User-Agent: Apache-HttpClient/4.1.3 (java 1.5)
                                Expect: 100-Continue

                                api_key={key}&jurisdiction_id=conformance.example.gov&service_code=POTHOLE&description=Gro%DFe&address=4+Gr%FCner+Weg&deviceid=phone-7&attribute%5BONE%5D%5B0%5D=S&attribute%5BSEVERAL%5D%5B0%5D=01&attribute%5BSEVERAL%5D%5B1%5D=b%3A2
                                """));
        assertEquals("Große", request.path("description").asText());
        assertEquals("4 Grüner Weg", request.path("address").asText());
        assertEquals("phone-7", site.reporter(request).get("device_id"));
        assertEquals("{ONE=[S], SEVERAL=[01, b:2]}", site.attributes(request));
    }

    private static void discover(Site site) throws Exception {
        Element document =
                site.send(
                                """
                                GET /discovery.xml HTTP/1.1
                                Accept: text/xml
                                Content-Type: text/xml
                                Host: {host}
                                Connection: Keep-Alive
                                """)
                        .ok()
                        .xml("discovery");
        OffsetDateTime.parse(String.valueOf(Dom.text(document, "changeset")), NO_MILLIS);
        JsonNode sameInJson = get(site, "application/json", "discovery.json").ok().json();
        for (String name : List.of("contact", "key_service")) {
            assertEquals(Json.text(sameInJson, name), Dom.text(document, name));
            assertFalse(Json.text(sameInJson, name).isEmpty());
        }
        Element endpoint = Dom.below(document, "endpoint").get(0);
        assertEquals("http://wiki.open311.org/GeoReport_v2", Dom.text(endpoint, "specification"));
        OffsetDateTime.parse(String.valueOf(Dom.text(endpoint, "changeset")), NO_MILLIS);
        URI url = URI.create(String.valueOf(Dom.text(endpoint, "url")) + "/");
        assertTrue(url.getPath().contains("v2") && !url.getPath().contains("//"));
        assertEquals(site.root().getAuthority(), url.getAuthority());
        assertEquals(
                List.of("text/xml", "application/json"),
                Dom.below(endpoint, "format").stream().map(Element::getTextContent).toList());
    }

    /** As Gson would, which gives up the whole list where a URL or a number is an empty text. */
    private static void readTyped(Site site) throws Exception {
        site.report("HISTORY");
        Answer answer =
                site.send(
                        """
                        GET /open311/v2/requests.json?jurisdiction_id=conformance.example.gov HTTP/1.1
                        Accept: application/json
                        Accept-Language: en-, en;q=0.7, *;q=0.5
                        Host: {host}
                        Connection: Keep-Alive
                        """);
        List<JsonNode> requests = Json.array(answer);
        assertFalse(requests.isEmpty());
        for (JsonNode request : requests) {
            for (String member : List.of("lat", "long")) {
                assertTrue(request.path(member).isNumber() || request.path(member).isNull());
            }
            for (String member :
                    List.of("media_url", "address_id", "zipcode", "expected_datetime")) {
                assertFalse(request.path(member).asText().isEmpty(), request::toString);
            }
            NO_MILLIS.parse(Json.text(request, "requested_datetime"));
            assertTrue(Json.text(request, "updated_datetime").endsWith("Z"));
        }
    }
}
