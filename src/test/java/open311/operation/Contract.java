package open311.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import open311.http.Format;

/** What openapi/openapi.yaml says, as the tests ask for it. */
final class Contract {
    static final Path FILE = Path.of("openapi", "openapi.yaml");
    static final Path EXAMPLES = Path.of("openapi", "examples");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final JsonNode TREE = read();

    private Contract() {}

    static JsonNode tree() {
        return TREE;
    }

    static JsonNode component(String kind) {
        return TREE.path("components").path(kind);
    }

    /** What a reference points to; anything else is itself. */
    static JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        if (found.has("allOf") && found.path("allOf").size() == 1) {
            found = found.path("allOf").get(0);
        }
        return found.has("$ref")
                ? resolved(TREE.at(found.path("$ref").asText().substring(1)))
                : found;
    }

    static List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        TREE.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue().properties().stream()
                                        .filter(member -> METHODS.contains(member.getKey()))
                                        .forEach(
                                                member ->
                                                        operations.add(
                                                                new Operation(
                                                                        member.getKey()
                                                                                .toUpperCase(
                                                                                        Locale
                                                                                                .ROOT),
                                                                        path.getKey(),
                                                                        path.getValue(),
                                                                        member.getValue()))));
        return operations;
    }

    static Set<String> names(JsonNode object) {
        var names = new LinkedHashSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A file of the examples, or the body of an answer that must be the same. */
    static String example(String file) {
        try {
            return Files.readString(EXAMPLES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Files.readAllBytes(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A method of a path, both as the contract writes them. */
    record Operation(String method, String template, JsonNode path, JsonNode members) {
        String id() {
            return members.path("operationId").asText();
        }

        /** Whether a suffix decides the format; otherwise Accept does. */
        boolean hasSuffix() {
            return template.endsWith(".{format}");
        }

        /** Whether it needs a key with the scope admin; all others are below the endpoint. */
        boolean isOfOperator() {
            return template.startsWith("/admin/");
        }

        /** A path for a call in the format; all its parameters have the one value. */
        String path(Format format, String parameter) {
            return template.replace(".{format}", format.suffix()).replaceAll("\\{\\w+}", parameter);
        }

        Set<String> statuses() {
            return names(members.path("responses"));
        }

        JsonNode answer(String status) {
            return resolved(members.path("responses").path(status));
        }

        /** All ways to answer: each status in each of its media types. */
        Stream<Documented> answers() {
            return statuses().stream()
                    .flatMap(
                            status -> {
                                Set<String> types = names(answer(status).path("content"));
                                // It has no end: ChangeStreamTest reads one.
                                types.remove("text/event-stream");
                                return types.isEmpty()
                                        ? Stream.of(new Documented(this, status, ""))
                                        : types.stream()
                                                .map(type -> new Documented(this, status, type));
                            });
        }

        /** The parameters in a place, such as query. */
        List<JsonNode> parameters(String in) {
            return Stream.of(path, members)
                    .flatMap(node -> node.path("parameters").valueStream())
                    .map(Contract::resolved)
                    .filter(parameter -> parameter.path("in").asText().equals(in))
                    .toList();
        }

        /** The schema of the form that it reads; missing when it reads none. */
        JsonNode form() {
            return resolved(
                    members.path("requestBody").path("content").path(Api.FORM).path("schema"));
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    /** An answer that the contract knows; an answer without a body has no type. */
    record Documented(Operation operation, String status, String type) {
        JsonNode content() {
            return operation.answer(status).path("content").path(type);
        }

        @Override
        public String toString() {
            return operation + " " + status + " " + type;
        }
    }
}
