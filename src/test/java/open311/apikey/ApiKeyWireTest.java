package open311.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import open311.http.Format;
import open311.http.Wire;
import org.junit.jupiter.api.Test;

/** The operator's API speaks JSON. */
class ApiKeyWireTest {
    private static final Instant WHEN = Instant.parse("2026-11-22T13:15:30Z");
    private static final ApiKeyRecord BARE =
            new ApiKeyRecord(
                    "i",
                    "City website",
                    null,
                    List.of("report"),
                    List.of(),
                    null,
                    WHEN,
                    null,
                    null);
    private static final String BARE_MEMBERS =
            "\"id\":\"i\",\"name\":\"City website\",\"contact\":null,\"scopes\":[\"report\"],"
                    + "\"jurisdiction_ids\":[],\"rate_limit\":null,\"created_datetime\":\"2026-11-22T13:15:30Z\","
                    + "\"last_used_datetime\":null,\"revoked_datetime\":null";

    @Test
    void listHasNoSecrets() {
        assertEquals(
                "[{" + BARE_MEMBERS + "}]",
                new String(
                        Wire.bytes(Format.JSON, ApiKeyRecord.class, List.of(BARE)),
                        StandardCharsets.UTF_8));
    }

    @Test
    void newKeyHasItsSecretBesideTheRest() {
        assertEquals(
                "{" + BARE_MEMBERS.replace("\"name\"", "\"api_key\":\"s3cret\",\"name\"") + "}",
                new String(
                        Wire.bytes(Format.JSON, NewApiKey.class, NewApiKey.of("s3cret", BARE)),
                        StandardCharsets.UTF_8));
    }
}
