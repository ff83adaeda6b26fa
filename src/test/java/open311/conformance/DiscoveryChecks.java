package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Service Discovery. */
final class DiscoveryChecks {
    static final List<Check> ALL =
            List.of(
                    Check.of(
                            "DIS-01 D4 11.1",
                            "the document stands at /discovery.{format}, and below the endpoint too",
                            client ->
                                    assertEquals(
                                            client.discovery().discovery(),
                                            client.get("discovery").discovery())),
                    Check.of(
                            "DIS-02 11.1",
                            "both formats say the same",
                            client ->
                                    assertEquals(
                                            client.discovery().discovery(),
                                            client.other().discovery().discovery())),
                    Check.of(
                            "DIS-04",
                            "a page for people stands at the root",
                            client -> {
                                Reply page = client.send(client.call("/"));
                                assertEquals(200, page.status());
                                assertTrue(page.header("Content-Type").startsWith("text/html"));
                            }),
                    Check.of(
                            "DIS-05",
                            "no parameter is needed and no key; unknown ones do no harm",
                            client ->
                                    assertEquals(
                                            client.discovery().discovery(),
                                            client.discovery("api_key", "none", "x", "y")
                                                    .discovery())),
                    Check.of(
                            "DIS-06 D2",
                            "the changeset moves on when the catalog changes",
                            DiscoveryChecks::checkChangesetMoves),
                    Check.of(
                            "DIS-07 D1",
                            "changesets sort and lie in the past; the document's is the latest",
                            DiscoveryChecks::checkChangesets),
                    Check.of(
                            "DIS-09 GEN-04 11.1",
                            "a GeoReport v2 endpoint is listed, with text/xml and application/json",
                            client -> {
                                List<Item> endpoints = endpoints(client);
                                assertFalse(endpoints.isEmpty());
                                for (Item endpoint : endpoints) {
                                    assertEquals(
                                            List.of("text/xml", "application/json"),
                                            endpoint.items("formats").stream()
                                                    .map(format -> format.text("format"))
                                                    .toList());
                                }
                            }),
                    Check.of(
                            "GEN-01 D5",
                            "the endpoint's url, absolute and without a slash at its end, leads to the methods",
                            client -> {
                                for (Item endpoint : endpoints(client)) {
                                    String url = String.valueOf(endpoint.text("url"));
                                    assertTrue(URI.create(url).isAbsolute() && !url.endsWith("/"));
                                    assertTrue(client.at(url, "services").services().size() > 1);
                                }
                            }),
                    Check.of(
                            "D3",
                            "jurisdiction_id narrows the document; an unknown one is a 404",
                            client -> {
                                Item town =
                                        client.atMany()
                                                .discovery("jurisdiction_id", Town.ID)
                                                .discovery();
                                assertEquals(
                                        List.of("test"),
                                        town.items("endpoints").stream()
                                                .map(endpoint -> endpoint.text("type"))
                                                .toList());
                                assertEquals(
                                        2,
                                        client.atMany()
                                                .discovery()
                                                .discovery()
                                                .items("endpoints")
                                                .size());
                                client.discovery("jurisdiction_id", "unknown.example.gov")
                                        .refuses(404, "jurisdiction_id");
                            }),
                    Check.of(
                            "D6 D8 11.1",
                            "type, contact and key_service are those of the town",
                            client -> {
                                Item document = client.discovery().discovery();
                                assertEquals("Ask the suite", document.text("key_service"));
                                assertTrue(
                                        String.valueOf(document.text("contact"))
                                                .startsWith("Town hall"));
                                assertEquals("test", endpoints(client).get(0).text("type"));
                            }));

    private DiscoveryChecks() {}

    private static void checkChangesetMoves(Client client) throws Exception {
        Item before = client.discovery().discovery();
        client.backstage().publishAgain("Town hall, floor " + System.nanoTime());
        Item after = client.discovery().discovery();
        assertTrue(
                changeset(after).isAfter(changeset(before)),
                () -> before + " is followed by " + after);
        assertFalse(
                after.without(Set.of("changeset", "endpoints"))
                        .equals(before.without(Set.of("changeset", "endpoints"))));
    }

    private static void checkChangesets(Client client) throws Exception {
        Item document = client.discovery().discovery();
        Instant latest =
                document.items("endpoints").stream()
                        .map(DiscoveryChecks::changeset)
                        .max(Instant::compareTo)
                        .orElseThrow();
        assertEquals(latest, changeset(document));
        // Each of many changes in one second moves it on by one.
        assertTrue(latest.isBefore(Instant.now().plus(Duration.ofMinutes(2))));
    }

    private static Instant changeset(Item item) {
        return Instant.parse(String.valueOf(item.text("changeset")));
    }

    private static List<Item> endpoints(Client client) throws Exception {
        return client.discovery().discovery().items("endpoints");
    }
}
