package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

@QuarkusTest
class DiscoveryTest {
    @Test
    void jsonIsAnObjectWithTheEndpoint() {
        City city = City.create();
        JsonNode discovery = Api.get("/discovery.json?jurisdiction_id=" + city.id()).is(200).json();
        assertEquals("311", discovery.path("contact").asText());
        assertEquals("Ask", discovery.path("key_service").asText());
        assertTrue(
                Instant.parse(discovery.path("changeset").asText())
                        .isBefore(Instant.now().plusSeconds(2)));
        JsonNode endpoint = discovery.path("endpoints").path(0);
        assertEquals(1, discovery.path("endpoints").size());
        assertEquals(
                "http://wiki.open311.org/GeoReport_v2", endpoint.path("specification").asText());
        assertEquals("test", endpoint.path("type").asText());
        assertEquals("[\"text/xml\",\"application/json\"]", endpoint.path("formats").toString());
    }

    @Test
    void xmlSaysTheSame() {
        City city = City.create();
        Element discovery = Api.get("/discovery.xml?jurisdiction_id=" + city.id()).is(200).xml();
        assertEquals(
                List.of("changeset", "contact", "key_service", "endpoints"),
                Xml.children(discovery).stream().map(Element::getTagName).toList());
        Element endpoint = Xml.children(Xml.children(discovery).get(3)).get(0);
        assertEquals(
                List.of("specification", "url", "changeset", "type", "formats"),
                Xml.children(endpoint).stream().map(Element::getTagName).toList());
        assertEquals(
                List.of("text/xml", "application/json"),
                Xml.children(Xml.children(endpoint).get(4)).stream()
                        .map(Element::getTextContent)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void standsBelowTheEndpointToo(Format format) {
        String query = "?jurisdiction_id=" + City.create().id();
        assertEquals(
                Api.get("/discovery" + format.suffix() + query).is(200).text(),
                Api.get("/open311/v2/discovery" + format.suffix() + query).is(200).text());
    }

    @Test
    void urlIsWhatTheClientCalled() {
        String url =
                Api.get(
                                "/discovery.json?jurisdiction_id=" + City.create().id(),
                                "Host",
                                "311.example.org:8311")
                        .json()
                        .path("endpoints")
                        .path(0)
                        .path("url")
                        .asText();
        assertEquals("http://311.example.org:8311/open311/v2", url);
    }

    @Test
    void withoutAJurisdictionAllAreTold() {
        City.create();
        JsonNode discovery = Api.get("/discovery.json").is(200).json();
        assertTrue(discovery.path("contact").asText().contains("978-358-1311"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownJurisdictionIs404(Format format) {
        String error =
                Api.get("/discovery" + format.suffix() + "?jurisdiction_id=nowhere").error(404);
        assertTrue(error.contains("jurisdiction_id") && error.contains("nowhere"), error);
    }

    @Test
    void changesetMovesWithEachDocument() {
        City city = City.create();
        String query = "/discovery.json?jurisdiction_id=" + city.id();
        Instant before = Instant.parse(Api.get(query).json().path("changeset").asText());
        city.put(City.AGENCIES + City.SERVICES);
        Instant after = Instant.parse(Api.get(query).json().path("changeset").asText());
        assertTrue(after.isAfter(before), before + " " + after);
    }

    @Test
    void theRootIsAPageForPeople() {
        Answer page = Api.get("/").is(200);
        assertTrue(page.header("Content-Type").startsWith("text/html"), page.toString());
        assertTrue(page.text().contains("/open311/v2"), page.text());
    }
}
