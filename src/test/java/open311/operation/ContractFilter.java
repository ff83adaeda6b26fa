package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import open311.http.Format;

/**
 * Holds every answer against openapi/openapi.yaml: status, Content-Type, and body, JSON and XML,
 * and the X-Request-ID that all have. What the contract does not know, such as a method that is not
 * allowed, must have an error document nevertheless.
 */
final class ContractFilter implements Filter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final OpenApiInteractionValidator CONTRACT =
            OpenApiInteractionValidator.createForSpecificationUrl(Contract.FILE.toUri().toString())
                    .build();
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304, 308);
    private static final XmlContract XML = new XmlContract();

    /** Paths with a parameter, by what they begin with. */
    private static final Map<String, String> TEMPLATES =
            Map.of(
                    "/open311/v2/services/", "/open311/v2/services/{service_code}",
                    "/open311/v2/requests/", "/open311/v2/requests/{service_request_id}",
                    "/open311/v2/tokens/", "/open311/v2/tokens/{token}",
                    "/admin/v1/jurisdictions/", "/admin/v1/jurisdictions/{jurisdiction_id}",
                    "/admin/v1/keys/", "/admin/v1/keys/{id}");

    @Override
    public Response filter(
            FilterableRequestSpecification request,
            FilterableResponseSpecification expected,
            FilterContext context) {
        Response response = context.next(request, expected);
        check(
                request.getMethod(),
                URI.create(request.getURI()).getRawPath(),
                response.statusCode(),
                response::header,
                response.asByteArray());
        return response;
    }

    /**
     * Fails when the contract has another answer to this call.
     *
     * @param headers of the answer, by name; null for one that is not there
     */
    static void check(
            String method, String path, int status, UnaryOperator<String> headers, byte[] body) {
        String contentType = headers.apply("Content-Type");
        String where = method + " " + path + ": ";
        assertTrue(headers.apply("X-Request-ID") != null, where + "there is no X-Request-ID");
        String plain = canonical(path);
        boolean isHead = method.equals("HEAD");
        if (isHead) {
            assertEquals(0, body.length, where + "HEAD with a body");
        }
        formatOf(plain)
                .ifPresent(
                        format -> {
                            if (!plain.startsWith("/admin/") && !WITHOUT_BODY.contains(status)) {
                                assertEquals(format.contentType(), contentType, where + text(body));
                            }
                        });
        if (status >= 400) {
            checkErrors(where, status, contentType, isHead ? null : body);
        }
        String template = template(plain);
        JsonNode operations = Contract.tree().path("paths").path(template);
        // Methods are known by their case.
        String verb =
                isHead
                        ? "get"
                        : method.equals(method.toUpperCase(Locale.ROOT))
                                ? method.toLowerCase(Locale.ROOT)
                                : method + " in another case";
        if (!operations.has(verb)) {
            assertTrue(status >= 400 || method.equals("OPTIONS"), where + "is not in the contract");
            return;
        }
        JsonNode answers = operations.path(verb).path("responses");
        assertTrue(
                answers.has(Integer.toString(status)),
                where + "the contract knows no " + status + ": " + text(body));
        if (isHead) {
            return;
        }
        JsonNode documented = Contract.resolved(answers.path(Integer.toString(status)));
        documented
                .path("headers")
                .fieldNames()
                .forEachRemaining(name -> checkHeader(documented, name, headers, where));
        JsonNode types = documented.path("content");
        assertEquals(
                types.isEmpty(),
                contentType == null,
                where + "the contract knows no " + contentType);
        assertTrue(
                contentType == null || types.has(contentType.split(";", 2)[0]),
                where + "the contract knows no " + contentType);
        if (Format.XML.contentType().equals(contentType)) {
            XML.check(template, verb, status, body);
        } else if (contentType == null
                || isTree(contentType)
                || types.path(contentType.split(";", 2)[0]).path("schema").has("$ref")) {
            var answer = SimpleResponse.Builder.status(status);
            documented
                    .path("headers")
                    .fieldNames()
                    .forEachRemaining(name -> answer.withHeader(name, headers.apply(name)));
            if (contentType != null) {
                // The validator knows no YAML, and both formats have the same schema.
                answer.withContentType(
                                contentType.startsWith("application/geo+json")
                                        ? "application/geo+json"
                                        : "application/json")
                        .withBody(json(contentType, body, where));
            }
            ValidationReport report =
                    CONTRACT.validateResponse(
                            template.replaceAll("\\{format}", "json").replaceAll("\\{\\w+}", "x"),
                            Request.Method.valueOf(verb.toUpperCase(Locale.ROOT)),
                            answer.build());
            List<ValidationReport.Message> faults =
                    report.getMessages().stream()
                            .filter(m -> m.getLevel() == ValidationReport.Level.ERROR)
                            .toList();
            assertTrue(faults.isEmpty(), () -> where + faults + "\n" + text(body));
        }
    }

    /**
     * An error document in one of the two formats, without anything that is no caller's business.
     */
    static void checkErrors(String where, int status, String contentType, byte[] body) {
        String about = where + status + " " + contentType + " " + (body == null ? "" : text(body));
        assertTrue(
                Set.of(Format.JSON.contentType(), Format.XML.contentType())
                        .contains(String.valueOf(contentType)),
                about);
        if (body == null) {
            return;
        }
        if (Format.XML.contentType().equals(contentType)) {
            XML.checkErrors(body);
        } else {
            JsonNode errors = parsed(body, about);
            assertTrue(errors.isArray() && !errors.isEmpty(), about);
            for (JsonNode error : errors) {
                assertEquals(2, error.size(), about);
                assertTrue(error.path("code").isInt(), about);
                assertTrue(error.path("description").isTextual(), about);
                assertFalse(error.path("description").asText().isBlank(), about);
            }
        }
        for (String secret :
                List.of("Exception", "java.", "jakarta.", "io.quarkus", "org.", "\tat ")) {
            assertFalse(text(body).contains(secret), about);
        }
    }

    private static void checkHeader(
            JsonNode documented, String name, UnaryOperator<String> headers, String where) {
        JsonNode header = Contract.resolved(documented.path("headers").path(name));
        assertTrue(
                !header.path("required").asBoolean() || headers.apply(name) != null,
                where + "there is no " + name);
    }

    private static boolean isTree(String contentType) {
        return contentType.startsWith("application/json")
                || contentType.startsWith("application/yaml");
    }

    private static String json(String contentType, byte[] body, String about) {
        if (contentType.startsWith("application/json")) {
            return text(body);
        }
        try {
            return YAML.readTree(body).toString();
        } catch (IOException e) {
            throw new AssertionError(about, e);
        }
    }

    private static JsonNode parsed(byte[] body, String about) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(about, e);
        }
    }

    private static String canonical(String path) {
        return path.replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    }

    private static Optional<Format> formatOf(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return List.of(Format.values()).stream()
                .filter(format -> lower.endsWith(format.suffix()))
                .findFirst();
    }

    /** The path as the contract has it. */
    private static String template(String path) {
        if (path.equals("/")) {
            return path;
        }
        String stem =
                formatOf(path)
                        .map(format -> path.substring(0, path.length() - format.suffix().length()))
                        .orElse(path);
        JsonNode paths = Contract.tree().path("paths");
        if (paths.has(path) || paths.has(stem + ".{format}")) {
            return paths.has(path) ? path : stem + ".{format}";
        }
        if (stem.matches("/open311/v2/requests/[^/]+/follow")) {
            return "/open311/v2/requests/{service_request_id}/follow.{format}";
        }
        for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
            String rest =
                    stem.startsWith(template.getKey())
                            ? stem.substring(template.getKey().length())
                            : "";
            if (!rest.isEmpty() && !rest.contains("/")) {
                stem = template.getValue();
                break;
            }
        }
        return stem.startsWith("/admin/") || Contract.tree().path("paths").has(path)
                ? stem
                : stem + ".{format}";
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
