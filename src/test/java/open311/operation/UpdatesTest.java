package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UpdatesTest {
    /** When the requests of these tests were made. */
    private final Instant made =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(10));

    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(Format.class)
    void closingSaysWhyAndWhen(Format format) {
        City city = City.create();
        String id = request(city);
        String updateId =
                city.update(
                                format,
                                "service_request_id",
                                id,
                                "status",
                                "closed",
                                "description",
                                "Filled & swept",
                                "updated_datetime",
                                at(3))
                        .record()
                        .get("update_id");
        Map<String, String> request = city.get(format, "requests/" + id).record();
        assertEquals("closed", request.get("status"));
        assertEquals("Filled & swept", request.get("status_notes"));
        assertEquals(at(3), request.get("updated_datetime"));
        assertEquals(at(0), request.get("requested_datetime"));
        Map<String, String> update = city.get(format, "servicerequestupdates").record();
        assertEquals(updateId, update.get("update_id"));
        assertEquals(id, update.get("service_request_id"));
        assertEquals("closed", update.get("status"));
        assertEquals(at(3), update.get("updated_datetime"));
        assertEquals("Filled & swept", update.get("description"));
        assertNull(update.get("media_url"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void closingWithoutAReasonIs400(Format format) {
        City city = City.create();
        String id = request(city);
        for (String status : List.of("closed", "FIXED", "duplicate")) {
            String error =
                    city.update(
                                    format,
                                    "service_request_id",
                                    id,
                                    "status",
                                    status,
                                    "description",
                                    " ")
                            .error(400);
            assertTrue(error.contains("description"), error);
        }
        assertEquals("open", city.request(id).get("status"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aClosedRequestOpensAgain(Format format) {
        City city = City.create();
        String id = request(city);
        close(city, id, "closed", 2);
        city.update(
                        format,
                        "service_request_id",
                        id,
                        "status",
                        "reopen",
                        "description",
                        "It broke again",
                        "updated_datetime",
                        at(5))
                .record();
        Map<String, String> request = city.get(format, "requests/" + id).record();
        assertEquals("open", request.get("status"));
        assertEquals("It broke again", request.get("status_notes"));
        assertEquals(at(5), request.get("updated_datetime"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void updatedDatetimeOfAClosedRequestStaysWhenItWasClosed(Format format) {
        City city = City.create();
        String id = request(city);
        close(city, id, "closed", 2);
        city.update(
                        format,
                        "service_request_id",
                        id,
                        "description",
                        "Thank you",
                        "updated_datetime",
                        at(6))
                .record();
        Map<String, String> request = city.get(format, "requests/" + id).record();
        assertEquals(at(2), request.get("updated_datetime"));
        assertEquals("Thank you", request.get("status_notes"));
        close(city, id, "fixed", 7);
        assertEquals(at(2), city.request(id).get("updated_datetime"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anUpdateThatComesLateUndoesNothingNewer(Format format) {
        City city = City.create();
        String id = request(city);
        close(city, id, "closed", 6);
        city.update(
                        format,
                        "service_request_id",
                        id,
                        "status",
                        "in_progress",
                        "description",
                        "We are on it",
                        "updated_datetime",
                        at(3))
                .record();
        Map<String, String> request = city.get(format, "requests/" + id).record();
        assertEquals("closed", request.get("status"));
        assertEquals("Because", request.get("status_notes"));
        assertEquals(at(6), request.get("updated_datetime"));
        assertEquals(
                List.of("in_progress", "closed"),
                city.get(format, "servicerequestupdates").all("status"));
    }

    @Test
    void aClosingThatComesLateDoesNotCloseWhatWasReopened() {
        City city = City.create();
        String id = request(city);
        close(city, id, "closed", 2);
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        "open",
                        "updated_datetime",
                        at(5))
                .record();
        close(city, id, "fixed", 4);
        assertEquals("open", city.request(id).get("status"));
        assertEquals(at(5), city.request(id).get("updated_datetime"));
    }

    @Test
    void aLateChangeOfServiceOrAgencyUndoesNothingNewer() {
        City city = City.create();
        String id = request(city);
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "service_code",
                        "POTHOLE",
                        "agency_responsible",
                        "New",
                        "updated_datetime",
                        at(5))
                .record();
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "service_code",
                        "STRICT",
                        "agency_responsible",
                        "Old",
                        "updated_datetime",
                        at(3))
                .record();
        assertEquals("POTHOLE", city.request(id).get("service_code"));
        assertEquals("New", city.request(id).get("agency_responsible"));
    }

    static Stream<Arguments> words() {
        return Stream.of(
                        "open open",
                        "investigating open",
                        "in_progress open",
                        "planned open",
                        "action_scheduled open",
                        "internal_referral open",
                        "for_triage open",
                        "reopen open",
                        "closed closed",
                        "fixed closed",
                        "no_further_action closed",
                        "not_councils_responsibility closed",
                        "duplicate closed",
                        "cancelled closed")
                .map(
                        line ->
                                Arguments.of(
                                        line.substring(0, line.indexOf(' ')),
                                        line.substring(line.indexOf(' ') + 1)));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyStatusWordMeansOpenOrClosedInAnyCase(String word, String status) {
        City city = City.create();
        String id = request(city);
        for (String spelling : List.of(word, word.toUpperCase(java.util.Locale.ROOT))) {
            city.update(
                            Format.JSON,
                            "service_request_id",
                            id,
                            "status",
                            spelling,
                            "description",
                            "Because")
                    .record();
            assertEquals(status, city.request(id).get("status"));
        }
        String shown = word.equals("reopen") ? "open" : word;
        assertEquals(
                List.of(shown, shown), city.get(Format.XML, "servicerequestupdates").all("status"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownStatusWordIs400(Format format) {
        City city = City.create();
        String error =
                city.update(format, "service_request_id", request(city), "status", "done")
                        .error(400);
        assertTrue(error.contains("status 'done'") && error.contains("no_further_action"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theSameUpdateIdIsTakenOnce(Format format) {
        City city = City.create();
        String id = request(city);
        String[] update = {
            "service_request_id",
            id,
            "description",
            "Once",
            "update_id",
            "mine-1",
            "updated_datetime",
            at(1)
        };
        Answer first = city.update(format, update);
        assertEquals(first.record(), city.update(format, update).record());
        assertEquals(List.of("Once"), city.get(format, "servicerequestupdates").all("description"));
        city.update(format, "service_request_id", id, "description", "Twice", "update_id", "mine-2")
                .record();
        assertEquals(2, city.get(format, "servicerequestupdates").records().size());
    }

    @Test
    void theSameUpdateIdIsTakenOnceByEightAtATime() throws Exception {
        City city = City.create();
        String id = request(city);
        var answers =
                atOnce(
                        IntStream.range(0, 8)
                                .<Callable<Answer>>mapToObj(
                                        i ->
                                                () ->
                                                        city.update(
                                                                Format.JSON,
                                                                "service_request_id",
                                                                id,
                                                                "description",
                                                                "Once",
                                                                "update_id",
                                                                "mine"))
                                .toList());
        assertEquals(1, new HashSet<>(answers.stream().map(Answer::record).toList()).size());
        assertEquals(1, city.get(Format.JSON, "servicerequestupdates").records().size());
    }

    @Test
    void theSameUpdateIdForTwoRequestsAtATimeIsNoFault() throws Exception {
        City city = City.create();
        List<String> ids = List.of(request(city), request(city));
        for (int round = 0; round < 5; round++) {
            String updateId = "mine-" + round;
            var answers =
                    atOnce(
                            IntStream.range(0, 8)
                                    .<Callable<Answer>>mapToObj(
                                            i ->
                                                    () ->
                                                            city.update(
                                                                    Format.JSON,
                                                                    "service_request_id",
                                                                    ids.get(i % 2),
                                                                    "description",
                                                                    "Once",
                                                                    "update_id",
                                                                    updateId))
                                    .toList());
            answers.forEach(answer -> assertTrue(answer.status() < 500, answer::toString));
        }
        assertEquals(5, city.get(Format.JSON, "servicerequestupdates").records().size());
    }

    @Test
    void updatesAtATimeAreAllTaken() throws Exception {
        City city = City.create();
        String id = request(city);
        atOnce(
                        IntStream.range(0, 8)
                                .<Callable<Answer>>mapToObj(
                                        i ->
                                                () ->
                                                        city.update(
                                                                Format.JSON,
                                                                "service_request_id",
                                                                id,
                                                                "description",
                                                                "No " + i))
                                .toList())
                .forEach(Answer::record);
        assertEquals(8, city.get(Format.JSON, "servicerequestupdates").records().size());
    }

    @Test
    void theSameUpdateIdOfAnotherKeyIsAnotherUpdate() {
        City city = City.create();
        String id = request(city);
        String update = Form.of("service_request_id", id, "description", "x", "update_id", "1");
        String path = city.path(Format.JSON, "servicerequestupdates", "");
        var other = Api.newKey(List.of("manage"), List.of(city.id()));
        assertNotEquals(
                Api.post(path, update + "&api_key=" + city.manageKey()).record(),
                Api.post(path, update + "&api_key=" + other.secret()).record());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void onlyAKeyThatManagesMayUpdate(Format format) {
        City city = City.create();
        String id = request(city);
        String path = city.path(format, "servicerequestupdates", "");
        String update = Form.of("service_request_id", id, "description", "x");
        for (String key :
                List.of(
                        "",
                        "wrong",
                        city.reportKey(),
                        City.create().manageKey(),
                        open311.TestDatabase.ADMIN_KEY)) {
            String error = Api.post(path, update + "&api_key=" + key).error(403);
            assertTrue(error.contains("api_key"), error);
        }
        assertTrue(city.get(format, "servicerequestupdates").records().isEmpty());
        Api.post(path, update, "X-API-Key", city.manageKey()).record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFaultOfAnUpdateIsNamed(Format format) {
        List<String> errors =
                City.create()
                        .update(
                                format,
                                "status",
                                "done",
                                "updated_datetime",
                                "yesterday",
                                "media_url",
                                "x.jpg",
                                "description",
                                "x".repeat(4001))
                        .errors(400);
        assertEquals(5, errors.size(), errors::toString);
        for (String name :
                List.of(
                        "service_request_id",
                        "status",
                        "updated_datetime",
                        "media_url",
                        "description")) {
            assertTrue(errors.stream().anyMatch(error -> error.startsWith(name + " ")), name);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownRequestIs404(Format format) {
        String error =
                City.create()
                        .update(format, "service_request_id", "1", "description", "x")
                        .error(404);
        assertTrue(error.contains("service_request_id '1'"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aWaitingRequestIs404(Format format) {
        City city = City.create();
        city.submit(format, "service_code=TREE&address_id=1").record();
        long id =
                Rows.number(
                        database,
                        "select id from service_request where jurisdiction_id = ?",
                        city.id());
        city.update(format, "service_request_id", Long.toString(id), "description", "x").error(404);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anUpdateThatSaysNothingIs400(Format format) {
        City city = City.create();
        city.update(format, "service_request_id", request(city)).error(400);
    }

    @Test
    void datesBeforeTheRequestAndInTheFutureAre400() {
        City city = City.create();
        String id = request(city);
        for (String when : List.of(at(-1), Instant.now().plusSeconds(3600).toString())) {
            String error =
                    city.update(
                                    Format.JSON,
                                    "service_request_id",
                                    id,
                                    "description",
                                    "x",
                                    "updated_datetime",
                                    when)
                            .error(400);
            assertTrue(error.contains("updated_datetime"), error);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aRequestMovesToAnotherServiceAndAgency(Format format) {
        City city = City.create();
        String id = request(city);
        city.update(
                        format,
                        "service_request_id",
                        id,
                        "service_code",
                        "POTHOLE",
                        "agency_responsible",
                        "Water & Sewer")
                .record();
        Map<String, String> request = city.get(format, "requests/" + id).record();
        assertEquals("POTHOLE", request.get("service_code"));
        assertEquals("Pothole", request.get("service_name"));
        assertEquals("Water & Sewer", request.get("agency_responsible"));
        assertEquals("open", request.get("status"));
        String error =
                city.update(format, "service_request_id", id, "service_code", "NOPE").error(404);
        assertTrue(error.contains("service_code 'NOPE'"), error);
    }

    @Test
    void aRequestMovedToANonPublicServiceIsNoLongerShown() {
        City city = City.create();
        String id = request(city);
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "service_code",
                        "ABUSE",
                        "description",
                        "x")
                .record();
        city.get(Format.JSON, "requests/" + id).error(404);
        assertTrue(city.get(Format.JSON, "servicerequestupdates").records().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theListHasTheOldestFirst(Format format) {
        City city = City.create();
        String a = request(city);
        String b = request(city);
        say(city, a, "third", 3);
        say(city, b, "first", 1);
        say(city, a, "second", 2);
        assertEquals(
                List.of("first", "second", "third"),
                city.get(format, "servicerequestupdates").all("description"));
        assertEquals(
                List.of("second", "third"),
                city.get(format, "servicerequestupdates", "service_request_id=" + a)
                        .all("description"));
        assertEquals(
                List.of("first", "second", "third"),
                city.get(
                                format,
                                "servicerequestupdates",
                                "service_request_id=" + a + "," + b + ",x")
                        .all("description"));
        assertEquals(
                List.of("second"),
                city.get(format, "servicerequestupdates", "page=2&page_size=1").all("description"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theWindowIsInclusive(Format format) {
        City city = City.create();
        String id = request(city);
        for (int day = 1; day <= 4; day++) {
            say(city, id, "day " + day, day);
        }
        assertEquals(
                List.of("day 2", "day 3"),
                city.get(
                                format,
                                "servicerequestupdates",
                                "start_date=" + at(2) + "&end_date=" + at(3))
                        .all("description"));
        assertEquals(
                List.of("day 3", "day 4"),
                city.get(format, "servicerequestupdates", "start_date=" + at(3))
                        .all("description"));
        assertEquals(
                List.of("day 1"),
                city.get(format, "servicerequestupdates", "end_date=" + at(1)).all("description"));
        city.get(format, "servicerequestupdates", "start_date=" + at(3) + "&end_date=" + at(2))
                .error(400);
        city.get(format, "servicerequestupdates", "start_date=x").error(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Grüße 🚧", "<b>&amp;</b>", "a\nb", "=cmd|' /C calc'!A0"})
    void textIsReadBackAsItWasWritten(String text) {
        City city = City.create();
        say(city, request(city), text, 1);
        for (Format format : Format.values()) {
            assertEquals(
                    List.of(text), city.get(format, "servicerequestupdates").all("description"));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void jurisdictionIsRequiredAndMustBeKnown(Format format) {
        City.create();
        String path = Api.V2 + "servicerequestupdates" + format.suffix();
        assertTrue(Api.get(path).error(400).contains("jurisdiction_id"));
        assertTrue(Api.get(path + "?jurisdiction_id=x").error(404).contains("jurisdiction_id"));
    }

    @Test
    void whatWasSaidIsAppendOnly() {
        City city = City.create();
        String id = request(city);
        close(city, id, "closed", 1);
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        "open",
                        "updated_datetime",
                        at(2))
                .record();
        assertEquals(
                3,
                Rows.number(
                        database,
                        "select count(*) from service_request_event where jurisdiction_id = ?",
                        city.id()));
        assertFalse(city.get(Format.JSON, "servicerequestupdates").records().isEmpty());
    }

    private String at(int day) {
        return made.plus(Duration.ofDays(day)).toString();
    }

    private String request(City city) {
        String id = city.submitted("service_code", "LIGHT");
        Rows.moveTo(database, city, id, made);
        return id;
    }

    private void close(City city, String id, String status, int day) {
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        status,
                        "description",
                        "Because",
                        "updated_datetime",
                        at(day))
                .record();
    }

    private void say(City city, String id, String text, int day) {
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "description",
                        text,
                        "updated_datetime",
                        at(day))
                .record();
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        var threads = Executors.newFixedThreadPool(calls.size());
        try {
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
