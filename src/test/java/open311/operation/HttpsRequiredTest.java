package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import open311.http.Format;
import open311.operation.Contract.Documented;
import open311.operation.Contract.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract documents for a server that requires https, and no other gives. */
@QuarkusTest
@TestProfile(HttpsRequiredTest.HttpsRequired.class)
class HttpsRequiredTest {
    /** The examples that are replayed here. */
    static final Set<String> FILES =
            Set.of("error-https.json", "error-https.xml", "error-clear.json", "error-clear.xml");

    static boolean isOnlyOverHttp(Documented answer) {
        return answer.status().equals("308")
                || (answer.status().equals("403")
                        && answer.operation().method().equals("GET")
                        && !answer.operation().members().has("security"));
    }

    static Stream<Operation> reading() {
        return Contract.operations().stream().filter(operation -> operation.method().equals("GET"));
    }

    static Stream<Documented> refusals() {
        return Contract.operations().stream()
                .flatMap(Operation::answers)
                .filter(answer -> answer.status().equals("403"));
    }

    @ParameterizedTest
    @MethodSource("reading")
    void readingIsRedirected(Operation operation) {
        String target = operation.path(Format.XML, "x") + "?jurisdiction_id=a%20b&page=2";
        Answer answer = new Answer(Api.call().redirects().follow(false).get(target));
        answer.is(308);
        assertTrue(
                operation.statuses().contains("308")
                        && answer.header("Location").startsWith("https://")
                        && answer.header("Location").endsWith(target),
                answer::toString);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aKeyInClearAndWhatChangesSomethingIsRefused(Documented documented) {
        Operation operation = documented.operation();
        Format format = documented.type().equals("text/xml") ? Format.XML : Format.JSON;
        RequestSpecification call = Api.call().redirects().follow(false);
        if (operation.method().equals("GET")) {
            call.header("X-API-Key", "any");
        }
        if (!operation.hasSuffix()) {
            call.accept(format.mediaType());
        }
        Answer answer = new Answer(call.request(operation.method(), operation.path(format, "x")));
        assertTrue(answer.error(403).contains("https://"), answer::toString);
        assertEquals(format, answer.format());
    }

    /** The framework's own pages stay on http, and must be no way round. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /q/../open311/v2/requests",
                "POST /q/%2e%2e/open311/v2/requests.json",
                "POST /docs/./../open311/v2/requests",
                "POST //q/../open311/v2/requests",
                "GET /open311/v2/requests?%61pi_key=demo",
            })
    void noSpellingOfAPathOrAParameterGoesRoundIt(String call) throws IOException {
        Raw.Reply reply = Raw.send(call + " HTTP/1.1\r\n", new byte[0]);
        assertEquals(403, reply.status(), reply::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "//q/health/live", "/q/./health/live"})
    void healthStaysOnHttp(String path) throws IOException {
        assertEquals(200, Raw.send("GET " + path + " HTTP/1.1\r\n", new byte[0]).status());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theExamplesAreWhatTheServerWrites(Format format) {
        String path = Api.V2 + "requests" + format.suffix();
        String host = "311.example.gov:" + RestAssured.port;
        SpecExamplesTest.assertExample("error-https", Api.post(path, "", "Host", host));
        SpecExamplesTest.assertExample("error-clear", Api.get(path + "?api_key=x", "Host", host));
    }

    /** As an operator sets it. */
    public static class HttpsRequired implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("open311.https", "required");
        }
    }
}
