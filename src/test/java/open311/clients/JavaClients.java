package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** open311_java, and CUTR's client on HttpURLConnection, which knows the status 200 alone. */
final class JavaClients {
    private static final String JAVA = "open311_java";
    private static final String CUTR = "CUTR";

    private static final String MULTIPART_HEAD =
            """
            POST /open311/v2/requests.json HTTP/1.1
            User-Agent: Java/1.8.0_292
            Content-Type: multipart/form-data; boundary====1795382848983===
            Host: {host}
            Accept: text/html, image/gif, image/jpeg, */*; q=0.2
            Connection: keep-alive
            Content-Length: {length}

            """;

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            JAVA,
                            "begins every path with two slashes",
                            site -> {
                                Dom.children(
                                        javaGet(site, "//services.xml").ok().xml("services"),
                                        "service");
                                javaGet(site, "//services/POTHOLE.xml")
                                        .ok()
                                        .xml("service_definition");
                                String id = site.report("PLAIN");
                                assertEquals(
                                        List.of(id),
                                        Json.texts(
                                                javaGet(site, "//requests/" + id + ".json"),
                                                "service_request_id"));
                            }),
                    new Recording(
                            CUTR,
                            "asks for the services of a place, its Accept without JSON",
                            site ->
                                    assertTrue(
                                            Json.texts(
                                                            cutrGet(
                                                                    site,
                                                                    "services.json?lat=42.77&long=-71.07"),
                                                            "service_code")
                                                    .contains("POTHOLE"))),
                    new Recording(
                            CUTR,
                            "asks for one request and names its id twice; ids are texts",
                            site -> {
                                String id = site.report("PLAIN");
                                assertEquals(
                                        List.of(id),
                                        Json.texts(
                                                cutrGet(
                                                        site,
                                                        "requests/"
                                                                + id
                                                                + ".json?service_request_id="
                                                                + id),
                                                "service_request_id"));
                            }),
                    new Recording(
                            CUTR,
                            "posts multipart with an unquoted boundary, typed parts and one CRLF too many",
                            JavaClients::postForm),
                    new Recording(CUTR, "posts a picture as media", JavaClients::postPicture),
                    new Recording(
                            CUTR,
                            "reads the body of a 400",
                            site -> {
                                JsonNode error =
                                        site.send(
                                                        MULTIPART_HEAD
                                                                + """
                                                                --===1795382848983===
                                                                Content-Disposition: form-data; name="api_key"
                                                                Content-Type: text/plain; charset=UTF-8

                                                                {key}

                                                                --===1795382848983===--
                                                                """)
                                                .is(400)
                                                .json()
                                                .path(0);
                                assertTrue(error.path("code").isInt());
                                assertTrue(
                                        Json.text(error, "description").contains("service_code"));
                            }));

    private JavaClients() {}

    private static Answer javaGet(Site site, String path) throws Exception {
        return site.send(
                """
                GET /open311/v2{}?jurisdiction_id=conformance.example.gov HTTP/1.1
                Host: {host}
                Connection: Keep-Alive
                User-Agent: Apache-HttpClient/4.2.2 (java 1.5)
                """,
                path);
    }

    private static Answer cutrGet(Site site, String resource) throws Exception {
        return site.send(
                """
                GET /open311/v2/{} HTTP/1.1
                User-Agent: Java/1.8.0_292
                Host: {host}
                Accept: text/html, image/gif, image/jpeg, */*; q=0.2
                Connection: keep-alive
                """,
                resource);
    }

    private static void postForm(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                MULTIPART_HEAD
                                        + """
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="api_key"
                                        Content-Type: text/plain; charset=UTF-8

                                        {key}
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="jurisdiction_id"
                                        Content-Type: text/plain; charset=UTF-8

                                        conformance.example.gov
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="service_code"
                                        Content-Type: text/plain; charset=UTF-8

                                        POTHOLE
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="service_name"
                                        Content-Type: text/plain; charset=UTF-8

                                        Pothole
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="description"
                                        Content-Type: text/plain; charset=UTF-8

                                        null
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="account_id"
                                        Content-Type: text/plain; charset=UTF-8

                                        7
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="attribute[SEVERAL][]"
                                        Content-Type: text/plain; charset=UTF-8

                                        01
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="attribute[SEVERAL][]"
                                        Content-Type: text/plain; charset=UTF-8

                                        b:2
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="address_string"
                                        Content-Type: text/plain; charset=UTF-8

                                        4 Straße

                                        --===1795382848983===--
                                        """));
        assertEquals("4 Straße", request.path("address").asText());
        assertTrue(request.path("lat").isNull());
        assertEquals("{SEVERAL=[01, b:2]}", site.attributes(request));
    }

    private static void postPicture(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                MULTIPART_HEAD
                                        + """
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="api_key"
                                        Content-Type: text/plain; charset=UTF-8

                                        {key}
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="service_code"
                                        Content-Type: text/plain; charset=UTF-8

                                        PLAIN
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="lat"
                                        Content-Type: text/plain; charset=UTF-8

                                        42.77
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="long"
                                        Content-Type: text/plain; charset=UTF-8

                                        -71.07
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="media"; filename="photo.jpg"
                                        Content-Type: image/jpeg
                                        Content-Transfer-Encoding: binary

                                        {png}

                                        --===1795382848983===--
                                        """));
        assertEquals(-71.07, request.path("long").asDouble());
    }
}
