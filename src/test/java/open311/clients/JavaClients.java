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

    private static final String END = "--===1795382848983===--\n";

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
                                        site.send(MULTIPART_HEAD + part("api_key", "{key}\n") + END)
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

    private static String part(String name, String value) {
        return """
        --===1795382848983===
        Content-Disposition: form-data; name="%s"
        Content-Type: text/plain; charset=UTF-8

        %s
        """
                .formatted(name, value);
    }

    private static void postForm(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                MULTIPART_HEAD
                                        + part("api_key", "{key}")
                                        + part("jurisdiction_id", "conformance.example.gov")
                                        + part("service_code", "POTHOLE")
                                        + part("service_name", "Pothole")
                                        + part("description", "null")
                                        + part("account_id", "7")
                                        + part("attribute[SEVERAL][]", "01")
                                        + part("attribute[SEVERAL][]", "b:2")
                                        + part("address_string", "4 Straße\n")
                                        + END));
        assertEquals("4 Straße", request.path("address").asText());
        assertTrue(request.path("lat").isNull());
        assertEquals("{SEVERAL=[01, b:2]}", site.attributes(request));
    }

    private static void postPicture(Site site) throws Exception {
        var request =
                site.posted(
                        site.send(
                                MULTIPART_HEAD
                                        + part("api_key", "{key}")
                                        + part("service_code", "PLAIN")
                                        + part("lat", "42.77")
                                        + part("long", "-71.07")
                                        + """
                                        --===1795382848983===
                                        Content-Disposition: form-data; name="media"; filename="photo.jpg"
                                        Content-Type: image/jpeg
                                        Content-Transfer-Encoding: binary

                                        {png}

                                        """
                                        + END));
        assertEquals(-71.07, request.path("long").asDouble());
    }
}
