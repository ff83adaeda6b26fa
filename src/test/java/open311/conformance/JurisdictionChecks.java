package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** jurisdiction_id: absent, known and unknown, where there is one and where there are several. */
final class JurisdictionChecks {
    private static final String[] KNOWN = {"jurisdiction_id", Town.ID};
    private static final String[] UNKNOWN = {"jurisdiction_id", "unknown.example.gov"};
    private static final String[] BLANK = {"jurisdiction_id", ""};

    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "GEN-12 A-05 11.10",
                            "one jurisdiction: it need not be named",
                            client -> {
                                expect(client, 200);
                                expect(client, 200, BLANK);
                            }),
                    Check.of(
                            "A-05 11.10",
                            "one jurisdiction: it may be named",
                            client -> expect(client, 200, KNOWN)),
                    Check.of(
                            "GEN-13 A-05 11.10",
                            "one jurisdiction: another name is a 404",
                            client -> expect(client, 404, UNKNOWN)),
                    Check.of(
                            "GEN-13 A-05 11.10",
                            "several jurisdictions: none named is a 400",
                            client -> {
                                expect(client.atMany(), 400);
                                expect(client.atMany(), 400, BLANK);
                            }),
                    Check.of(
                            "A-05 11.10",
                            "several jurisdictions: the one that is named",
                            client -> expect(client.atMany(), 200, KNOWN)),
                    Check.of(
                            "GEN-13 A-05 11.10",
                            "several jurisdictions: an unknown name is a 404",
                            client -> expect(client.atMany(), 404, UNKNOWN)),
                    Check.of(
                            "GEN-12 A-15",
                            "a request of one jurisdiction is unknown in another",
                            client -> {
                                Client many = client.atMany();
                                String id =
                                        many.report(
                                                        "service_code",
                                                        Town.PLAIN,
                                                        "jurisdiction_id",
                                                        Town.ID)
                                                .newId();
                                many.getOne("requests", id, KNOWN).request();
                                many.getOne("requests", id, "jurisdiction_id", Town.NEIGHBOUR)
                                        .refuses(404, "service_request_id");
                                assertEquals(
                                        List.of(),
                                        many.get(
                                                        "requests",
                                                        "service_request_id",
                                                        id,
                                                        "jurisdiction_id",
                                                        Town.NEIGHBOUR)
                                                .ids());
                            }));

    private JurisdictionChecks() {}

    /** Every method, reading and writing. */
    private static void expect(Client client, int status, String... jurisdiction) throws Exception {
        for (String resource : List.of("services", "services/" + Town.PLAIN)) {
            expect(client.get(resource, jurisdiction), status);
        }
        expect(
                client.getRaw(
                        "requests", "service_code=" + Town.UNUSED + "&" + Form.of(jurisdiction)),
                status);
        expect(
                client.reportRaw("service_code=" + Town.PLAIN + "&" + Form.of(jurisdiction)),
                status);
        if (status != 200) {
            expect(client.getOne("tokens", "x", jurisdiction), status);
            expect(client.getOne("requests", "1", jurisdiction), status);
        }
    }

    private static void expect(Reply reply, int status) {
        if (status == 200) {
            Violation.unless(reply.status() == 200, "A-05", reply.text());
        } else {
            reply.refuses(status, "jurisdiction_id");
            assertEquals(1, reply.errors(status).size());
        }
    }
}
