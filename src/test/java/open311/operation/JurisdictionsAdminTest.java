package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.stream.Stream;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JurisdictionsAdminTest {
    private static final String PATH = "/admin/v1/jurisdictions";

    @Test
    void putAnswersWhatTheDocumentBecame() {
        String document = City.document("summary-test", City.AGENCIES + City.SERVICES);
        var summary = Api.putJurisdiction("summary-test", document).is(200).json();
        assertEquals("summary-test", summary.path("jurisdiction_id").asText());
        assertEquals("City of the test", summary.path("name").asText());
        assertEquals("test", summary.path("endpoint_type").asText());
        assertEquals(6, summary.path("services").asInt());
    }

    @Test
    void theDocumentIsGivenBackAsItWasPut() {
        String yaml = "# a comment\n" + City.document("as-put", "services: [] # Grüße\n");
        Api.putJurisdiction("as-put", yaml).is(200);
        Answer answer = new Answer(Api.admin().get(PATH + "/as-put")).is(200);
        assertEquals(yaml, answer.text());
        assertEquals("application/yaml; charset=utf-8", answer.header("Content-Type"));
    }

    @Test
    void jsonIsTakenAndGivenBackAsJson() {
        String json =
                """
                {"jurisdiction_id": "as-json", "name": "J", "time_zone": "UTC", "contact": "c", "key_service": "k",
                 "endpoint_type": "production", "services": [{"service_code": "A", "service_name": "A"}]}""";
        new Answer(Api.admin().contentType(ContentType.JSON).body(json).put(PATH + "/as-json"))
                .is(200);
        Answer answer = new Answer(Api.admin().get(PATH + "/as-json")).is(200);
        assertEquals(json, answer.text());
        assertEquals("application/json; charset=utf-8", answer.header("Content-Type"));
    }

    @Test
    void theListHasEveryJurisdiction() {
        City city = City.create();
        var list = new Answer(Api.admin().get(PATH)).all("jurisdiction_id");
        assertTrue(list.contains(city.id()) && list.contains("haverhillma.gov"), list::toString);
        assertEquals(list.stream().sorted().toList(), list);
    }

    @Test
    void unknownJurisdictionIs404() {
        assertTrue(
                new Answer(Api.admin().get(PATH + "/nowhere"))
                        .error(404)
                        .contains("jurisdiction_id 'nowhere'"));
    }

    @Test
    void onlyAnAdminKeyMayEnter() {
        City city = City.create();
        for (String key : List.of("", "wrong", city.reportKey(), city.manageKey(), "demo")) {
            Api.get(PATH, "X-API-Key", key).error(403);
            Api.get(PATH + "/" + city.id(), "X-API-Key", key).error(403);
            new Answer(
                            Api.call()
                                    .header("X-API-Key", key)
                                    .contentType("application/yaml")
                                    .body(City.document(city.id(), "services: []"))
                                    .put(PATH + "/" + city.id()))
                    .error(403);
        }
        assertEquals(6, city.get(Format.JSON, "services").records().size());
        Api.get(PATH, "Authorization", "Bearer " + TestDatabase.ADMIN_KEY).is(200);
    }

    @Test
    void aBoundAdminKeySeesAndChangesItsJurisdictionAlone() {
        City own = City.create();
        City other = City.create();
        var key = Api.newKey(List.of("admin"), List.of(own.id()));
        assertEquals(
                List.of(own.id()), Api.get(PATH, "X-API-Key", key.secret()).all("jurisdiction_id"));
        Api.get(PATH + "/" + own.id(), "X-API-Key", key.secret()).is(200);
        Api.get(PATH + "/" + other.id(), "X-API-Key", key.secret()).error(403);
        for (String id : List.of(other.id(), "city-that-is-new")) {
            new Answer(
                            Api.call()
                                    .header("X-API-Key", key.secret())
                                    .contentType("application/yaml")
                                    .body(City.document(id, "services: []"))
                                    .put(PATH + "/" + id))
                    .error(403);
        }
        assertEquals(6, other.get(Format.JSON, "services").records().size());
    }

    @Test
    void theDocumentMustBeOfThePath() {
        City city = City.create();
        String error =
                Api.putJurisdiction(city.id(), City.document("another", "services: []")).error(400);
        assertTrue(error.contains("another") && error.contains(city.id()), error);
        assertEquals(6, city.get(Format.JSON, "services").records().size());
    }

    static Stream<Arguments> problems() {
        String service = "services: [{service_code: A, service_name: A, %s}]";
        String attribute =
                "services: [{service_code: A, service_name: A, attributes: [{code: X, datatype: string}, {%s}]}]";
        return Stream.of(
                Arguments.of("", "services "),
                Arguments.of("services: none", "services "),
                Arguments.of("services: []\ncolour: red", "colour "),
                Arguments.of("services: [{service_name: A}]", "services[0].service_code "),
                Arguments.of("services: [{service_code: A}]", "services[0].service_name "),
                Arguments.of(
                        "services: [{service_code: 1, service_name: A}]",
                        "services[0].service_code "),
                Arguments.of(
                        "services: [{service_code: '..', service_name: A}]",
                        "services[0].service_code "),
                Arguments.of(
                        "services: [{service_code: 'a,b', service_name: A}]",
                        "services[0].service_code "),
                Arguments.of(
                        "services: [{service_code: A, service_name: A}, {service_code: A, service_name: B}]",
                        "services[1].service_code "),
                Arguments.of("services: [text]", "services[0] "),
                Arguments.of(service.formatted("type: instant"), "services[0].type "),
                Arguments.of(service.formatted("acceptance: manual"), "services[0].acceptance "),
                Arguments.of(service.formatted("public: 'yes'"), "services[0].public "),
                Arguments.of(service.formatted("active: 1"), "services[0].active "),
                Arguments.of(service.formatted("agency: nobody"), "services[0].agency "),
                Arguments.of(
                        service.formatted("expected_within: two days"),
                        "services[0].expected_within "),
                Arguments.of(
                        service.formatted("expected_within: P0D"), "services[0].expected_within "),
                Arguments.of(service.formatted("keywords: {a: b}"), "services[0].keywords "),
                Arguments.of(service.formatted("keywords: [[a]]"), "services[0].keywords[0] "),
                Arguments.of(service.formatted("colour: red"), "services[0].colour "),
                Arguments.of(
                        attribute.formatted("datatype: string"), "services[0].attributes[1].code "),
                Arguments.of(attribute.formatted("code: Y"), "services[0].attributes[1].datatype "),
                Arguments.of(
                        attribute.formatted("code: Y, datatype: date"),
                        "services[0].attributes[1].datatype "),
                Arguments.of(
                        attribute.formatted("code: X, datatype: text"),
                        "services[0].attributes[1].code "),
                Arguments.of(
                        attribute.formatted("code: 'a[b]', datatype: text"),
                        "services[0].attributes[1].code "),
                Arguments.of(
                        attribute.formatted("code: Y, datatype: text, order: 1"),
                        "services[0].attributes[1].order "),
                Arguments.of(
                        attribute.formatted("code: Y, datatype: text, order: 0"),
                        "services[0].attributes[1].order "),
                Arguments.of(
                        attribute.formatted(
                                "code: Y, datatype: text, variable: false, required: true"),
                        "services[0].attributes[1].required "),
                Arguments.of(
                        attribute.formatted("code: Y, datatype: singlevaluelist"),
                        "services[0].attributes[1].values "),
                Arguments.of(
                        attribute.formatted("code: Y, datatype: text, values: [{key: a, name: a}]"),
                        "services[0].attributes[1].values "),
                Arguments.of(
                        attribute.formatted(
                                "code: Y, datatype: multivaluelist, values: [{key: a, name: a}, {key: a, name: b}]"),
                        "services[0].attributes[1].values[1].key "),
                Arguments.of(
                        "services: []\nboundary: {type: Point, coordinates: [1, 2]}", "boundary "),
                Arguments.of(
                        "services: []\nboundary: {type: Polygon, coordinates: 7}", "boundary "),
                Arguments.of(
                        "services: []\nboundary: {type: Polygon, coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}",
                        "boundary "),
                Arguments.of(
                        "services: []\nboundary: {type: Polygon, coordinates: [[[42, -171], [43, -171], [43, -170], [42, -171]]]}",
                        "boundary "),
                Arguments.of("services: []\nholidays: [2026-02-30]", "holidays[0] "),
                Arguments.of("services: []\nholidays: Christmas", "holidays "),
                Arguments.of(
                        "services: []\nworking_hours: {days: [], from: '08:00', to: '16:00'}",
                        "working_hours.days "),
                Arguments.of(
                        "services: []\nworking_hours: {days: [monday], from: '08:00', to: '16:00'}",
                        "working_hours.days[0] "),
                Arguments.of(
                        "services: []\nworking_hours: {days: [mon], from: '8 am', to: '16:00'}",
                        "working_hours.from "),
                Arguments.of(
                        "services: []\nworking_hours: {days: [mon], from: '08:00'}",
                        "working_hours.to "),
                Arguments.of(
                        "services: []\nworking_hours: {days: [mon], from: '16:00', to: '08:00'}",
                        "working_hours "),
                Arguments.of("services: []\nagencies: [{name: A}]", "agencies[0].code "),
                Arguments.of("services: []\nagencies: [{code: A}]", "agencies[0].name "),
                Arguments.of(
                        "services: []\nagencies: [{code: A, name: A}, {code: A, name: B}]",
                        "agencies[1].code "));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyProblemIsNamedByItsPathAndNothingIsChanged(String members, String path) {
        City city = City.create();
        List<String> errors =
                Api.putJurisdiction(city.id(), City.document(city.id(), members)).errors(400);
        assertTrue(errors.stream().anyMatch(error -> error.startsWith(path)), errors::toString);
        assertEquals(1, errors.size(), errors::toString);
        assertEquals(6, city.get(Format.JSON, "services").records().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "time_zone",
                "contact",
                "key_service",
                "endpoint_type",
                "jurisdiction_id"
            })
    void whatIsRequiredIsMissed(String member) {
        String document =
                City.document("required", "services: []")
                        .replaceFirst("(?m)^" + member + ":.*\n", "");
        List<String> errors = Api.putJurisdiction("required", document).errors(400);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).startsWith(member + " "), errors::toString);
        new Answer(Api.admin().get(PATH + "/required")).error(404);
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        List<String> errors =
                Api.putJurisdiction(
                                "many",
                                """
                                jurisdiction_id: many
                                time_zone: Mars/Olympus
                                contact: 311
                                endpoint_type: live
                                services:
                                  - {service_code: A, service_name: A, type: x}
                                  - {service_code: B}
                                """)
                        .errors(400);
        for (String path :
                List.of(
                        "name",
                        "time_zone",
                        "contact",
                        "key_service",
                        "endpoint_type",
                        "services[0].type",
                        "services[1].service_name")) {
            assertTrue(
                    errors.stream().anyMatch(error -> error.startsWith(path + " ")), path + errors);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "services: [",
                "\t- x",
                "{{{",
                "just text",
                "[1, 2]",
                "a: 1\na: 2",
                "&a [*a, *a]",
                "!!java.util.Date 2026",
                "--- {}\n--- {}"
            })
    void whatIsNoDocumentIs400(String document) {
        Api.putJurisdiction("broken", document).errors(400);
        new Answer(Api.admin().get(PATH + "/broken")).error(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}"})
    void whatIsNoJsonDocumentIs400(String document) {
        new Answer(Api.admin().contentType("application/json").body(document).put(PATH + "/broken"))
                .errors(400);
    }

    @Test
    void aDocumentThatIsNotUtf8Is400() {
        new Answer(
                        Api.admin()
                                .contentType("application/yaml")
                                .body(
                                        "name: Caf\u00e9"
                                                .getBytes(
                                                        java.nio.charset.StandardCharsets
                                                                .ISO_8859_1))
                                .put(PATH + "/broken"))
                .error(400);
    }

    @Test
    void otherMediaTypesAre415() {
        new Answer(Api.admin().contentType("text/plain").body("x").put(PATH + "/broken"))
                .error(415);
    }

    @Test
    void replacingRetiresAndBringsBack() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        city.put("services: [{service_code: NEW, service_name: New}]");
        assertEquals(List.of("NEW"), city.get(Format.JSON, "services").all("service_code"));
        city.get(Format.JSON, "services/LIGHT").error(404);
        assertEquals("LIGHT", city.request(id).get("service_code"));
        city.put("services: [{service_code: LIGHT, service_name: Lamp}]");
        assertEquals(List.of("LIGHT"), city.get(Format.JSON, "services").all("service_code"));
        city.submitted("service_code", "LIGHT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"haverhillma.gov", "a", "A-1_b.c"})
    void jurisdictionIdsMayHoldDots(String suffix) {
        String id = "x" + suffix;
        Api.putJurisdiction(id, City.document(id, "services: []")).is(200);
        assertEquals("[]", Api.get(Api.V2 + "services.json?jurisdiction_id=" + id).is(200).text());
        new Answer(Api.admin().get(PATH + "/" + id)).is(200);
    }
}
