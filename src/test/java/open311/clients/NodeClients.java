package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Clients that run in Node.js: npm's open311, mheadd's, open311-nodejs and open311status. */
final class NodeClients {
    private static final String NPM = "npm open311";
    private static final String MHEADD = "mheadd node-open311";
    private static final String NODEJS = "open311-nodejs";
    private static final String STATUS = "open311status";

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            NPM,
                            "sends neither Accept nor User-Agent",
                            site ->
                                    assertTrue(
                                            Json.texts(
                                                            npmGet(site, "services.json"),
                                                            "service_code")
                                                    .contains("POTHOLE"))),
                    new Recording(
                            NPM,
                            "takes the production endpoint of exactly this specification",
                            NodeClients::discover),
                    new Recording(
                            NPM,
                            "reads a definition as an object with an array of attributes",
                            site -> {
                                JsonNode definition =
                                        npmGet(site, "services/POTHOLE.json").ok().json();
                                assertTrue(definition.isObject());
                                assertEquals(7, definition.path("attributes").size());
                            }),
                    new Recording(
                            NPM,
                            "posts with jurisdiction_id in the query and the rest in the body",
                            site ->
                                    assertEquals(
                                            "Größe",
                                            site.posted(npmPost(site, "PLAIN"))
                                                    .path("description")
                                                    .asText())),
                    new Recording(
                            NPM,
                            "exchanges a token that came in place of an id",
                            site -> {
                                String token =
                                        Json.text(
                                                npmPost(site, "TREE").ok().json().path(0), "token");
                                site.accept(token);
                                JsonNode answer =
                                        npmGet(site, "tokens/" + token + ".json").ok().json();
                                Json.text(answer.path(0), "service_request_id");
                            }),
                    new Recording(
                            NPM,
                            "asks for several ids",
                            site -> {
                                String one = site.report("PLAIN");
                                String two = site.report("PLAIN");
                                assertEquals(
                                        List.of(two, one),
                                        Json.texts(
                                                npmGet(
                                                        site,
                                                        "requests.json?service_request_id="
                                                                + one
                                                                + "%2C"
                                                                + two),
                                                "service_request_id"));
                            }),
                    new Recording(
                            MHEADD,
                            "lists with the format as a segment of the path, and names a type on a GET",
                            site -> {
                                String id = site.report("HISTORY");
                                assertTrue(
                                        Dom.children(
                                                        mheaddGet(
                                                                        site,
                                                                        "requests/xml?jurisdiction_id=conformance.example.gov&service_code=HISTORY")
                                                                .ok()
                                                                .xml("service_requests"),
                                                        "request")
                                                .stream()
                                                .anyMatch(
                                                        request ->
                                                                id.equals(
                                                                        Dom.text(
                                                                                request,
                                                                                "service_request_id"))));
                            }),
                    new Recording(
                            MHEADD,
                            "posts to the same path with everything in the query and no body",
                            site ->
                                    assertEquals(
                                            "big hole",
                                            site.postedAsXml(
                                                            site.send(
                                                                    """
                                                                    POST /open311/v2/requests/xml?api_key={key}&service_code=POTHOLE&lat=42.77&long=-71.07&description=big%20hole&jurisdiction_id=conformance.example.gov HTTP/1.1
                                                                    Content-Type: text/plain
                                                                    Host: {host}
                                                                    Content-Length: 0
                                                                    Connection: close
                                                                    """))
                                                    .path("description")
                                                    .asText())),
                    new Recording(
                            MHEADD,
                            "asks for the discovery below the endpoint, in either format",
                            site -> {
                                mheaddGet(site, "discovery.xml").ok().xml("discovery");
                                assertFalse(
                                        mheaddGet(site, "discovery.json")
                                                .ok()
                                                .json()
                                                .path("endpoints")
                                                .isEmpty());
                            }),
                    new Recording(
                            NODEJS,
                            "posts multipart without a file and with an empty place beside the address",
                            site -> postFormData(site, "")),
                    new Recording(
                            NODEJS,
                            "posts a picture as media",
                            site ->
                                    postFormData(
                                            site,
                                            """
                                            ----------------------------123456789012345678901234
                                            Content-Disposition: form-data; name="media"; filename="hole.png"
                                            Content-Type: image/png

                                            {png}
                                            """)),
                    new Recording(
                            STATUS,
                            "asks with milliseconds, gzip and the start alone",
                            site -> {
                                String id = site.report("HISTORY");
                                Answer answer =
                                        statusGet(
                                                site,
                                                Moment.hoursAgo(2, "yyyy-MM-dd'T'HH:mm:ss.000'Z'"));
                                assertEquals("gzip", answer.header("Content-Encoding"));
                                assertTrue(Json.texts(answer, "service_request_id").contains(id));
                            }),
                    new Recording(
                            STATUS,
                            "asks without a time zone",
                            site -> {
                                String id = site.report("HISTORY");
                                assertTrue(
                                        Json.texts(
                                                        statusGet(
                                                                site,
                                                                Moment.hoursAgo(
                                                                        48,
                                                                        "yyyy-MM-dd'T'00:00:00")),
                                                        "service_request_id")
                                                .contains(id));
                            }));

    private NodeClients() {}

    private static Answer npmGet(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                host: {host}
                Connection: keep-alive
                """,
                resource);
    }

    private static Answer npmPost(Site site, String serviceCode) throws Exception {
        return site.send(
                """
                POST /open311/v2/requests.json?jurisdiction_id=conformance.example.gov HTTP/1.1
                host: {host}
                content-type: application/x-www-form-urlencoded; charset=utf-8
                content-length: {length}
                Connection: keep-alive

                service_code={}&lat=42.77&long=-71.07&description=Gr%C3%B6%C3%9Fe&api_key={key}
                """,
                serviceCode);
    }

    private static void discover(Site site) throws Exception {
        JsonNode document =
                site.several()
                        .send(
                                """
                                GET /discovery.json HTTP/1.1
                                host: {host}
                                Connection: keep-alive
                                """)
                        .ok()
                        .json();
        int found = 0;
        for (JsonNode endpoint : document.path("endpoints")) {
            if (Json.text(endpoint, "specification").equals("http://wiki.open311.org/GeoReport_v2")
                    && Json.text(endpoint, "type").equals("production")) {
                found++;
                endpoint.path("formats").forEach(format -> assertTrue(format.isTextual()));
            }
        }
        assertEquals(1, found);
    }

    private static Answer mheaddGet(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                Content-Type: text/plain
                Host: {host}
                Connection: close
                """,
                resource);
    }

    private static void postFormData(Site site, String file) throws Exception {
        var request =
                site.posted(
                        site.send(
                                """
                                POST /open311/v2/requests.json HTTP/1.1
                                content-type: multipart/form-data; boundary=--------------------------123456789012345678901234
                                Host: {host}
                                content-length: {length}
                                Connection: close

                                ----------------------------123456789012345678901234
                                Content-Disposition: form-data; name="api_key"

                                {key}
                                ----------------------------123456789012345678901234
                                Content-Disposition: form-data; name="service_code"

                                PLAIN
                                ----------------------------123456789012345678901234
                                Content-Disposition: form-data; name="lat"


                                ----------------------------123456789012345678901234
                                Content-Disposition: form-data; name="long"


                                ----------------------------123456789012345678901234
                                Content-Disposition: form-data; name="address_string"

                                4 Summer Street
                                """
                                        + file
                                        + "----------------------------123456789012345678901234--\n"));
        assertEquals("4 Summer Street", request.path("address").asText());
        assertTrue(request.path("lat").isNull());
    }

    private static Answer statusGet(Site site, String start) throws Exception {
        return site.send(
                """
                GET /open311/v2/requests.json?start_date={}&jurisdiction_id=conformance.example.gov HTTP/1.1
                User-Agent: open311status
                accept-encoding: gzip, deflate
                host: {host}
                Connection: close
                """,
                start);
    }
}
