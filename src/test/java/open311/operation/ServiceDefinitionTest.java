package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

@QuarkusTest
class ServiceDefinitionTest {
    @Test
    void jsonIsAnObjectWithAttributesByTheirOrder() {
        City city =
                City.with(
                        """
                        services:
                          - service_code: A
                            service_name: A
                            attributes:
                              - {code: second, datatype: string, order: 7}
                              - {code: first, datatype: number, order: 2, required: true}
                        """);
        JsonNode definition = city.get(Format.JSON, "services/A").is(200).json();
        assertEquals("A", definition.path("service_code").asText());
        JsonNode first = definition.path("attributes").path(0);
        assertEquals("first", first.path("code").asText());
        assertEquals(2, first.path("order").asInt());
        assertTrue(first.path("required").booleanValue());
        assertEquals("second", definition.path("attributes").path(1).path("code").asText());
    }

    @Test
    void xmlHasTheWrappersOfTheStandard() {
        Element definition = City.create().get(Format.XML, "services/POTHOLE").is(200).xml();
        List<Element> attributes = Xml.children(Xml.children(definition).get(1));
        assertEquals(7, attributes.size());
        Element size = attributes.get(1);
        Element values = Xml.children(size).get(7);
        assertEquals("values", values.getTagName());
        assertEquals(
                List.of("S", "L"),
                Xml.children(values).stream()
                        .map(value -> Xml.children(value).get(0).getTextContent())
                        .toList());
    }

    @Test
    void informationIsNotAsked() {
        JsonNode note =
                City.create()
                        .get(Format.JSON, "services/POTHOLE")
                        .json()
                        .path("attributes")
                        .path(0);
        assertEquals(false, note.path("variable").booleanValue());
        assertEquals("Call 911 when in danger", note.path("description").asText());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aServiceThatAsksNothingHasAnEmptyDefinition(Format format) {
        Answer answer = City.create().get(format, "services/LIGHT").is(200);
        assertTrue(
                answer.text()
                        .endsWith(
                                format == Format.JSON
                                        ? "\"attributes\":[]}"
                                        : "<attributes/></service_definition>"),
                answer.text());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownServiceIs404(Format format) {
        String error = City.create().get(format, "services/NOPE").error(404);
        assertTrue(error.contains("service_code 'NOPE'"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void codesAreComparedWithTheirCase(Format format) {
        City.create().get(format, "services/pothole").error(404);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void jurisdictionIsRequiredAndMustBeKnown(Format format) {
        Api.get(Api.V2 + "services/POTHOLE" + format.suffix()).error(400);
        Api.get(Api.V2 + "services/POTHOLE" + format.suffix() + "?jurisdiction_id=x").error(404);
    }

    static Stream<Arguments> oddCodes() {
        return Api.inBothFormats(
                List.of(
                        "two words",
                        "a/b",
                        "a.b",
                        "v1.json",
                        "Dept:Reason:Type",
                        "001",
                        "Müll & <Schrott>",
                        "it's",
                        "100%",
                        "a+b",
                        "q?x#y",
                        "[x]",
                        "🌳",
                        ".hidden",
                        "semi;colon=1"));
    }

    @ParameterizedTest
    @MethodSource("oddCodes")
    void oddCodesWorkInPathFormAndFilter(Format format, String code) {
        City city =
                City.with(
                        "services: [{service_code: '%s', service_name: Odd}]"
                                .formatted(code.replace("'", "''")));
        String inPath = Form.encoded(code).replace("+", "%20");
        Answer definition = city.get(format, "services/" + inPath).is(200);
        assertEquals(
                code,
                format == Format.JSON
                        ? definition.json().path("service_code").asText()
                        : Xml.children(definition.xml()).get(0).getTextContent());
        String id = city.submitted("service_code", code);
        assertEquals(code, city.request(id).get("service_code"));
        assertEquals(
                List.of(id),
                city.get(format, "requests", Form.of("service_code", code))
                        .all("service_request_id"));
    }
}
