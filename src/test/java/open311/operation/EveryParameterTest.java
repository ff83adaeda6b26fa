package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import open311.TestDatabase;
import open311.http.Format;
import open311.operation.Contract.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract says that a call may carry is read, and nothing else is. */
@QuarkusTest
class EveryParameterTest {
    /** The calls in the source that read a parameter. */
    private static final Pattern READ =
            Pattern.compile(
                    "(?:parameters\\s*\\.(?:text|textOrAlias|present|list|webUrls|instant|integer|number|flag|bracketed)\\(|\\w\\(parameters,)\\s*\"(\\w+)\"(?:, \"(\\w+)\")?");

    private static City city;

    static Stream<Named> parametersAndFields() {
        return Contract.operations().stream()
                .flatMap(
                        operation ->
                                Stream.concat(
                                        operation.parameters("query").stream()
                                                .map(
                                                        parameter ->
                                                                new Named(
                                                                        operation,
                                                                        parameter
                                                                                .path("name")
                                                                                .asText(),
                                                                        parameter.path("schema"))),
                                        operation.form().path("properties").properties().stream()
                                                .map(
                                                        field ->
                                                                new Named(
                                                                        operation,
                                                                        field.getKey(),
                                                                        field.getValue()))));
    }

    /** A wish for a language is never refused. */
    static Stream<Named> parametersThatCanBeWrong() {
        return parametersAndFields().filter(named -> !named.name.equals("locale"));
    }

    static Stream<Named> languages() {
        return Stream.concat(
                parametersAndFields().filter(named -> named.name.equals("locale")),
                Contract.operations().stream()
                        .flatMap(
                                operation ->
                                        operation.parameters("header").stream()
                                                .filter(
                                                        header ->
                                                                header.path("name")
                                                                        .asText()
                                                                        .equals("Accept-Language"))
                                                .map(
                                                        header ->
                                                                new Named(
                                                                        operation,
                                                                        header.path("name")
                                                                                .asText(),
                                                                        header))));
    }

    static Stream<Named> limitedFields() {
        return parametersAndFields().filter(named -> named.schema.has("maxLength"));
    }

    static Stream<Operation> operationsOfOneThing() {
        return Contract.operations().stream()
                .filter(operation -> operation.template().contains("/{"))
                .filter(operation -> !operation.method().equals("PUT"));
    }

    static Stream<Operation> operations() {
        return Contract.operations().stream();
    }

    @BeforeEach
    void aCity() {
        if (city == null) {
            city = City.create();
        }
    }

    @ParameterizedTest
    @MethodSource("parametersThatCanBeWrong")
    void isNamedWhenItIsMalformed(Named named) {
        String malformed =
                named.schema.path("type").asText().equals("array")
                        ? named.name
                                + "="
                                + IntStream.range(0, 1001)
                                        .mapToObj(Integer::toString)
                                        .collect(Collectors.joining(","))
                        : Form.of(named.name, "a", named.name, "b");
        assertNames(named, named.call(malformed));
    }

    @ParameterizedTest
    @MethodSource("limitedFields")
    void isRefusedWhenItIsLongerThanDocumented(Named named) {
        int most = named.schema.path("maxLength").asInt();
        Answer answer = named.call(Form.of(named.name, "x".repeat(most + 1)));
        assertNames(named, answer);
        assertTrue(answer.text().contains("at most " + most), answer::toString);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void theLanguageOfTheAnswerIsTheOneThatIsWished(Named named) {
        String wish = named.name.equals("locale") ? "&locale=es" : "";
        RequestSpecification call = withKey(named.operation);
        if (wish.isEmpty()) {
            call.header(named.name, "es");
        }
        Answer answer =
                new Answer(
                        call.request(
                                named.operation.method(),
                                named.operation.path(Format.JSON, "x")
                                        + "?jurisdiction_id=nowhere"
                                        + wish));
        assertEquals("No se encontró jurisdiction_id 'nowhere'", answer.error(404));
        assertEquals("es", answer.header("Content-Language"));
    }

    @ParameterizedTest
    @MethodSource("operationsOfOneThing")
    void thePathNamesTheThing(Operation operation) {
        String name = operation.template().replaceAll(".*/\\{|}.*", "");
        RequestSpecification call = withKey(operation);
        if (operation.method().equals("PATCH")) {
            call.contentType(Api.FORM).body("duplicate_of=");
        }
        Answer answer =
                new Answer(
                        call.request(
                                operation.method(),
                                operation.path(Format.JSON, "nowhere")
                                        + (!operation.isOfOperator()
                                                ? "?jurisdiction_id=" + city.id()
                                                : "")));
        assertTrue(
                answer.errors(404).contains(name + " 'nowhere' was not found"), answer::toString);
    }

    /** The contract's prose knows two aliases; all else has its place among the parameters. */
    @Test
    void nothingElseIsRead() throws IOException {
        String prose =
                Contract.component("schemas")
                        .path("ServiceRequestForm")
                        .path("description")
                        .asText();
        var documented = new TreeSet<>(Set.of("address", "deviceid", "attribute", "api_key"));
        documented.forEach(
                name -> assertTrue(name.equals("api_key") || prose.contains("`" + name), name));
        parametersAndFields().forEach(named -> documented.add(named.name));
        var read = new TreeSet<String>(Set.of("api_key"));
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                READ.matcher(Files.readString(file))
                        .results()
                        .flatMap(EveryParameterTest::groups)
                        .forEach(read::add);
            }
        }
        assertEquals(documented, read);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyWayToSendTheKeyIsRead(Operation operation) {
        for (JsonNode way : operation.members().path("security")) {
            RequestSpecification call = Api.call();
            String query = "?jurisdiction_id=" + city.id();
            for (String scheme : Contract.names(way)) {
                switch (scheme) {
                    case "apiKeyHeader" -> call.header("X-API-Key", "wrong");
                    case "bearer" -> call.header("Authorization", "Bearer wrong");
                    case "apiKeyQuery" -> query += "&api_key=wrong";
                    default -> throw new AssertionError(scheme);
                }
            }
            String error =
                    new Answer(
                                    call.request(
                                            operation.method(),
                                            operation.path(Format.JSON, "x") + query))
                            .error(403);
            assertEquals(way.isEmpty(), error.contains("was not provided"), error);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whereNoKeyIsDocumentedAWrongOneDoesNoHarm(Operation operation) {
        if (!operation.members().has("security")) {
            String path = operation.path(Format.JSON, "x") + "?api_key=wrong";
            int status =
                    new Answer(
                                    Api.call()
                                            .header("X-API-Key", "wrong")
                                            .request(operation.method(), path))
                            .status();
            assertFalse(status == 403, path);
        }
    }

    /** An unknown member is refused with a list of those that are known. */
    @Test
    void theDocumentHasTheMembersThatAreDocumented() {
        String id = "members-" + UUID.randomUUID();
        List<String> errors =
                Api.putJurisdiction(
                                id,
                                """
                                unknown: 1
                                translations: {es: {unknown: 1}}
                                working_hours: {unknown: 1}
                                similar: {unknown: 1}
                                neighbours: [{unknown: 1}]
                                agencies: [{unknown: 1, translations: {es: {unknown: 1}}}]
                                services:
                                  - unknown: 1
                                    translations: {es: {unknown: 1}}
                                    similar: {unknown: 1}
                                    attributes:
                                      - unknown: 1
                                        translations: {es: {unknown: 1}}
                                        values: [{unknown: 1, translations: {es: {unknown: 1}}}]
                                """)
                        .errors(400);
        JsonNode jurisdiction = Contract.component("schemas").path("Jurisdiction");
        Map.of(
                        "unknown", jurisdiction,
                        "working_hours.unknown",
                                jurisdiction.path("properties").path("working_hours"),
                        "agencies[0].unknown",
                                Contract.component("schemas").path("JurisdictionAgency"),
                        "similar.unknown",
                                Contract.component("schemas").path("JurisdictionSimilar"),
                        "neighbours[0].unknown",
                                Contract.component("schemas").path("JurisdictionNeighbour"),
                        "services[0].similar.unknown",
                                Contract.component("schemas").path("JurisdictionSimilar"),
                        "services[0].unknown",
                                Contract.component("schemas").path("JurisdictionService"),
                        "services[0].attributes[0].unknown",
                                Contract.component("schemas").path("JurisdictionAttribute"),
                        "services[0].attributes[0].values[0].unknown",
                                Contract.component("schemas").path("JurisdictionValue"))
                .forEach(
                        (path, schema) -> {
                            assertKnown(errors, path, schema);
                            JsonNode texts =
                                    schema.path("properties")
                                            .path("translations")
                                            .path("additionalProperties");
                            if (!texts.isMissingNode()) {
                                assertKnown(
                                        errors,
                                        path.replace("unknown", "translations.es.unknown"),
                                        texts);
                            }
                        });
        assertKnown(
                new Answer(
                                Api.admin()
                                        .contentType("application/json")
                                        .body("{\"unknown\": 1}")
                                        .post("/admin/v1/keys"))
                        .errors(400),
                "unknown",
                Contract.component("schemas").path("KeyRequest"));
    }

    private static void assertKnown(List<String> errors, String path, JsonNode schema) {
        String opening = path + " is not known here; known are ";
        String known =
                errors.stream()
                        .filter(error -> error.startsWith(opening))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(path + errors))
                        .substring(opening.length());
        assertEquals(
                new TreeSet<>(Contract.names(schema.path("properties"))),
                new TreeSet<>(Arrays.asList(known.split(", ", -1))),
                path);
    }

    private static void assertNames(Named named, Answer answer) {
        assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
        assertTrue(answer.text().contains(named.name), answer::toString);
    }

    private static Stream<String> groups(MatchResult match) {
        return match.group(2) == null
                ? Stream.of(match.group(1))
                : Stream.of(match.group(1), match.group(2));
    }

    private static RequestSpecification withKey(Operation operation) {
        return switch (operation.id()) {
            case "postServiceRequest", "followServiceRequest" ->
                    Api.call().header("X-API-Key", city.reportKey());
            case "postServiceRequestUpdate", "patchServiceRequest" ->
                    Api.call().header("X-API-Key", city.manageKey());
            default ->
                    !operation.isOfOperator()
                            ? Api.call()
                            : Api.call().header("X-API-Key", TestDatabase.ADMIN_KEY);
        };
    }

    /** A parameter of a query, or a field of a form. */
    record Named(Operation operation, String name, JsonNode schema) {
        /** A call with these parameters, and with those that it needs. */
        Answer call(String parameters) {
            String all =
                    name.equals("jurisdiction_id")
                            ? parameters
                            : Form.joined("jurisdiction_id=" + city.id(), parameters);
            if (operation.method().equals("GET") && Set.of("lat", "long").contains(name)) {
                // Clients send a point with every call; only a radius makes it a circle.
                all = Form.joined("radius=1", all);
            }
            String path = operation.path(Format.JSON, "x");
            RequestSpecification call = withKey(operation);
            return new Answer(
                    operation.members().has("requestBody")
                            ? call.contentType(Api.FORM).body(all).request(operation.method(), path)
                            : call.request(operation.method(), path + "?" + all));
        }

        @Override
        public String toString() {
            return operation + " " + name;
        }
    }
}
