package open311.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import open311.http.Format;
import open311.http.Wire;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.JurisdictionTexts;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private static final String URL = "https://311.example.gov/open311/v2";

    @Test
    void oneJurisdictionIsOneEndpoint() {
        Discovery discovery =
                Discovery.of(List.of(town("a", "test", "2026-11-20T00:00:00Z")), "en", URL);
        assertEquals(
                "{\"changeset\":\"2026-11-20T00:00:00Z\",\"contact\":\"call a\",\"key_service\":\"write to us\","
                        + "\"endpoints\":[{\"specification\":\"http://wiki.open311.org/GeoReport_v2\","
                        + "\"url\":\"https://311.example.gov/open311/v2\",\"changeset\":\"2026-11-20T00:00:00Z\","
                        + "\"type\":\"test\",\"formats\":[\"text/xml\",\"application/json\"]}]}",
                document(Format.JSON, discovery));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><discovery><changeset>2026-11-20T00:00:00Z</changeset>"
                        + "<contact>call a</contact><key_service>write to us</key_service><endpoints><endpoint>"
                        + "<specification>http://wiki.open311.org/GeoReport_v2</specification>"
                        + "<url>https://311.example.gov/open311/v2</url><changeset>2026-11-20T00:00:00Z</changeset>"
                        + "<type>test</type><formats><format>text/xml</format><format>application/json</format>"
                        + "</formats></endpoint></endpoints></discovery>",
                document(Format.XML, discovery));
    }

    @Test
    void eachTypeIsAnEndpointWithItsNewestChangeset() {
        Discovery discovery =
                Discovery.of(
                        List.of(
                                town("a", "test", "2026-11-20T00:00:00Z"),
                                town("b", "production", "2026-11-19T00:00:00Z"),
                                town("c", "production", "2026-11-21T00:00:00Z")),
                        "en",
                        URL);
        assertEquals(Instant.parse("2026-11-21T00:00:00Z"), discovery.changeset());
        assertEquals("call a; call b; call c", discovery.contact());
        assertEquals("write to us", discovery.keyService());
        assertEquals(
                List.of("production 2026-11-21T00:00:00Z", "test 2026-11-20T00:00:00Z"),
                discovery.endpoints().stream().map(e -> e.type() + " " + e.changeset()).toList());
    }

    private static Jurisdiction town(String id, String type, String changeset) {
        return new Jurisdiction(
                id,
                ZoneOffset.UTC,
                "en",
                new JurisdictionTexts(id, "call " + id, "write to us"),
                Map.of(),
                type,
                null,
                List.of(),
                null,
                Set.of(),
                1,
                Instant.parse(changeset));
    }

    private static String document(Format format, Discovery discovery) {
        return new String(Wire.bytes(format, Discovery.class, discovery), StandardCharsets.UTF_8);
    }
}
