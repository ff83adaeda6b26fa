package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import open311.http.Format;
import open311.operation.Contract.Documented;
import open311.operation.Contract.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer and every body that the contract knows has an example, which is right, and which is
 * the file of the same name. That the server writes these files is {@link SpecExamplesTest}'s.
 */
class ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REFERENCE = "#/components/examples/";

    static Stream<Documented> answersWithExamples() {
        // The page at the root is for people: it has no shape to show.
        return Contract.operations().stream()
                .flatMap(Operation::answers)
                .filter(answer -> !answer.type().isEmpty() && !answer.type().equals("text/html"));
    }

    static Stream<Operation> operationsWithABody() {
        return Contract.operations().stream()
                .filter(operation -> operation.members().has("requestBody"));
    }

    static Stream<String> exampleNames() {
        return Contract.names(Contract.component("examples")).stream();
    }

    @ParameterizedTest
    @MethodSource("answersWithExamples")
    void everyAnswerHasExamplesThatAreRight(Documented answer) {
        List<String> names = examples(answer.content());
        assertFalse(names.isEmpty());
        for (String name : names) {
            String type = answer.type().replaceFirst(".*/(x-)?", "").replace("+", "");
            assertTrue(name.endsWith("." + type), name);
            ContractFilter.check(
                    answer.operation().method(),
                    answer.operation().path(type.equals("xml") ? Format.XML : Format.JSON, "x"),
                    Integer.parseInt(answer.status()),
                    // The examples are bodies; any header will do.
                    header ->
                            header.equals("Content-Type") ? answer.type() + "; charset=utf-8" : "1",
                    Contract.example(name).getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithABody")
    void everyBodyHasExamplesThatAreRight(Operation operation) throws IOException {
        JsonNode content = operation.members().path("requestBody").path("content");
        for (String type : Contract.names(content)) {
            List<String> names = examples(content.path(type));
            assertFalse(names.isEmpty(), type);
            for (String name : names) {
                String text = Contract.example(name);
                if (name.endsWith(".form")) {
                    checkForm(operation, fields(text));
                } else {
                    // The validator knows no YAML.
                    check(
                            operation,
                            type.equals("application/yaml")
                                    ? new YAMLMapper().readTree(text).toString()
                                    : text);
                }
            }
        }
    }

    private static void check(Operation operation, String json) {
        var request =
                new SimpleRequest.Builder(operation.method(), operation.path(Format.JSON, "x"))
                        .withHeader("X-API-Key", "x")
                        .withContentType("application/json")
                        .withBody(json)
                        .build();
        List<ValidationReport.Message> faults =
                OpenApiInteractionValidator.createForSpecificationUrl(
                                Contract.FILE.toUri().toString())
                        .build()
                        .validateRequest(request)
                        .getMessages()
                        .stream()
                        .filter(m -> m.getLevel() == ValidationReport.Level.ERROR)
                        .toList();
        assertEquals(List.of(), faults);
    }

    /** The validator would take an id of digits for a number. */
    private static void checkForm(Operation operation, JsonNode fields) {
        for (JsonNode required : operation.form().path("required")) {
            assertTrue(fields.has(required.asText()), required.asText());
        }
        for (String name : Contract.names(fields)) {
            assertTrue(
                    operation.form().path("properties").has(name)
                            || name.matches("attribute\\[\\w+]"),
                    name);
        }
    }

    @ParameterizedTest
    @MethodSource("exampleNames")
    void theContractShowsWhatTheFileHas(String name) throws IOException {
        JsonNode shown = Contract.component("examples").path(name).path("value");
        String file = Contract.example(name);
        switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" ->
                    assertEquals(JSON.readTree(file).toPrettyString(), shown.toPrettyString());
            // Indented, to be read.
            case "xml" -> assertEquals(file, shown.asText().replaceAll(">\\s+<", "><"));
            case "form" -> assertEquals(fields(file).toPrettyString(), shown.toPrettyString());
            default ->
                    assertEquals(file, shown.isContainerNode() ? shown.toString() : shown.asText());
        }
    }

    @Test
    void everyFileIsAnExampleAndEveryExampleIsShown() throws IOException {
        try (var files = Files.list(Contract.EXAMPLES)) {
            assertEquals(
                    new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()),
                    new TreeSet<>(exampleNames().toList()));
        }
        var shown = new TreeSet<String>();
        Contract.tree()
                .findValuesAsText("$ref")
                .forEach(
                        reference -> {
                            if (reference.startsWith(REFERENCE)) {
                                shown.add(reference.substring(REFERENCE.length()));
                            }
                        });
        assertEquals(new TreeSet<>(exampleNames().toList()), shown);
    }

    @Test
    void everyComponentIsUsed() {
        Set<String> used = new TreeSet<>(Contract.tree().findValuesAsText("$ref"));
        for (String kind : List.of("parameters", "responses", "schemas", "examples")) {
            for (String name : Contract.names(Contract.component(kind))) {
                assertTrue(used.contains("#/components/" + kind + "/" + name), kind + " " + name);
            }
        }
    }

    /** What is said of an operation is enough to find it and to call it. */
    @Test
    void everyOperationIsDescribed() {
        var ids = new TreeSet<String>();
        for (Operation operation : Contract.operations()) {
            assertTrue(ids.add(operation.id()), operation.toString());
            assertFalse(operation.members().path("summary").asText().isBlank(), operation.id());
            assertFalse(operation.members().path("tags").isEmpty(), operation.id());
            var inPath = new TreeSet<String>();
            operation.parameters("path").forEach(p -> inPath.add(p.path("name").asText()));
            assertEquals(
                    new TreeSet<>(
                            Arrays.asList(
                                    operation
                                            .template()
                                            .replaceAll("^[^{]*\\{?|}[^{]*$", "")
                                            .replaceAll("}[^{]*\\{", " ")
                                            .split(" "))),
                    inPath.isEmpty() ? Set.of("") : inPath,
                    operation.id());
        }
    }

    private static List<String> examples(JsonNode content) {
        return content.path("examples")
                .valueStream()
                .map(example -> example.path("$ref").asText().substring(REFERENCE.length()))
                .toList();
    }

    private static JsonNode fields(String form) {
        var fields = new LinkedHashMap<String, String>();
        for (String field : form.split("&", -1)) {
            String[] pair = field.split("=", 2);
            fields.put(decoded(pair[0]), decoded(pair[1]));
        }
        return JSON.valueToTree(fields);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
