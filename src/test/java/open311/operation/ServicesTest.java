package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class ServicesTest {
    @ParameterizedTest
    @EnumSource(Format.class)
    void listsTheServicesInTheOrderOfTheDocument(Format format) {
        assertEquals(
                List.of("POTHOLE", "LIGHT", "TREE", "TAX", "ABUSE", "STRICT"),
                City.create().get(format, "services").all("service_code"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void tellsAllOfAService(Format format) {
        Map<String, String> pothole = City.create().get(format, "services").records().get(0);
        assertEquals("Pothole", pothole.get("service_name"));
        assertEquals("A hole in a city street", pothole.get("description"));
        assertEquals("true", pothole.get("metadata"));
        assertEquals("realtime", pothole.get("type"));
        assertEquals("road,asphalt", pothole.get("keywords"));
        assertEquals("Streets", pothole.get("group"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void typesAndMetadataAreThoseOfTheDocument(Format format) {
        Answer services = City.create().get(format, "services");
        assertEquals(
                List.of("realtime", "realtime", "batch", "blackbox", "realtime", "realtime"),
                services.all("type"));
        assertEquals(
                List.of("true", "false", "false", "false", "false", "true"),
                services.all("metadata"));
    }

    @Test
    void whatAServiceHasNotIsEmptyTextInJson() {
        var light = City.create().get(Format.JSON, "services").json().path(1);
        for (String name : List.of("description", "keywords", "group")) {
            assertTrue(light.path(name).isTextual(), name);
            assertEquals("", light.path(name).asText(), name);
        }
    }

    @Test
    void keywordsOfATextAreTrimmedToBareCommas() {
        City city =
                City.with(
                        "services: [{service_code: A, service_name: A, keywords: ' road , hole,,asphalt '}]");
        assertEquals(
                "road,hole,asphalt", city.get(Format.JSON, "services").record().get("keywords"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void noServicesAreAnEmptyList(Format format) {
        Answer answer = City.with("services: []").get(format, "services");
        assertTrue(answer.records().isEmpty());
        assertEquals(
                format == Format.JSON
                        ? "[]"
                        : "<?xml version=\"1.0\" encoding=\"UTF-8\"?><services/>",
                answer.text());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void inactiveServicesAreLeftOut(Format format) {
        City city =
                City.with(
                        """
                        services:
                          - {service_code: A, service_name: A, active: false}
                          - {service_code: B, service_name: B}
                        """);
        assertEquals(List.of("B"), city.get(format, "services").all("service_code"));
        city.get(format, "services/A").error(404);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void specialCharactersSurvive(Format format) {
        City city =
                City.with(
                        """
                        services:
                          - {service_code: "001", service_name: "Bäume & <Sträucher> \\U0001F333", description: "a\\nb"}
                        """);
        Map<String, String> service = city.get(format, "services").record();
        assertEquals("001", service.get("service_code"));
        assertEquals("Bäume & <Sträucher> 🌳", service.get("service_name"));
        assertEquals("a\nb", service.get("description"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void absentOrBlankJurisdictionIs400WhereThereAreSeveral(Format format) {
        City.create();
        for (String query : List.of("", "?jurisdiction_id=", "?jurisdiction_id=%20")) {
            String error = Api.get(Api.V2 + "services" + format.suffix() + query).error(400);
            assertTrue(error.contains("jurisdiction_id"), error);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownJurisdictionIs404(Format format) {
        String error =
                Api.get(Api.V2 + "services" + format.suffix() + "?jurisdiction_id=no%3Cwhere%3E")
                        .error(404);
        assertTrue(error.contains("jurisdiction_id 'no<where>'"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownParametersAndBadKeysAreIgnored(Format format) {
        Answer answer =
                City.create()
                        .get(
                                format,
                                "services",
                                "lat=1&long=2&locale=fi&api_key=wrong&extensions=maybe&page=-7");
        assertFalse(answer.records().isEmpty());
    }

    @Test
    void aGroupIsNeverNull() {
        City.create()
                .get(Format.JSON, "services")
                .json()
                .forEach(service -> assertFalse(service.path("group").isNull()));
        assertNull(City.create().get(Format.XML, "services").records().get(1).get("group"));
    }
}
