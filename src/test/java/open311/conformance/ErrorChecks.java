package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;

/** Errors, on all methods and on paths that are none. */
final class ErrorChecks {
    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "ERR-01 11.11",
                            "every error is a list of code and description, in the format asked for",
                            client -> {
                                for (Reply reply : client.failAll()) {
                                    reply.errors(reply.status());
                                }
                            }),
                    Check.of(
                            "ERR-02 11.11",
                            "404 for what does not exist, 403 for the key, 400 for the rest",
                            client ->
                                    assertEquals(
                                            List.of(404, 404, 400, 404, 404, 404, 403, 404, 400),
                                            client.failAll().stream().map(Reply::status).toList())),
                    Check.of(
                            "ERR-03 ERR-06 A-31",
                            "code is a whole number, that of the HTTP status",
                            client -> {
                                for (Reply reply : client.failAll()) {
                                    assertEquals(
                                            Integer.toString(reply.status()),
                                            reply.read(Shape.ERRORS).get(0).text("code"));
                                }
                            }),
                    Check.of(
                            "ERR-04",
                            "the description names what was wrong and its value, in words for people",
                            client -> {
                                client.getOne("services", "NO-SUCH").refuses(404, "NO-SUCH");
                                client.get("requests", "status", "lost").refuses(400, "lost");
                                for (Reply reply : client.failAll()) {
                                    String text = reply.text().toLowerCase(Locale.ROOT);
                                    assertFalse(
                                            text.contains("exception") || text.contains("java."),
                                            text);
                                }
                            }),
                    Check.of(
                            "ERR-05 11.11",
                            "all problems of a call at once",
                            client -> {
                                assertEquals(
                                        3,
                                        client.get(
                                                        "requests",
                                                        "status",
                                                        "lost",
                                                        "start_date",
                                                        "x",
                                                        "end_date",
                                                        "y")
                                                .errors(400)
                                                .size());
                                List<String> errors =
                                        client.report(
                                                        "service_code",
                                                        "UNKNOWN",
                                                        "lat",
                                                        "north",
                                                        "long",
                                                        "1",
                                                        "media_url",
                                                        "none")
                                                .errors(404);
                                assertEquals(3, errors.size(), errors::toString);
                            }),
                    Check.of(
                            "ERR-07 A-30",
                            "a wrong method is a 405 that says which are right",
                            client -> {
                                Reply reply =
                                        client.send(
                                                client.call(client.path("requests"))
                                                        .method("DELETE", BodyPublishers.noBody()));
                                reply.errors(405);
                                assertTrue(reply.header("Allow").contains("POST"));
                                client.send(
                                                client.call(client.path("services"))
                                                        .POST(BodyPublishers.ofString("a=b")))
                                        .errors(405);
                            }),
                    Check.of(
                            "ERR-07 A-30",
                            "a body that is too large is a 413",
                            client -> client.upload("x".repeat(client.largestBody())).errors(413)),
                    Check.of(
                            "ERR-07 11.11",
                            "paths that lead nowhere are a 404 with the document",
                            client -> {
                                for (String resource :
                                        List.of("nothing", "services/A/B", "requests/1/2/3")) {
                                    client.get(resource).errors(404);
                                }
                            }));

    private ErrorChecks() {}
}
