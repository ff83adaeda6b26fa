package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** What {@code extensions=true} adds, and to whom. */
@QuarkusTest
class ExtensionsTest {
    private static final String SERVICES =
            """
            services:
              - service_code: POTHOLE
                service_name: Pothole
                attributes:
                  - code: SIZE
                    description: How large is it?
                    datatype: singlevaluelist
                    public: true
                    values: [{key: S, name: Small}, {key: L, name: Large}]
                    translations: {es: {description: "¿Qué tamaño tiene?"}}
                  - code: LANE
                    datatype: multivaluelist
                    public: true
                    values: [{key: a, name: Driving}, {key: b, name: Bicycle}]
                  - {code: PLATE, datatype: string, description: Number plate}
              - {service_code: LIGHT, service_name: Street light}
            """;

    private static final String PERSONAL =
            Form.of(
                    "email",
                    "maria@example.org",
                    "first_name",
                    "Maria",
                    "last_name",
                    "Gómez",
                    "phone",
                    "+1 978 555 0100",
                    "device_id",
                    "device-7",
                    "account_id",
                    "resident-42");

    @Test
    void publicAnswersAreShownWithTheirLabels() {
        City city = City.with(SERVICES);
        String id = submit(city);
        assertEquals(
                List.of(
                        "SIZE How large is it? L Large",
                        "LANE null a Driving",
                        "LANE null b Bicycle"),
                attributes(one(city, id, "extensions=true")));
        assertEquals(
                "SIZE ¿Qué tamaño tiene? L Large",
                attributes(one(city, id, "extensions=true&locale=es")).get(0));
        city.put("services: [{service_code: POTHOLE, service_name: Pothole}]\n");
        assertEquals(List.of(), attributes(one(city, id, "extensions=true")));
    }

    @Test
    void everyAnswerAndTheReporterAreForKeysThatManage() {
        City city = City.with(SERVICES);
        City other = City.with(SERVICES);
        String id = submit(city);
        String query = "extensions=true&api_key=";
        JsonNode managed = one(city, id, query + city.manageKey());
        assertTrue(attributes(managed).contains("PLATE Number plate ABC-1 ABC-1"));
        JsonNode reporter = managed.path("reporter");
        assertEquals("maria@example.org", reporter.path("email").asText());
        assertEquals("Gómez", reporter.path("last_name").asText());
        assertEquals("device-7", reporter.path("device_id").asText());
        for (String nobody :
                List.of("", "wrong", city.reportKey(), other.manageKey(), other.reportKey())) {
            for (String path : List.of("requests/" + id, "requests")) {
                for (Format format : Format.values()) {
                    Answer answer = city.get(format, path, query + nobody).is(200);
                    for (String secret :
                            List.of("maria", "Gómez", "555", "device-7", "resident", "ABC-1")) {
                        assertFalse(answer.text().contains(secret), answer::toString);
                    }
                    assertFalse(answer.text().contains("reporter"), answer::toString);
                }
            }
        }
        assertFalse(
                city.get(Format.JSON, "requests/" + id, "api_key=" + city.manageKey())
                        .text()
                        .contains("maria"),
                "without extensions=true");
        assertEquals(
                "maria@example.org",
                Api.get(
                                city.path(Format.JSON, "requests", "extensions=true"),
                                "Authorization",
                                "Bearer " + city.manageKey())
                        .json()
                        .path(0)
                        .path("reporter")
                        .path("email")
                        .asText());
    }

    @Test
    void anonymousReporterIsNobody() {
        City city = City.with(SERVICES);
        String id = city.submitted("service_code", "LIGHT");
        JsonNode reporter =
                one(city, id, "extensions=true&api_key=" + city.manageKey()).path("reporter");
        assertEquals(6, reporter.size());
        reporter.forEach(member -> assertTrue(member.isNull()));
    }

    @Test
    void historyIsToldFromTheBeginning() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        update(city, id, "status", "in_progress", "description", "A crew is on its way");
        update(city, id, "agency_responsible", "Electricity");
        update(city, id, "status", "fixed", "description", "New lamp");
        update(city, id, "status", "reopen", "media_url", "https://example.org/dark.jpg");
        update(city, id, "status", "closed", "description", "New wire");
        update(city, id, "description", "Holds");
        JsonNode request = one(city, id, "extensions=true");
        assertEquals(
                List.of(
                        "submitted: submitted, null, LIGHT",
                        "activity: in progress, A crew is on its way, null",
                        "activity: null, null, Electricity",
                        "closed: fixed, New lamp, null",
                        "opened: open, null, https://example.org/dark.jpg",
                        "closed: closed, New wire, null",
                        "activity: null, Holds, null"),
                StreamSupport.stream(request.path("notes").spliterator(), false)
                        .map(
                                note ->
                                        "%s: %s, %s, %s"
                                                .formatted(
                                                        text(note, "type"),
                                                        text(note, "summary"),
                                                        text(note, "description"),
                                                        firstOf(
                                                                note,
                                                                "service_code",
                                                                "agency_responsible",
                                                                "media_url")))
                        .toList());
        JsonNode extended = request.path("extended_attributes");
        assertEquals(request.path("updated_datetime"), extended.path("closed_datetime"));
        assertTrue(extended.path("detailed_status").isNull());
        assertEquals("open311", extended.path("channel").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "lat=42.77&long=-71.08&radius=500, 0.0",
        "lat=42.771&long=-71.08&radius=500, 111.2",
        "'bbox=-72,42,-71,43', ''",
    })
    void distanceIsToldWhereACircleIsSearched(String where, String distance) {
        City city = City.create();
        city.submit(Format.JSON, "service_code=LIGHT&lat=42.77&long=-71.08").is(200);
        assertEquals(
                distance,
                city.get(Format.JSON, "requests", "extensions=true&" + where)
                        .json()
                        .path(0)
                        .path("extended_attributes")
                        .path("distance")
                        .asText());
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameInBothFormatsAndOnlyAdds(Format format) {
        City city = City.with(SERVICES);
        String id = submit(city);
        update(city, id, "status", "in_progress", "description", "A crew <is> on its way");
        String key = "&api_key=" + city.manageKey();
        Answer plain = city.get(format, "requests/" + id);
        Answer extended = city.get(format, "requests/" + id, "extensions=true" + key);
        assertTrue(
                extended.text()
                        .startsWith(
                                plain.text().substring(0, plain.text().indexOf("media_url") + 20)),
                extended::toString);
        if (format == Format.XML) {
            Element request = Xml.children(extended.xml()).get(0);
            assertEquals(20, Xml.children(request).size(), extended::toString);
            assertEquals(3 + 1, request.getElementsByTagName("attribute").getLength());
            assertEquals(2, request.getElementsByTagName("note").getLength());
            assertTrue(extended.text().contains("<media_urls><media_url>https://example.org/1"));
        }
        assertEquals(extended.text(), city.get(format, "requests", "extensions=true" + key).text());
        assertEquals(plain.text(), city.get(format, "requests/" + id, "extensions=false").text());
    }

    @ParameterizedTest
    @EnumSource
    void nonsenseIsRefused(Format format) {
        City city = City.create();
        assertEquals(
                "extensions 'media' is neither true nor false",
                city.get(format, "requests/1", "extensions=media").error(400));
        assertEquals(2, city.get(format, "requests", "extensions=media&page=x").errors(400).size());
    }

    private static String submit(City city) {
        return city.submit(
                        Format.JSON,
                        Form.joined(
                                Form.of(
                                        "service_code",
                                        "POTHOLE",
                                        "address_id",
                                        "1",
                                        "attribute[SIZE]",
                                        "L",
                                        "attribute[LANE]",
                                        "a,b",
                                        "attribute[PLATE]",
                                        "ABC-1",
                                        "media_url",
                                        "https://example.org/1.jpg"),
                                PERSONAL))
                .record()
                .get("service_request_id");
    }

    private static void update(City city, String id, String... change) {
        city.update(Format.JSON, concat(new String[] {"service_request_id", id}, change)).is(200);
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static JsonNode one(City city, String id, String query) {
        return city.get(Format.JSON, "requests/" + id, query).is(200).json().path(0);
    }

    private static List<String> attributes(JsonNode request) {
        return StreamSupport.stream(request.path("attributes").spliterator(), false)
                .map(
                        given ->
                                "%s %s %s %s"
                                        .formatted(
                                                text(given, "code"),
                                                text(given, "label"),
                                                text(given, "value"),
                                                text(given, "name")))
                .toList();
    }

    private static String firstOf(JsonNode node, String... names) {
        return Arrays.stream(names)
                .map(name -> text(node, name))
                .filter(text -> text != null)
                .findFirst()
                .orElse(null);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isNull() ? null : node.path(name).asText();
    }
}
