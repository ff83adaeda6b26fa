package open311.conformance;

import java.util.List;

/** What never leaves the server. */
final class PrivacyChecks {
    private static final String[] PERSONAL = {
        "email", "reporter.of.this@example.com",
        "phone", "+1 978 555 0177",
        "first_name", "Wilhelmina",
        "last_name", "Quackenbush",
        "device_id", "device-0177-of-hers",
        "account_id", "account-0177-of-hers"
    };

    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "REQ-02 11.12",
                            "nothing about the reporter, nor a key, is in what anybody may read",
                            client -> {
                                String id = reported(client);
                                for (String more : List.of("", "true")) {
                                    checkSilent(
                                            client,
                                            client.getOne("requests", id, "extensions", more));
                                    checkSilent(
                                            client,
                                            client.get(
                                                    "requests",
                                                    "service_request_id",
                                                    id,
                                                    "extensions",
                                                    more));
                                }
                                checkSilent(client, client.get("servicerequestupdates"));
                                checkSilent(client, client.getOne("tokens", token(client)));
                                checkSilent(
                                        client,
                                        client.getOne("requests", id, "api_key", client.key()));
                            }),
                    Check.of(
                            "REQ-03 11.13",
                            "neither token nor attributes are among the standard's fields",
                            client -> {
                                String token = token(client);
                                client.backstage().accept(token);
                                String id =
                                        client.getOne("tokens", token)
                                                .token()
                                                .text("service_request_id");
                                String text = client.getOne("requests", id).text();
                                Violation.unless(!text.contains(token), "REQ-03", text);
                                client.getOne(
                                                "requests",
                                                client.report(
                                                                "service_code",
                                                                Town.POTHOLE,
                                                                "attribute[LINE]",
                                                                "x")
                                                        .newId())
                                        .request();
                            }),
                    Check.of(
                            "A-07",
                            "a wrong key on a GET breaks nothing",
                            client ->
                                    client.get(
                                                    "requests",
                                                    "api_key",
                                                    "wrong",
                                                    "service_code",
                                                    Town.HISTORY)
                                            .requests()),
                    Check.of(
                            "A-23",
                            "requests of a service that is not public: a 404 as of one that does not exist",
                            client -> {
                                String id = client.backstage().history().id("secret");
                                client.getOne("requests", id).refuses(404, "service_request_id");
                                Violation.unless(
                                        client.get("requests", "service_request_id", id)
                                                .ids()
                                                .isEmpty(),
                                        "A-23",
                                        "it is listed");
                            }));

    private PrivacyChecks() {}

    private static String reported(Client client) throws Exception {
        return client.reportRaw("service_code=" + Town.PLAIN + "&" + Form.of(PERSONAL)).newId();
    }

    private static String token(Client client) throws Exception {
        return client.reportRaw("service_code=" + Town.BATCH + "&" + Form.of(PERSONAL)).newToken();
    }

    private static void checkSilent(Client client, Reply reply) {
        String text = reply.text();
        for (int i = 1; i < PERSONAL.length; i += 2) {
            Violation.unless(!text.contains(PERSONAL[i]), "REQ-02", PERSONAL[i] + " in " + text);
        }
        Violation.unless(!text.contains(client.key()), "REQ-02", "the key is in " + text);
    }
}
