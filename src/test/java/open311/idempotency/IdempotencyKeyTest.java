package open311.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import open311.apikey.ApiKey;
import open311.apikey.Scope;
import open311.http.Calls;
import open311.http.GeoReportException;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.JurisdictionTexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static final String HEADER = "Idempotency-Key";
    private static final ApiKey CALLER =
            new ApiKey(UUID.randomUUID(), Set.of(Scope.REPORT), Set.of(), null);
    private static final Jurisdiction CITY =
            new Jurisdiction(
                    "city",
                    ZoneId.of("UTC"),
                    "en",
                    new JurisdictionTexts("City", "311", "311"),
                    Map.of(),
                    "test",
                    null,
                    List.of(),
                    null,
                    Set.of(),
                    1,
                    Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b=2&a=1",
                "a=1&b=2&c=",
                "a=+1&b=2",
                "a=1&b=2&b=2",
                "a=1&b=2&api_key=other",
                "jurisdiction_id=city&a=1&b=2&locale=es"
            })
    void whatMeansTheSameHasTheSameFingerprint(String form) {
        assertEquals(fingerprint("a=1&b=2", "requests", "k"), fingerprint(form, "requests", "k"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=1",
                "a=1&b=3",
                "a=2&b=1",
                "a=1&b=2&b=3",
                "a=1b2",
                "a=1b=2",
                "a=1&c=2"
            })
    void whatMeansSomethingElseHasAnother(String form) {
        assertNotEquals(
                fingerprint("a=1&b=2", "requests", "k"), fingerprint(form, "requests", "k"));
    }

    @Test
    void valuesOfOneNameKeepTheirOrder() {
        assertNotEquals(
                fingerprint("a=1&a=2", "requests", "k"), fingerprint("a=2&a=1", "requests", "k"));
    }

    @Test
    void theOperationBelongsToTheContent() {
        assertNotEquals(fingerprint("a=1", "requests", "k"), fingerprint("a=1", "follow 1", "k"));
    }

    /** Otherwise the same phone number could be found again in another row. */
    @Test
    void underAnotherKeyTheSameContentLooksDifferent() {
        assertNotEquals(fingerprint("a=1", "requests", "k"), fingerprint("a=1", "requests", "l"));
    }

    @Test
    void aCallWithoutTheHeaderHasNoKey() {
        assertNull(IdempotencyKey.of(Calls.form("a=1", HEADER), CITY, CALLER, "requests"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "\u00e9", "a\u007f"})
    void whatIsNotVisibleAsciiIsAProblem(String key) {
        assertProblem(key);
    }

    @Test
    void tooManyOrSeveralAreAProblem() {
        assertProblem("x".repeat(256));
        assertProblem("a", "b");
        assertNotNull(read("a=1", "requests", "x".repeat(255)));
        assertNotNull(read("a=1", "requests", "a", "a"));
    }

    private static void assertProblem(String... keys) {
        Parameters parameters = Calls.form("a=1", HEADER, keys);
        assertNull(IdempotencyKey.of(parameters, CITY, CALLER, "requests"));
        String problem =
                assertThrows(GeoReportException.class, parameters::throwIfWrong).getMessage();
        assertEquals(true, problem.contains(HEADER), problem);
    }

    private static String fingerprint(String form, String operation, String key) {
        return HexFormat.of().formatHex(read(form, operation, key).fingerprint());
    }

    private static @Nullable IdempotencyKey read(String form, String operation, String... keys) {
        return IdempotencyKey.of(Calls.form(form, HEADER, keys), CITY, CALLER, operation);
    }
}
