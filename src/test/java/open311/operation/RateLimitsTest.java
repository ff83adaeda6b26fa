package open311.operation;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import open311.http.Format;
import open311.operation.Contract.Documented;
import open311.operation.Contract.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers who call too often, each from an address that a trusted proxy tells of. */
@QuarkusTest
@TestProfile(RateLimitsTest.FewCalls.class)
class RateLimitsTest {
    /** The examples that are replayed here. */
    static final Set<String> FILES = Set.of("error-too-many.json", "error-too-many.xml");

    private static final int PER_ADDRESS = 3;
    private static final String DISCOVERY = "/discovery.json";
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    static boolean isOnlyForManyCalls(Documented answer) {
        return answer.status().equals("429");
    }

    static Stream<Documented> refusals() {
        return Contract.operations().stream()
                .flatMap(Operation::answers)
                .filter(RateLimitsTest::isOnlyForManyCalls);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theFourthCallOfAnAddressIsRefusedEverywhere(Documented documented) {
        Operation operation = documented.operation();
        Format format = documented.type().equals("text/xml") ? Format.XML : Format.JSON;
        String address = newAddress();
        for (int i = 0; i < PER_ADDRESS; i++) {
            get(address, DISCOVERY);
        }
        RequestSpecification call = from(address);
        if (!operation.hasSuffix()) {
            call.accept(format.mediaType());
        }
        Answer refused = new Answer(call.request(operation.method(), operation.path(format, "x")));
        refused.error(429);
        assertEquals(format, refused.format());
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0, refused::toString);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theExampleIsWhatTheServerWrites(Format format) {
        String address = newAddress();
        String path = Api.V2 + "services" + format.suffix();
        for (int i = 0; i < PER_ADDRESS; i++) {
            get(address, path);
        }
        SpecExamplesTest.assertExample(
                "error-too-many",
                get(address, path),
                text -> text.replaceFirst("in \\d+ seconds", "in 20 seconds"));
    }

    @Test
    void answersSayHowManyCallsAreLeft() {
        String address = newAddress();
        Answer first = get(address, DISCOVERY);
        Answer second = get(address, Api.V2 + "requests/none.json");
        assertEquals("3", first.header("RateLimit-Limit"));
        assertEquals("2", first.header("RateLimit-Remaining"));
        assertEquals("1", second.header("RateLimit-Remaining"));
        assertTrue(Integer.parseInt(second.header("RateLimit-Reset")) > 0, second::toString);
    }

    @Test
    void aKeyCountsForItselfAndNotForItsAddress() {
        City city = City.create();
        String key = keyOf(city, 2);
        String address = newAddress();
        String path = city.path(Format.JSON, "requests", "extensions=true");
        assertEquals("2", get(address, path, key).header("RateLimit-Limit"));
        assertEquals("0", get(newAddress(), path, key).header("RateLimit-Remaining"));
        get(address, path, key).error(429);
        Answer withoutKey = get(address, path);
        assertEquals("3", withoutKey.header("RateLimit-Limit"), withoutKey::toString);
        assertEquals(200, withoutKey.status());
    }

    @Test
    void whatIsRefusedIsNotStored() {
        City city = City.create();
        String key = keyOf(city, 1);
        String path = city.path(Format.JSON, "requests", "");
        report(city, key).is(200);
        report(city, key).error(429);
        assertEquals(1, Api.get(path).all("service_request_id").size());
    }

    @Test
    void guessingKeysEndsSoon() {
        City city = City.create();
        String address = newAddress();
        String path = city.path(Format.JSON, "requests", "");
        new Answer(from(address).header("X-API-Key", "guessed").post(path)).error(403);
        new Answer(from(address).header("X-API-Key", "again").post(path)).error(429);
    }

    @Test
    void anIpv6NetworkIsOneCaller() {
        for (int i = 1; i <= PER_ADDRESS; i++) {
            get("2001:db8:0:1::" + i, DISCOVERY).is(200);
        }
        get("2001:db8:0:1:ffff::9", DISCOVERY).error(429);
        get("2001:db8:0:2::1", DISCOVERY).is(200);
    }

    @Test
    void healthIsNeverRefused() {
        String address = newAddress();
        for (int i = 0; i < 2 * PER_ADDRESS; i++) {
            var answer = given().header("X-Forwarded-For", address).get("/q/health/live");
            assertEquals(200, answer.statusCode());
            assertNull(answer.header("RateLimit-Limit"));
        }
    }

    private static Answer report(City city, String key) {
        return Api.post(
                city.path(Format.JSON, "requests", ""),
                "service_code=LIGHT&address_id=1",
                "X-API-Key",
                key,
                "X-Forwarded-For",
                newAddress());
    }

    private static String keyOf(City city, int rateLimit) {
        return new Answer(
                        Api.admin()
                                .contentType(ContentType.JSON)
                                .body(
                                        "{\"name\": \"App\", \"scopes\": [\"report\", \"manage\"],"
                                                + " \"jurisdiction_ids\": [\"%s\"], \"rate_limit\": %d}"
                                                        .formatted(city.id(), rateLimit))
                                .post("/admin/v1/keys"))
                .is(200)
                .json()
                .path("api_key")
                .asText();
    }

    private static Answer get(String address, String path) {
        return new Answer(from(address).get(path));
    }

    private static Answer get(String address, String path, String key) {
        return new Answer(from(address).header("X-API-Key", key).get(path));
    }

    private static RequestSpecification from(String address) {
        return Api.call().header("X-Forwarded-For", address);
    }

    private static String newAddress() {
        int number = ADDRESSES.incrementAndGet();
        return "198.51." + number / 256 + "." + number % 256;
    }

    /** As a stingy operator behind a proxy sets it. */
    public static class FewCalls implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "open311.calls-a-minute-per-address",
                    Integer.toString(PER_ADDRESS),
                    "open311.calls-a-minute-per-key",
                    "1000",
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.trusted-proxies",
                    "127.0.0.1");
        }
    }
}
