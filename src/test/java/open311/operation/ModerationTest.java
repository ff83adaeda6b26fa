package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ModerationTest {
    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(Format.class)
    void aHiddenRequestIsGoneUntilItIsShownAgain(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        Map<String, String> before = city.request(id);
        assertEquals(
                answer(id, "hidden", null),
                city.moderate(format, id, "visibility", "hidden", "reason", "A name").record());
        assertEquals(
                "service_request_id '" + id + "' was not found",
                city.get(format, "requests/" + id).error(404));
        assertEquals(List.of(), city.get(format, "requests").records());
        assertEquals(
                answer(id, "public", null),
                city.moderate(format, id, "visibility", "PUBLIC", "reason", "None").record());
        assertEquals(before, city.request(id));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void ofAMergedRequestIsSaidWhichOneStandsForIt(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String original = city.submitted("service_code", "LIGHT");
        assertEquals(
                answer(id, "public", original),
                city.moderate(format, id, "duplicate_of", original).record());
        assertEquals(
                "service_request_id '" + id + "' was merged into '" + original + "'",
                city.get(format, "requests/" + id).error(404));
        assertEquals(List.of(original), city.get(format, "requests").all("service_request_id"));
        hide(city, original);
        assertEquals(
                "service_request_id '" + id + "' was not found",
                city.get(format, "requests/" + id).error(404));
        city.moderate(format, original, "visibility", "public", "reason", "Fine").is(200);
        hide(city, id);
        assertEquals(
                "service_request_id '" + id + "' was not found",
                city.get(format, "requests/" + id).error(404));
        assertEquals(
                answer(id, "hidden", null), city.moderate(format, id, "duplicate_of", "").record());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aTokenOfAMergedRequestLeadsToTheSame(Format format) {
        City city = City.create();
        String token = city.submit(format, "service_code=TREE&address_id=1").record().get("token");
        Rows.change(
                database,
                "update service_request set accepted_datetime = now() where jurisdiction_id = ?",
                city.id());
        String id = city.get(format, "tokens/" + token).record().get("service_request_id");
        String original = city.submitted("service_code", "LIGHT");
        city.moderate(format, id, "duplicate_of", original).is(200);
        assertEquals(
                "service_request_id '" + token + "' was merged into '" + original + "'",
                city.get(format, "requests/" + token).error(404));
        assertEquals(id, city.get(format, "tokens/" + token).record().get("service_request_id"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void thereAreNoChains(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String original = city.submitted("service_code", "LIGHT");
        String third = city.submitted("service_code", "LIGHT");
        assertTrue(city.moderate(format, id, "duplicate_of", id).error(400).contains("itself"));
        city.moderate(format, id, "duplicate_of", original).is(200);
        assertTrue(
                city.moderate(format, third, "duplicate_of", id)
                        .error(409)
                        .contains("was itself merged"));
        assertTrue(
                city.moderate(format, original, "duplicate_of", third)
                        .error(409)
                        .contains("separate them first"));
        assertEquals(
                answer(id, "public", third),
                city.moderate(format, id, "duplicate_of", third).record());
    }

    @Test
    void noTwoRequestsEverStandForEachOther() {
        City city = City.create();
        for (int i = 0; i < 5; i++) {
            String a = city.submitted("service_code", "LIGHT");
            String b = city.submitted("service_code", "LIGHT");
            List<Integer> statuses =
                    Stream.of(List.of(a, b), List.of(b, a))
                            .map(
                                    pair ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            city.moderate(
                                                                            Format.JSON,
                                                                            pair.get(0),
                                                                            "duplicate_of",
                                                                            pair.get(1))
                                                                    .status()))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .sorted()
                            .toList();
            assertEquals(List.of(200, 409), statuses);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsSoAlreadyChangesNothing(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String original = city.submitted("service_code", "LIGHT");
        hide(city, id);
        city.moderate(format, id, "duplicate_of", original).is(200);
        long events = events(city);
        assertEquals(
                answer(id, "hidden", original),
                city.moderate(
                                format,
                                id,
                                "visibility",
                                "hidden",
                                "reason",
                                "Again",
                                "duplicate_of",
                                original)
                        .record());
        assertEquals(events, events(city));
    }

    @Test
    void everyChangeIsOneEventWithItsReasonThatNobodyReads() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String original = city.submitted("service_code", "LIGHT");
        city.moderate(
                        Format.JSON,
                        id,
                        "visibility",
                        "hidden",
                        "reason",
                        "Names Mr. Smith",
                        "duplicate_of",
                        original)
                .is(200);
        assertEquals(
                2,
                Rows.number(
                        database,
                        """
                        select count(*) from service_request_event
                        where jurisdiction_id = ? and service_request_id = ? and description = 'Names Mr. Smith'
                          and key_id is not null and not public
                          and (kind = 'hidden' or kind = 'merged' and duplicate_of = ?)""",
                        city.id(),
                        id,
                        original));
        city.moderate(
                        Format.JSON,
                        id,
                        "visibility",
                        "public",
                        "reason",
                        "Mr. Smith agrees",
                        "duplicate_of",
                        "")
                .is(200);
        for (Format format : Format.values()) {
            for (String resource : List.of("requests", "changes", "servicerequestupdates")) {
                String text = city.get(format, resource, "extensions=true").text();
                assertFalse(text.contains("Smith"), text);
            }
        }
        // A reason is no public text, which a later update would have to be newer than.
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "description",
                        "On our list",
                        "updated_datetime",
                        city.request(id).get("requested_datetime"))
                .is(200);
        assertEquals("On our list", city.request(id).get("status_notes"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everythingThatIsWrongIsReportedAtOnce(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        List<String> errors =
                json(
                                city,
                                format,
                                id,
                                "{\"visibility\": \"secret\", \"duplicate_of\": [1], \"status\": \"closed\"}")
                        .errors(400);
        for (String part :
                List.of(
                        "duplicate_of must be a text",
                        "'status' is not known here",
                        "visibility 'secret' is neither",
                        "reason was not provided")) {
            assertEquals(1, errors.stream().filter(error -> error.startsWith(part)).count(), part);
        }
        assertEquals(4, errors.size());
        assertEquals(1, events(city));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{} {}",
                "{\"visibility\": \"a\", \"visibility\": \"b\"}"
            })
    void whatIsNoJsonObjectIs400(String body) {
        City city = City.create();
        assertEquals(
                "The body is not a JSON object",
                json(city, Format.XML, city.submitted("service_code", "LIGHT"), body).error(400));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aCallThatSaysNothingIs400(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        assertTrue(json(city, format, id, "{}").error(400).contains("visibility or duplicate_of"));
        assertTrue(
                city.moderate(format, id, "reason", "Because").error(400).contains("duplicate_of"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anUnknownRequestAndAnUnknownOriginalAre404(Format format) {
        City city = City.create();
        City other = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String elsewhere = other.submitted("service_code", "LIGHT");
        assertEquals(
                "service_request_id '" + elsewhere + "' was not found",
                city.moderate(format, elsewhere, "duplicate_of", "").error(404));
        assertEquals(
                "duplicate_of '" + elsewhere + "' was not found",
                city.moderate(format, id, "duplicate_of", elsewhere).error(404));
        assertEquals(id, city.request(id).get("service_request_id"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void onlyAKeyThatMayManageThisCityDecides(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        for (String key : List.of(city.reportKey(), City.create().manageKey(), "wrong")) {
            new Answer(
                            Api.call()
                                    .header("X-API-Key", key)
                                    .contentType(Api.FORM)
                                    .body("duplicate_of=")
                                    .patch(city.path(format, "requests/" + id, "")))
                    .error(403);
        }
    }

    private static Answer json(City city, Format format, String id, String body) {
        return new Answer(
                Api.call()
                        .header("X-API-Key", city.manageKey())
                        .contentType("application/json")
                        .body(body)
                        .patch(city.path(format, "requests/" + id, "")));
    }

    private static Map<String, String> answer(String id, String visibility, String duplicateOf) {
        var answer = new LinkedHashMap<String, String>();
        answer.put("service_request_id", id);
        answer.put("visibility", visibility);
        answer.put("duplicate_of", duplicateOf);
        return answer;
    }

    private long events(City city) {
        return Rows.number(
                database,
                "select count(*) from service_request_event where jurisdiction_id = ?",
                city.id());
    }

    private static void hide(City city, String id) {
        city.moderate(Format.JSON, id, "visibility", "hidden", "reason", "Personal data").is(200);
    }
}
