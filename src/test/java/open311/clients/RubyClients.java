package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/** Clients in Ruby: the gem (Faraday), SeeClickFix's, Chicago's tests (HTTParty) and Klarschiff. */
final class RubyClients {
    private static final String GEM = "Ruby gem";
    private static final String SEE_CLICK_FIX = "SeeClickFix";
    private static final String CUCUMBER = "chicago-cucumber";
    private static final String KLARSCHIFF = "klarschiff";

    private static final String CUCUMBER_POST =
            """
            POST /open311/v2/requests.json HTTP/1.1
            Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
            Accept: */*
            User-Agent: Ruby
            Connection: close
            Host: {host}
            Content-Length: {length}
            Content-Type: application/x-www-form-urlencoded

            """;

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            GEM,
                            "unzips its lists; an empty one has no request",
                            site -> {
                                Answer answer = get(site, "services.xml");
                                assertEquals("gzip", answer.header("Content-Encoding"));
                                assertTrue(Dom.children(answer.ok().xml("services")).size() > 1);
                                assertTrue(
                                        Dom.below(
                                                        get(
                                                                        site,
                                                                        "requests.xml?service_code=UNUSED")
                                                                .ok()
                                                                .xml("service_requests"),
                                                        "request")
                                                .isEmpty());
                            }),
                    new Recording(
                            GEM,
                            "makes an exception of a status: 400, 403, 404",
                            site -> {
                                get(site, "requests.xml?start_date=yesterday")
                                        .is(400)
                                        .xml("errors");
                                get(site, "requests/0.xml").is(404).xml("errors");
                                faradayPost(site, "wrong").is(403).xml("errors");
                            }),
                    new Recording(
                            GEM,
                            "posts everything in the body",
                            site ->
                                    assertEquals(
                                            "A hole",
                                            site.postedAsXml(faradayPost(site, "{key}"))
                                                    .path("description")
                                                    .asText())),
                    new Recording(
                            SEE_CLICK_FIX,
                            "wants two endpoints, a test one among them, and parses their dates",
                            RubyClients::discover),
                    new Recording(
                            SEE_CLICK_FIX,
                            "appends /services to the endpoint it found",
                            site -> {
                                Answer answer =
                                        get(
                                                site.several(),
                                                "/services.json?jurisdiction_id=conformance.example.gov");
                                assertTrue(Json.texts(answer, "service_name").contains("Pothole"));
                            }),
                    new Recording(
                            CUCUMBER,
                            "wants one error for each required attribute, named by its code",
                            site -> {
                                JsonNode errors =
                                        site.send(
                                                        CUCUMBER_POST
                                                                + "api_key={key}&service_code=STRICT&lat=42.77&long=-71.07")
                                                .is(400)
                                                .json();
                                assertEquals(2, errors.size());
                                assertTrue(errors.get(0).path("code").isInt());
                                assertTrue(
                                        Json.text(errors.get(0), "description").contains("NAME"));
                                assertTrue(
                                        Json.text(errors.get(1), "description").contains("KIND"));
                            }),
                    new Recording(
                            CUCUMBER,
                            "posts attributes in brackets, without a jurisdiction",
                            site ->
                                    assertEquals(
                                            "{KIND=[A, B], NAME=[Ann]}",
                                            site.attributes(
                                                    site.posted(
                                                            site.send(
                                                                    CUCUMBER_POST
                                                                            + "api_key={key}&service_code=STRICT&lat=42.77&long=-71.07"
                                                                            + "&attribute[NAME]=Ann&attribute[KIND]=A&attribute[KIND]=B"))))),
                    new Recording(
                            CUCUMBER,
                            "asks for a token at once: no 404 while it waits, the same after it is known",
                            RubyClients::followToken),
                    new Recording(
                            KLARSCHIFF,
                            "sends its key on a GET and reads errors as a list of descriptions",
                            site -> {
                                String id = site.report("PLAIN");
                                assertEquals(
                                        List.of(id),
                                        Json.texts(
                                                get(
                                                        site,
                                                        "requests/"
                                                                + id
                                                                + ".json?api_key={key}&extensions=true"),
                                                "service_request_id"));
                                Json.text(
                                        get(site, "requests/0.json?api_key={key}")
                                                .is(404)
                                                .json()
                                                .path(0),
                                        "description");
                            }),
                    new Recording(
                            KLARSCHIFF,
                            "is told in JSON that a JSON body is not taken",
                            site ->
                                    assertFalse(
                                            Json.text(
                                                            site.send(
                                                                            """
                                                                            POST /open311/v2/requests.json?api_key={key} HTTP/1.1
                                                                            Content-Type: application/json
                                                                            Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
                                                                            Accept: */*
                                                                            User-Agent: Ruby
                                                                            Host: {host}
                                                                            Content-Length: {length}

                                                                            {"service_code":"PLAIN","lat":42.77,"long":-71.07}
                                                                            """)
                                                                    .is(415)
                                                                    .json()
                                                                    .path(0),
                                                            "description")
                                                    .isEmpty())));

    private RubyClients() {}

    private static Answer get(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                User-Agent: Faraday v0.8.4
                Accept: */*
                Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
                Connection: close
                Host: {host}
                """,
                resource);
    }

    private static Answer faradayPost(Site site, String key) throws Exception {
        return site.send(
                """
                POST /open311/v2/requests.xml HTTP/1.1
                User-Agent: Faraday v0.8.4
                Content-Type: application/x-www-form-urlencoded
                Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3
                Accept: */*
                Connection: close
                Host: {host}
                Content-Length: {length}

                address_string=4+Summer+Street&api_key={}&description=A+hole&jurisdiction_id=conformance.example.gov&service_code=PLAIN
                """,
                key);
    }

    private static void discover(Site site) throws Exception {
        JsonNode endpoints = get(site.several(), "discovery.json").ok().json().path("endpoints");
        assertTrue(endpoints.size() >= 2);
        var types = new ArrayList<String>();
        for (JsonNode endpoint : endpoints) {
            assertTrue(Json.text(endpoint, "specification").endsWith("_v2"));
            assertFalse(Json.text(endpoint, "url").endsWith("/"));
            assertFalse(Instant.parse(Json.text(endpoint, "changeset")).isAfter(Instant.now()));
            types.add(Json.text(endpoint, "type"));
            endpoint.path("formats").forEach(f -> assertTrue(f.asText().contains("/")));
        }
        assertTrue(types.containsAll(List.of("test", "production")));
    }

    private static void followToken(Site site) throws Exception {
        String token = site.report("TREE");
        Element pending =
                Dom.below(
                                get(site, "tokens/" + token + ".xml").ok().xml("service_requests"),
                                "request")
                        .get(0);
        assertNull(Dom.text(pending, "service_request_id"));
        site.accept(token);
        String first =
                Json.texts(get(site, "tokens/" + token + ".json"), "service_request_id").get(0);
        assertEquals(
                List.of(first),
                Json.texts(get(site, "tokens/" + token + ".json"), "service_request_id"));
        assertEquals(
                List.of(first),
                Json.texts(get(site, "requests/" + token + ".json"), "service_request_id"));
    }
}
