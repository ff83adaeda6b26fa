package open311.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import open311.http.Calls;
import open311.http.GeoReportError;
import open311.http.GeoReportException;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.JurisdictionTexts;
import open311.request.Change;
import open311.request.Status;
import open311.service.Catalog;
import open311.service.Catalogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateSubmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.987Z");
    private static final Instant NOW_IN_SECONDS = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID KEY = new UUID(3, 11);
    private static final Catalog.Texts CATALOG = Catalogs.of(Catalogs.service("001"));
    private static final Jurisdiction HAVERHILL =
            new Jurisdiction(
                    "haverhillma.gov",
                    ZoneId.of("America/New_York"),
                    "en",
                    new JurisdictionTexts("Haverhill", "311", "311"),
                    Map.of(),
                    "test",
                    null,
                    List.of(),
                    null,
                    Set.of(),
                    1,
                    Instant.EPOCH);

    @Test
    void everythingIsTaken() {
        assertEquals(
                new Change(
                        "7",
                        Status.CLOSED,
                        "fixed",
                        "Done\nwell",
                        "http://example.gov/a.jpg",
                        CATALOG.find("001").orElseThrow(),
                        "Highway",
                        Instant.parse("2026-11-20T13:15:30Z"),
                        KEY,
                        "u1"),
                parse(
                        "service_request_id=7&status=FIXED&description=Done%0D%0Awell&service_code=001"
                                + "&agency_responsible=Highway&update_id=u1&media_url=http://example.gov/a.jpg"
                                + "&media_url=http://example.gov/b.jpg"
                                + "&updated_datetime=2026-11-20T08:15:30.999-05:00&first_name=x&title=y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=open",
                "description=x",
                "media_url=http://a.gov/",
                "service_code=001",
                "agency_responsible=x"
            })
    void oneThingSaidIsEnoughAndTheRestStays(String said) {
        Change change = parse("service_request_id=7&" + said + "&update_id=&updated_datetime=");
        assertEquals(NOW_IN_SECONDS, change.updatedDatetime());
        assertNull(change.updateId());
        assertNull(change.detailedStatus());
        assertEquals(said.startsWith("status") ? Status.OPEN : null, change.status());
        assertEquals(said.startsWith("description") ? "x" : null, change.description());
        assertEquals(said.startsWith("media_url") ? "http://a.gov/" : null, change.mediaUrl());
        assertEquals(said.startsWith("agency") ? "x" : null, change.agencyResponsible());
        assertEquals(said.startsWith("service"), change.service() != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status=&description=+&media_url=", "update_id=u1", "email=x"})
    void nothingSaidIsA400(String said) {
        assertProblems(
                List.of(
                        new GeoReportError(
                                400,
                                "The update says nothing; send status, description, media_url,"
                                        + " service_code or agency_responsible")),
                "service_request_id=7&" + said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "closed",
                "CLOSED",
                "fixed",
                "no_further_action",
                "not_councils_responsibility",
                "duplicate",
                "cancelled"
            })
    void whoClosesMustSayWhy(String word) {
        for (String description : List.of("", "&description=", "&description=+%0D%0A%00")) {
            assertProblems(
                    List.of(
                            new GeoReportError(
                                    400,
                                    "description was not provided; whoever closes a request must"
                                            + " say why")),
                    "service_request_id=7&status=" + word + description);
        }
        assertEquals(
                Status.CLOSED, parse("service_request_id=7&description=x&status=" + word).status());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T12:05:00Z,          2026-11-22T12:05:00Z",
        "2026-11-22T07:00:00,           2026-11-22T12:00:00Z",
        "2026-11-22,                    2026-11-22T05:00:00Z",
        "1999-01-01T00:00:00Z,          1999-01-01T00:00:00Z",
    })
    void updatedDatetimeIsReadLikeEveryOther(String text, Instant expected) {
        assertEquals(
                expected,
                parse("service_request_id=7&status=open&updated_datetime=" + text)
                        .updatedDatetime());
    }

    @Test
    void updatedDatetimeBeyondTheSkewOfClocksIsA400() {
        assertProblems(
                List.of(new GeoReportError(400, "updated_datetime lies in the future")),
                "service_request_id=7&status=open&updated_datetime=2026-11-22T12:05:01Z");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertProblems(
                List.of(
                        new GeoReportError(400, "service_request_id was not provided"),
                        new GeoReportError(400, "status 'done' is not one of: " + StatusWord.all()),
                        new GeoReportError(404, "service_code 'x' was not found"),
                        new GeoReportError(
                                400,
                                "media_url 'y' is not an absolute http or https URL of at most 1000"
                                        + " characters"),
                        new GeoReportError(
                                400,
                                "updated_datetime 'z' is not a datetime; write it like"
                                        + " 2026-11-22T08:15:30Z or 2026-11-22T08:15:30-05:00")),
                "status=done&service_code=x&media_url=y&updated_datetime=z");
    }

    private static void assertProblems(List<GeoReportError> expected, String body) {
        assertEquals(expected, assertThrows(GeoReportException.class, () -> parse(body)).errors());
    }

    private static Change parse(String body) {
        return UpdateSubmission.parse(Calls.form(body), HAVERHILL, CATALOG, KEY, NOW);
    }
}
