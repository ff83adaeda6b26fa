package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** GET service_request_id from a token. */
final class TokenChecks {
    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "TOK-01 11.7 11.11",
                            "404 for an unknown token or jurisdiction, 400 for a missing jurisdiction",
                            client -> {
                                client.getOne("tokens", "unknown").refuses(404, "token");
                                client.getOne("tokens", "x", "jurisdiction_id", "unknown")
                                        .refuses(404, "jurisdiction_id");
                                client.atMany()
                                        .getOne("tokens", "x")
                                        .refuses(400, "jurisdiction_id");
                            }),
                    Check.of(
                            "TOK-02 A-14 11.7",
                            "a token that waits is answered with 200 and the token alone",
                            client -> {
                                String token = token(client);
                                Item answer = client.getOne("tokens", token).token();
                                assertEquals(token, answer.text("token"));
                                assertFalse(answer.has("service_request_id"));
                            }),
                    Check.of(
                            "TOK-03 A-14 11.7",
                            "batch, token, poll, id; the token leads to it every time",
                            client -> {
                                String token = token(client);
                                client.backstage().accept(token);
                                Item answer = client.getOne("tokens", token).token();
                                assertTrue(answer.has("service_request_id"));
                                String id = answer.text("service_request_id");
                                assertEquals(
                                        Town.BATCH,
                                        client.getOne("requests", id)
                                                .request()
                                                .text("service_code"));
                                assertEquals(answer, client.getOne("tokens", token).token());
                                assertEquals(token, answer.text("token"));
                            }));

    private TokenChecks() {}

    private static String token(Client client) throws Exception {
        return client.report("service_code", Town.BATCH).newToken();
    }
}
