package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;

/**
 * Clients that run in a browser, on another site than the server's: Libre311 and an Angular one.
 */
final class BrowserClients {
    private static final String LIBRE311 = "Libre311";
    private static final String ANGULAR = "Angular client";

    private static final String LIBRE311_HEAD =
            """
            {} HTTP/1.1
            Host: {host}
            Connection: keep-alive
            Accept: application/json, text/plain, */*
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36
            Origin: https://libre311.example.org
            Sec-Fetch-Site: cross-site
            Sec-Fetch-Mode: cors
            Referer: https://libre311.example.org/
            Accept-Encoding: gzip, deflate, br
            Accept-Language: en-US,en;q=0.9
            """;

    static final List<Recording> ALL =
            List.of(
                    new Recording(
                            LIBRE311,
                            "names no format in the path; Accept prefers JSON",
                            site -> {
                                for (String resource : List.of("services", "requests")) {
                                    Answer answer =
                                            site.send(
                                                    LIBRE311_HEAD,
                                                    "GET /open311/v2/"
                                                            + resource
                                                            + "?jurisdiction_id=conformance.example.gov");
                                    Json.array(answer);
                                    assertEquals("*", answer.header("Access-Control-Allow-Origin"));
                                }
                            }),
                    new Recording(
                            LIBRE311,
                            "reads a definition as an object and one request as an array",
                            site -> {
                                String definition = "GET /open311/v2/services/POTHOLE";
                                assertEquals(
                                        7,
                                        site.send(LIBRE311_HEAD, definition)
                                                .ok()
                                                .json()
                                                .path("attributes")
                                                .size());
                                String id = site.report("PLAIN");
                                assertEquals(
                                        List.of(id),
                                        Json.texts(
                                                site.send(
                                                        LIBRE311_HEAD,
                                                        "GET /open311/v2/requests/" + id),
                                                "service_request_id"));
                            }),
                    new Recording(
                            LIBRE311,
                            "posts a list as one text with commas, its jurisdiction in the query",
                            site -> {
                                Answer answer =
                                        site.send(
                                                LIBRE311_HEAD
                                                        + """
                                                        Content-Type: application/x-www-form-urlencoded;charset=UTF-8
                                                        Content-Length: {length}

                                                        service_code=POTHOLE&lat=42.77&long=-71.07&api_key={key}&attribute%5BSEVERAL%5D=01%2CC&attribute%5BONE%5D=S
                                                        """,
                                                "POST /open311/v2/requests?jurisdiction_id=conformance.example.gov");
                                assertEquals("*", answer.header("Access-Control-Allow-Origin"));
                                assertEquals(
                                        "{ONE=[S], SEVERAL=[01, C]}",
                                        site.attributes(site.posted(answer)));
                            }),
                    new Recording(
                            ANGULAR,
                            "asks first whether it may post",
                            site -> {
                                Answer answer =
                                        site.send(
                                                """
                                                OPTIONS /open311/v2/requests.json HTTP/1.1
                                                Host: {host}
                                                Connection: keep-alive
                                                Accept: */*
                                                Access-Control-Request-Method: POST
                                                Access-Control-Request-Headers: content-type
                                                Origin: http://localhost:4200
                                                """);
                                assertEquals(2, answer.status() / 100);
                                assertEquals("*", answer.header("Access-Control-Allow-Origin"));
                                assertTrue(
                                        String.valueOf(
                                                        answer.header(
                                                                "Access-Control-Allow-Methods"))
                                                .contains("POST"));
                                assertTrue(
                                        String.valueOf(
                                                        answer.header(
                                                                "Access-Control-Allow-Headers"))
                                                .toLowerCase(Locale.ROOT)
                                                .contains("content-type"));
                            }),
                    new Recording(
                            ANGULAR,
                            "sends along what only the server could know, and a captcha",
                            site -> {
                                Answer answer =
                                        site.send(
                                                """
                                                POST /open311/v2/requests.json HTTP/1.1
                                                Host: {host}
                                                Connection: keep-alive
                                                Content-Length: {length}
                                                Accept: application/json, text/plain, */*
                                                Content-Type: application/x-www-form-urlencoded
                                                Origin: http://localhost:4200

                                                api_key={key}&service_code=PLAIN&service_name=Hole&service_request_id=1&status=closed&expected_datetime=&title=T&lat=42.77&long=-71.07&g-recaptcha-response=x
                                                """);
                                assertEquals("open", site.posted(answer).path("status").asText());
                            }));

    private BrowserClients() {}
}
