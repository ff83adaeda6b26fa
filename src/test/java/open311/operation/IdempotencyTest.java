package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that comes again with its Idempotency-Key. */
@QuarkusTest
class IdempotencyTest {
    private static final String HEADER = "Idempotency-Key";
    private static final String LIGHT =
            Form.of("service_code", "LIGHT", "address_string", "1 Main St");
    private static final String OTHER =
            Form.of("service_code", "LIGHT", "address_string", "2 Main St");

    private final String key = UUID.randomUUID().toString();

    @Inject AgroalDataSource database;
    @Inject Outage outage;

    @ParameterizedTest
    @EnumSource
    void theSameReportIsStoredOnceAndAnsweredAlike(Format format) {
        City city = City.create();
        String form =
                Form.of(
                        "service_code",
                        "POTHOLE",
                        "address_id",
                        "7",
                        "account_id",
                        "0042",
                        "email",
                        "maria@example.org");
        Answer first = city.submitOnce(key, format, form);
        Answer second = city.submitOnce(key, format, form);
        assertEquals(first.record(), second.record());
        assertEquals(first.text(), second.text());
        assertEquals(first.header("Location"), second.header("Location"));
        assertNotNull(first.header("Location"));
        assertEquals("0042", second.record().get("account_id"));
        assertEquals(1, requests(city));
        assertEquals(1, events(city, "submitted"));
    }

    @ParameterizedTest
    @EnumSource
    void theFormatIsThatOfEachCall(Format format) {
        City city = City.create();
        Answer first = city.submitOnce(key, Format.JSON, LIGHT);
        Answer second = city.submitOnce(key, format, LIGHT);
        assertEquals(format, second.format());
        assertEquals(first.record(), second.record());
        assertTrue(second.header("Location").contains(format.suffix()));
        Api.get(second.header("Location")).record();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchServiceGivesTheSameToken(Format format) {
        City city = City.create();
        String form = Form.of("service_code", "TREE", "address_id", "7");
        Answer first = city.submitOnce(key, format, form);
        Answer second = city.submitOnce(key, format, form);
        assertNotNull(first.record().get("token"));
        assertEquals(first.record(), second.record());
        assertEquals(first.header("Location"), second.header("Location"));
        assertEquals(1, requests(city));
    }

    @ParameterizedTest
    @EnumSource
    void aBlackboxServiceGivesTheSameNotice(Format format) {
        City city = City.create();
        String form = Form.of("service_code", "TAX", "address_id", "7");
        Answer first = city.submitOnce(key, format, form);
        Answer second = city.submitOnce(key, format, form);
        assertEquals(
                List.of("service_notice", "account_id"), List.copyOf(second.record().keySet()));
        assertEquals(first.record(), second.record());
        assertNull(second.header("Location"));
        assertEquals(1, requests(city));
    }

    @ParameterizedTest
    @EnumSource
    void anotherReportUnderTheSameKeyIs409(Format format) {
        City city = City.create();
        city.submitOnce(key, format, LIGHT).record();
        String error = city.submitOnce(key, format, OTHER).error(409);
        assertTrue(error.startsWith(HEADER), error);
        for (String form : List.of(LIGHT + "&email=a%40example.org", "service_code=LIGHT&lat=x")) {
            city.submitOnce(key, format, form).error(409);
        }
        assertEquals(1, requests(city));
        city.submitOnce(key + "2", format, OTHER).record();
        assertEquals(2, requests(city));
    }

    @Test
    void whatMeansTheSameIsTheSame() {
        City city = City.create();
        Map<String, String> first =
                city.submitOnce(key, Format.JSON, LIGHT + "&zipcode=01832&phone=").record();
        String turned = "zipcode=01832&address_string=1+Main%20St+&service_code=LIGHT";
        assertEquals(first, city.submitOnce(key, Format.JSON, turned).record());
        assertEquals(first, city.submitOnce(key, Format.JSON, turned + "&locale=es").record());
        assertEquals(
                first,
                Api.post(
                                city.path(Format.XML, "requests", turned),
                                "",
                                "X-API-Key",
                                city.reportKey(),
                                HEADER,
                                key)
                        .record());
        assertEquals(
                first,
                new Answer(
                                Api.call()
                                        .header(HEADER, key)
                                        .multiPart("jurisdiction_id", city.id())
                                        .multiPart("api_key", city.reportKey())
                                        .multiPart("zipcode", "01832")
                                        .multiPart("service_code", "LIGHT")
                                        .multiPart("address_string", "1 Main St")
                                        .post("/open311/v2/requests.json"))
                        .record());
        assertEquals(1, requests(city));
    }

    /** Whoever lost the first answer has to hear of what was stored, whatever is offered now. */
    @ParameterizedTest
    @EnumSource
    void theAnswerStaysWhenTheCatalogMovesOn(Format format) {
        City city = City.create();
        String form = Form.of("service_code", "TAX", "address_id", "7", "account_id", "0042");
        Map<String, String> first = city.submitOnce(key, format, form).record();
        city.put(City.SERVICES.replace("By mail", "By pigeon").replace("agency: highway", ""));
        assertEquals("By mail", first.get("service_notice"));
        assertEquals(first, city.submitOnce(key, format, form).record());
        city.put("services: [{service_code: A, service_name: A}]");
        assertEquals(first, city.submitOnce(key, format, form).record());
        assertEquals(404, city.submit(format, form).status());
    }

    @Test
    void theAnswerStaysWhenTheRequestIsHidden() {
        City city = City.create();
        Map<String, String> first = city.submitOnce(key, Format.JSON, LIGHT).record();
        Rows.hide(database, city, first.get("service_request_id"));
        assertEquals(first, city.submitOnce(key, Format.JSON, LIGHT).record());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedDoesNotUseTheKeyUp(Format format) {
        City city = City.create();
        city.submitOnce(key, format, "service_code=LIGHT").error(400);
        city.submitOnce(key, format, LIGHT + "&service_code=X").errors(400);
        city.submitOnce(key, format, "service_code=X&address_id=1").error(404);
        assertEquals(0, keys(city));
        city.submitOnce(key, format, OTHER).record();
        assertEquals(1, requests(city));
    }

    @Test
    void anotherCallersKeyIsAnother() {
        City city = City.create();
        Api.Key everywhere = Api.newKey(List.of("report"), List.of());
        City neighbour = City.create();
        var ids = new HashSet<String>();
        ids.add(city.submitOnce(key, Format.JSON, LIGHT).record().get("service_request_id"));
        for (City each : List.of(city, neighbour)) {
            for (int time = 1; time <= 2; time++) {
                ids.add(
                        Api.post(
                                        each.path(Format.JSON, "requests", ""),
                                        OTHER,
                                        "X-API-Key",
                                        everywhere.secret(),
                                        HEADER,
                                        key)
                                .record()
                                .get("service_request_id"));
            }
        }
        assertEquals(3, ids.size());
        assertEquals(2, requests(city));
        assertEquals(1, requests(neighbour));
    }

    @ParameterizedTest
    @EnumSource
    void aMalformedKeyIs400(Format format) {
        City city = City.create();
        for (String malformed : List.of("", "two words", "x".repeat(256))) {
            String error = city.submitOnce(malformed, format, LIGHT).error(400);
            assertTrue(error.startsWith(HEADER) && error.contains("255"), error);
        }
        assertEquals(
                2, city.submitOnce("two words", format, "service_code=LIGHT").errors(400).size());
        String id = city.submitted("service_code", "LIGHT");
        assertTrue(
                city.updateOnce("two words", format, "service_request_id", id, "status", "planned")
                        .error(400)
                        .startsWith(HEADER));
        assertTrue(
                follow(city, format, "two words", id, "device_id=1").error(400).startsWith(HEADER));
        assertEquals(1, requests(city));
        city.submitOnce("~".repeat(255), format, LIGHT).record();
    }

    @ParameterizedTest
    @EnumSource
    void twoDifferentKeysAre400(Format format) {
        City city = City.create();
        String error = city.submit(format, LIGHT, HEADER, key, HEADER, key + "2").error(400);
        assertTrue(error.startsWith(HEADER), error);
        city.submit(format, LIGHT, HEADER, key, HEADER, key).record();
        assertEquals(1, requests(city));
    }

    @Test
    void aKeyIsFreeAgainAfterADay() {
        City city = City.create();
        city.submitOnce(key, Format.JSON, LIGHT).record();
        assertEquals(1, Rows.change(database, moved(city, "23 hours 59 minutes")));
        city.submitOnce(key, Format.JSON, OTHER).error(409);
        assertEquals(1, Rows.change(database, moved(city, "1 minute")));
        Map<String, String> other = city.submitOnce(key, Format.JSON, OTHER).record();
        assertEquals(other, city.submitOnce(key, Format.JSON, OTHER).record());
        city.submitOnce(key, Format.JSON, LIGHT).error(409);
        assertEquals(2, requests(city));
    }

    private static String moved(City city, String interval) {
        return "update idempotency_key set expires_datetime = expires_datetime - interval '%s' where jurisdiction_id = '%s'"
                .formatted(interval, city.id());
    }

    @Test
    void anExpiredAnswerIsNotGivenInPlaceOfARefusal() {
        City city = City.create();
        city.submitOnce(key, Format.JSON, LIGHT).record();
        Rows.change(database, moved(city, "1 day"));
        city.put("services: [{service_code: A, service_name: A}]");
        city.submitOnce(key, Format.JSON, LIGHT).error(404);
    }

    @Test
    void aReportWithoutAKeyIsStoredAsOftenAsItComes() {
        City city = City.create();
        city.submit(Format.JSON, LIGHT).record();
        city.submit(Format.JSON, LIGHT).record();
        assertEquals(2, requests(city));
        assertEquals(0, keys(city));
    }

    @Test
    void neitherTheKeyNorThePersonCanBeRead() {
        City city = City.create();
        city.submitOnce(
                        "maria-7",
                        Format.JSON,
                        LIGHT + "&email=maria-7&account_id=maria-7&description=maria-7")
                .record();
        assertEquals(
                1,
                Rows.number(
                        database,
                        """
                        select count(*) from idempotency_key
                        where jurisdiction_id = ?
                          and position('maria-7' in idempotency_key::text) = 0
                          and position(encode('maria-7', 'hex') in idempotency_key::text) = 0""",
                        city.id()));
    }

    @Test
    void atTheSameMomentToo() throws Exception {
        City city = City.create();
        List<Answer> answers = atOnce(20, () -> city.submitOnce(key, Format.JSON, LIGHT));
        Set<String> bodies = new HashSet<>();
        answers.forEach(answer -> bodies.add(answer.is(200).text() + answer.header("Location")));
        assertEquals(1, bodies.size(), bodies::toString);
        assertEquals(1, requests(city));
        assertEquals(1, events(city, "submitted"));
    }

    /** Whoever waits for another call that comes to nothing does what that one did not. */
    @Test
    void aCallThatIsRolledBackLeavesItsKeyToTheNext() throws Exception {
        City city = City.create();
        Callable<Answer> call =
                () -> city.submitOnce(key, Format.JSON, LIGHT + "&email=maria%40example.org");
        List<Answer> answers =
                outage.cuttingOffTheFirst(city, "service", List.of(call, call, call));
        var ids = new HashSet<String>();
        int refused = 0;
        for (Answer answer : answers) {
            if (answer.status() == 200) {
                ids.add(answer.record().get("service_request_id"));
            } else {
                assertTrue(answer.status() >= 500, answer::toString);
                refused++;
            }
        }
        assertEquals(1, refused);
        assertEquals(1, ids.size(), ids::toString);
        assertEquals(1, requests(city));
        assertEquals(1, keys(city));
    }

    @ParameterizedTest
    @EnumSource
    void theSameUpdateIsStoredOnceAndAnsweredAlike(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String[] update = {"service_request_id", id, "status", "fixed", "description", "Done"};
        Answer first = city.updateOnce(key, format, update);
        city.update(
                        format,
                        "service_request_id",
                        id,
                        "status",
                        "reopen",
                        "description",
                        "Dark again")
                .record();
        Answer second = city.updateOnce(key, format, update);
        assertEquals(first.record(), second.record());
        assertEquals("open", city.request(id).get("status"));
        assertEquals(2, events(city, "updated"));
        update[5] = "Done!";
        String error = city.updateOnce(key, format, update).error(409);
        assertTrue(error.startsWith(HEADER), error);
        assertEquals(2, events(city, "updated"));
        city.update(format, update).record();
        city.update(format, update).record();
        assertEquals(4, events(city, "updated"));
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedUpdateDoesNotUseTheKeyUp(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        city.updateOnce(key, format, "service_request_id", id, "status", "closed").error(400);
        city.updateOnce(key, format, "service_request_id", "1", "status", "planned").error(404);
        city.updateOnce(
                        key,
                        format,
                        "service_request_id",
                        id,
                        "status",
                        "planned",
                        "updated_datetime",
                        "2001-01-01")
                .error(400);
        assertEquals(0, keys(city));
        city.updateOnce(key, format, "service_request_id", id, "status", "planned").record();
    }

    @Test
    void updatesAtTheSameMomentAreStoredOnce() throws Exception {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        List<Answer> answers =
                atOnce(
                        20,
                        () ->
                                city.updateOnce(
                                        key,
                                        Format.JSON,
                                        "service_request_id",
                                        id,
                                        "status",
                                        "planned"));
        Set<String> bodies = new HashSet<>();
        answers.forEach(answer -> bodies.add(answer.is(200).text()));
        assertEquals(1, bodies.size(), bodies::toString);
        assertEquals(1, events(city, "updated"));
    }

    @Test
    void anUpdateThatIsRolledBackLeavesItsKeyToTheNext() throws Exception {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        Callable<Answer> call =
                () ->
                        city.updateOnce(
                                key, Format.JSON, "service_request_id", id, "status", "planned");
        List<Answer> answers =
                outage.cuttingOffTheFirst(city, "service_request", List.of(call, call));
        assertEquals(Set.of(200, 503), Set.of(answers.get(0).status(), answers.get(1).status()));
        assertEquals(1, events(city, "updated"));
        assertEquals(1, keys(city));
    }

    /** With a key of both scopes, so that it is the same caller. */
    @Test
    void anotherOperationIsAnotherCall() {
        City city = City.create();
        String secret = Api.newKey(List.of("report", "manage"), List.of(city.id())).secret();
        String form = LIGHT + "&service_request_id=" + city.submitted("service_code", "LIGHT");
        String[] headers = {"X-API-Key", secret, HEADER, key};
        Api.post(city.path(Format.JSON, "requests", ""), form, headers).record();
        Api.post(city.path(Format.JSON, "servicerequestupdates", ""), form, headers).error(409);
    }

    @ParameterizedTest
    @EnumSource
    void theSameFollowerIsAnsweredAlike(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String other = city.submitted("service_code", "LIGHT");
        Map<String, String> first = follow(city, format, key, id, "device_id=1").record();
        follow(city, format, key + "2", id, "device_id=2").record();
        assertEquals(first, follow(city, format, key, id, "device_id=1").record());
        assertEquals(Map.of("service_request_id", id, "followers", "1"), first);
        follow(city, format, key, id, "device_id=2").error(409);
        follow(city, format, key, other, "device_id=1").error(409);
        follow(city, format, key + "3", id, "").error(400);
        assertEquals(2, keys(city));
    }

    @Test
    void aPageOfAnotherSiteMaySendTheKey() {
        Answer answer =
                Api.send(
                        "OPTIONS",
                        Api.V2 + "requests.json",
                        "Origin",
                        "https://city.example.org",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "idempotency-key");
        assertTrue(
                List.of(answer.header("Access-Control-Allow-Headers").split(", ", -1))
                        .contains(HEADER));
    }

    private static Answer follow(City city, Format format, String key, String id, String form) {
        return Api.post(
                city.path(format, "requests/" + id + "/follow", ""),
                form,
                "X-API-Key",
                city.reportKey(),
                HEADER,
                key);
    }

    private static List<Answer> atOnce(int callers, Callable<Answer> call) throws Exception {
        var threads = Executors.newFixedThreadPool(callers);
        try {
            var answers = new ArrayList<Answer>();
            for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(callers, call))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private long requests(City city) {
        return Rows.number(
                database,
                "select count(*) from service_request where jurisdiction_id = ?",
                city.id());
    }

    private long events(City city, String kind) {
        return Rows.number(
                database,
                "select count(*) from service_request_event where jurisdiction_id = ? and kind = ?",
                city.id(),
                kind);
    }

    private long keys(City city) {
        return Rows.number(
                database,
                "select count(*) from idempotency_key where jurisdiction_id = ?",
                city.id());
    }
}
