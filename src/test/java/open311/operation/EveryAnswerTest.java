package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import open311.TestDatabase;
import open311.http.Format;
import open311.operation.Contract.Documented;
import open311.operation.Contract.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the contract documents, each status of each operation in each of its types, the server
 * really answers. The other way round {@link ContractFilter} sees to it in all tests.
 */
@QuarkusTest
class EveryAnswerTest {
    private static final String KEY = "X-API-Key";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final byte[] TOO_LARGE = new byte[(10 << 20) + 1];

    @Inject Outage outage;

    private static City city;
    private static City bounded;

    static Stream<Documented> documentedAnswers() {
        return Contract.operations().stream()
                .flatMap(Operation::answers)
                .filter(answer -> !HttpsRequiredTest.isOnlyOverHttp(answer))
                .filter(answer -> !RateLimitsTest.isOnlyForManyCalls(answer));
    }

    @BeforeEach
    void aCity() {
        if (city == null) {
            city = City.create();
            bounded =
                    City.with(
                            "boundary: {type: Polygon, coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]]}\nservices: []\n");
        }
    }

    @ParameterizedTest
    @MethodSource("documentedAnswers")
    void isGiven(Documented documented) {
        Operation operation = documented.operation();
        Format format = documented.type().equals("text/xml") ? Format.XML : Format.JSON;
        Answer answer =
                switch (documented.status()) {
                    case "200", "204" ->
                            success(operation, format, documented.type(), rightKey(operation));
                    case "304" ->
                            success(
                                    operation,
                                    format,
                                    documented.type(),
                                    rightKey(operation),
                                    "If-None-Match",
                                    "*");
                    case "400" -> badRequest(operation, format);
                    case "403" -> success(operation, format, documented.type(), "");
                    case "404" -> notFound(operation, format);
                    case "409" -> conflict(operation, format);
                    case "413" -> body(operation, format, "multipart/form-data; boundary=x");
                    case "415" -> body(operation, format, "text/csv");
                    case "500" -> outage.withoutTables(() -> unremembered(operation, format));
                    case "503" -> outage.withoutConnections(() -> unremembered(operation, format));
                    default -> throw new AssertionError("How does one get a " + documented + "?");
                };
        assertEquals(documented.status(), Integer.toString(answer.status()), answer::toString);
        assertEquals(
                documented.type(),
                answer.header("Content-Type") == null
                        ? ""
                        : answer.header("Content-Type").split(";", 2)[0],
                answer::toString);
    }

    /** The call as it should be, but for the key, which may be another or, when empty, none. */
    private Answer success(
            Operation operation, Format format, String type, String key, String... header) {
        RequestSpecification call = call(operation, format);
        if (header.length > 0) {
            call.header(header[0], header[1]);
        }
        if (!key.isEmpty()) {
            call.header(KEY, key);
        }
        String query =
                (!operation.isOfOperator()
                                ? "?jurisdiction_id="
                                        + (operation.id().equals("getBoundary") ? bounded : city)
                                                .id()
                                : "")
                        + switch (operation.id()) {
                            case "getSimilarServiceRequests" ->
                                    "&service_code=LIGHT&lat=42.77&long=-71.08";
                            case "getCoverage" -> "&lat=42.77&long=-71.08";
                            default -> "";
                        };
        String path =
                switch (operation.id()) {
                    case "getServiceDefinition" -> operation.path(format, "POTHOLE");
                    case "getServiceRequest", "patchServiceRequest" ->
                            operation.path(format, city.submitted("service_code", "LIGHT"));
                    case "followServiceRequest" ->
                            operation.path(format, city.submitted("service_code", "LIGHT"));
                    case "getServiceRequestIdFromToken" -> operation.path(format, token());
                    case "getJurisdiction" -> operation.path(format, cityWithADocument(type));
                    case "putJurisdiction" -> operation.path(format, city.id());
                    case "revokeKey" ->
                            operation.path(
                                    format, Api.newKey(List.of("report"), List.of(city.id())).id());
                    default -> operation.path(format, "");
                };
        switch (operation.id()) {
            case "postServiceRequest" ->
                    call.contentType(Api.FORM).body("service_code=LIGHT&address_id=1");
            case "followServiceRequest" -> call.contentType(Api.FORM).body("device_id=4f1a");
            case "postServiceRequestUpdate" ->
                    call.contentType(Api.FORM)
                            .body(
                                    Form.of(
                                            "service_request_id",
                                            city.submitted("service_code", "LIGHT"),
                                            "status",
                                            "planned"));
            case "patchServiceRequest" ->
                    call.contentType("application/json").body("{\"duplicate_of\": null}");
            case "putJurisdiction" ->
                    call.contentType("application/yaml")
                            .body(City.document(city.id(), City.AGENCIES + City.SERVICES));
            case "createKey" ->
                    call.contentType("application/json")
                            .body("{\"name\": \"App\", \"scopes\": [\"report\"]}");
            default -> {
                // The path says it all.
            }
        }
        return new Answer(call.request(operation.method(), path + query));
    }

    /** A call that cannot be answered from what the server remembers. */
    private Answer unremembered(Operation operation, Format format) {
        RequestSpecification call = call(operation, format).header(KEY, UUID.randomUUID());
        return new Answer(call.request(operation.method(), operation.path(format, "x")));
    }

    private Answer badRequest(Operation operation, Format format) {
        if (!operation.isOfOperator() && !operation.id().startsWith("getDiscovery")) {
            // Which of the several jurisdictions?
            return new Answer(
                    call(operation, format)
                            .request(operation.method(), operation.path(format, "x")));
        }
        String name = !operation.isOfOperator() ? "jurisdiction_id" : "api_key";
        return new Answer(
                call(operation, format)
                        .request(
                                operation.method(),
                                operation.path(format, "x") + "?" + Form.of(name, "a", name, "b")));
    }

    private Answer conflict(Operation operation, Format format) {
        return operation.parameters("header").stream()
                        .anyMatch(header -> header.path("name").asText().equals(IDEMPOTENCY_KEY))
                ? keyUsed(operation, format)
                : alreadyMerged(operation, format);
    }

    private Answer keyUsed(Operation operation, Format format) {
        String key = UUID.randomUUID().toString();
        city.submitOnce(key, format, "service_code=LIGHT&address_id=2").is(200);
        String other = city.submitted("service_code", "LIGHT");
        city.updateOnce(key, format, "service_request_id", other, "status", "planned").is(200);
        return success(
                operation, format, format.mediaType(), rightKey(operation), IDEMPOTENCY_KEY, key);
    }

    private Answer alreadyMerged(Operation operation, Format format) {
        String merged = city.submitted("service_code", "LIGHT");
        city.moderate(Format.JSON, merged, "duplicate_of", city.submitted("service_code", "LIGHT"))
                .is(200);
        return new Answer(
                call(operation, format)
                        .header(KEY, rightKey(operation))
                        .contentType(Api.FORM)
                        .body(Form.of("jurisdiction_id", city.id(), "duplicate_of", merged))
                        .request(
                                operation.method(),
                                operation.path(format, city.submitted("service_code", "LIGHT"))));
    }

    private Answer notFound(Operation operation, Format format) {
        return new Answer(
                call(operation, format)
                        .header(KEY, rightKey(operation))
                        .request(
                                operation.method(),
                                operation.path(format, "nowhere")
                                        + (!operation.isOfOperator()
                                                ? "?jurisdiction_id=nowhere"
                                                : "")));
    }

    private Answer body(Operation operation, Format format, String contentType) {
        boolean isForm = !operation.form().isMissingNode();
        String path =
                operation.path(format, city.id()) + (isForm ? "?jurisdiction_id=" + city.id() : "");
        RequestSpecification call = call(operation, format).header(KEY, rightKey(operation));
        return new Answer(
                contentType.equals("text/csv")
                        ? call.contentType(contentType)
                                .body("a,b")
                                .request(operation.method(), path)
                        : isForm
                                ? call.multiPart("media", "a.jpg", TOO_LARGE, "image/jpeg")
                                        .request(operation.method(), path)
                                : call.contentType("application/json")
                                        .body(TOO_LARGE)
                                        .request(operation.method(), path));
    }

    private static RequestSpecification call(Operation operation, Format format) {
        RequestSpecification call = Api.call();
        return operation.hasSuffix() ? call : call.accept(format.mediaType());
    }

    private String rightKey(Operation operation) {
        return switch (operation.id()) {
            case "postServiceRequest", "followServiceRequest" -> city.reportKey();
            case "postServiceRequestUpdate", "patchServiceRequest" -> city.manageKey();
            default -> !operation.isOfOperator() ? "" : TestDatabase.ADMIN_KEY;
        };
    }

    private String token() {
        return city.submit(Format.JSON, "service_code=TREE&address_id=1").record().get("token");
    }

    /** Another city, whose document was put as YAML, which JSON is a kind of, or as JSON. */
    private static String cityWithADocument(String type) {
        String id = "document-" + UUID.randomUUID();
        new Answer(
                        Api.admin()
                                .contentType(
                                        type.equals("application/yaml") ? type : "application/json")
                                .body(
                                        Contract.example("jurisdiction.json")
                                                .replace("haverhillma.gov", id))
                                .put("/admin/v1/jurisdictions/" + id))
                .is(200);
        return id;
    }
}
