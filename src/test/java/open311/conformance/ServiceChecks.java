package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** GET service list and GET service definition. */
final class ServiceChecks {
    private static final Set<String> LISTS = Set.of("singlevaluelist", "multivaluelist");

    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "SVC-01 11.4",
                            "the list holds every service that is offered, each code once",
                            client -> {
                                List<String> codes = codes(client);
                                assertEquals(
                                        Set.of(
                                                Town.POTHOLE,
                                                Town.STRICT,
                                                Town.PLAIN,
                                                Town.ODD_CODE,
                                                Town.BATCH,
                                                Town.BLACKBOX,
                                                Town.SECRET,
                                                Town.HISTORY,
                                                Town.BULK,
                                                Town.UNUSED),
                                        new HashSet<>(codes));
                                assertEquals(new HashSet<>(codes).size(), codes.size());
                            }),
                    Check.of(
                            "SVC-02 11.4",
                            "metadata tells whether there is something to ask",
                            client -> {
                                for (Item service : client.get("services").services()) {
                                    String code = service.text("service_code");
                                    assertEquals(
                                            Boolean.toString(
                                                    Set.of(Town.POTHOLE, Town.STRICT)
                                                            .contains(String.valueOf(code))),
                                            service.text("metadata"),
                                            code);
                                }
                            }),
                    Check.of(
                            "SVC-03 11.4",
                            "type is realtime, batch or blackbox",
                            client -> {
                                assertEquals(
                                        "realtime", service(client, Town.POTHOLE).text("type"));
                                assertEquals("batch", service(client, Town.BATCH).text("type"));
                                assertEquals(
                                        "blackbox", service(client, Town.BLACKBOX).text("type"));
                            }),
                    Check.of(
                            "SVC-04",
                            "each jurisdiction has a list of its own",
                            client ->
                                    assertEquals(
                                            List.of("FENCE"),
                                            client
                                                    .atMany()
                                                    .get(
                                                            "services",
                                                            "jurisdiction_id",
                                                            Town.NEIGHBOUR)
                                                    .services()
                                                    .stream()
                                                    .map(item -> item.text("service_code"))
                                                    .toList())),
                    Check.of(
                            "SVC-05 11.4 11.11",
                            "404 for an unknown jurisdiction, 400 for one that is missing",
                            client -> {
                                client.get("services", "jurisdiction_id", "unknown")
                                        .refuses(404, "jurisdiction_id");
                                client.atMany().get("services").refuses(400, "jurisdiction_id");
                            }),
                    Check.of(
                            "SVC-01 GEN-05",
                            "texts with markup come through as they were published",
                            client -> {
                                Item pothole = service(client, Town.POTHOLE);
                                assertEquals(Town.MARKUP, pothole.text("description"));
                                assertEquals("Streets", pothole.text("group"));
                                assertNull(service(client, Town.PLAIN).text("group"));
                            }),
                    Check.of(
                            "A-09 11.4",
                            "keywords are one text, parted by bare commas",
                            client -> {
                                assertEquals(
                                        "road,hole,asphalt",
                                        service(client, Town.POTHOLE).text("keywords"));
                                assertEquals(
                                        "a,b", service(client, Town.ODD_CODE).text("keywords"));
                            }),
                    Check.of(
                            "A-33",
                            "a service that is no longer offered: not listed, 404, not reportable; its requests stay",
                            client -> {
                                assertFalse(codes(client).contains(Town.INACTIVE));
                                client.getOne("services", Town.INACTIVE)
                                        .refuses(404, "service_code");
                                client.report("service_code", Town.INACTIVE)
                                        .refuses(404, "service_code");
                                List<String> ids = List.of(client.backstage().history().id("gone"));
                                assertEquals(
                                        ids,
                                        client.get("requests", "service_code", Town.INACTIVE)
                                                .ids());
                                client.getOne("requests", ids.get(0)).request();
                            }),
                    Check.of(
                            "DEF-01 11.5",
                            "every service has a definition that echoes its code, odd codes included",
                            client -> {
                                for (String code : codes(client)) {
                                    assertEquals(
                                            code,
                                            client.getOne("services", code)
                                                    .definition()
                                                    .text("service_code"));
                                }
                            }),
                    Check.of(
                            "DEF-02 DEF-05 A-10",
                            "no attributes: 200 with an empty list",
                            client ->
                                    assertEquals(
                                            List.of(),
                                            client.getOne("services", Town.PLAIN)
                                                    .definition()
                                                    .items("attributes"))),
                    Check.of(
                            "DEF-03 11.5",
                            "all datatypes, with the options of the lists and their keys as texts",
                            ServiceChecks::checkOptions),
                    Check.of(
                            "DEF-05 A-11 11.5",
                            "values are there for lists alone, and then at least one",
                            client -> {
                                for (Item attribute : attributes(client)) {
                                    assertEquals(
                                            LISTS.contains(
                                                    String.valueOf(attribute.text("datatype"))),
                                            !attribute.items("values").isEmpty(),
                                            attribute.toString());
                                }
                            }),
                    Check.of(
                            "A-11 11.5",
                            "attributes come sorted by order, which is positive and unique",
                            client -> {
                                List<Integer> orders =
                                        attributes(client).stream()
                                                .map(item -> (int) item.number("order"))
                                                .toList();
                                assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), orders);
                            }),
                    Check.of(
                            "DEF-04 11.5 11.11",
                            "404 for an unknown code or jurisdiction, 400 for a missing one",
                            client -> {
                                client.getOne("services", "UNKNOWN").refuses(404, "service_code");
                                client.getOne(
                                                "services",
                                                Town.POTHOLE,
                                                "jurisdiction_id",
                                                "unknown")
                                        .refuses(404, "jurisdiction_id");
                                client.atMany()
                                        .getOne("services", Town.POTHOLE)
                                        .refuses(400, "jurisdiction_id");
                            }));

    private ServiceChecks() {}

    private static void checkOptions(Client client) throws Exception {
        List<Item> attributes = attributes(client);
        assertEquals(
                List.of(
                        "text",
                        "string",
                        "number",
                        "datetime",
                        "text",
                        "singlevaluelist",
                        "multivaluelist"),
                attributes.stream().map(item -> item.text("datatype")).toList());
        assertEquals("false", attributes.get(0).text("variable"));
        List<Item> options = attributes.get(5).items("values");
        assertEquals("007", options.get(1).text("key"));
        assertEquals("Large & wide", options.get(1).text("name"));
        assertTrue(
                client.getOne("services", Town.STRICT).definition().items("attributes").stream()
                        .allMatch(item -> "true".equals(item.text("required"))));
    }

    private static List<String> codes(Client client) throws Exception {
        return client.get("services").services().stream()
                .map(item -> String.valueOf(item.text("service_code")))
                .toList();
    }

    private static Item service(Client client, String code) throws Exception {
        return client.get("services").services().stream()
                .filter(item -> code.equals(item.text("service_code")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " is not listed"));
    }

    private static List<Item> attributes(Client client) throws Exception {
        return client.getOne("services", Town.POTHOLE).definition().items("attributes");
    }
}
