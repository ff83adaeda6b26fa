package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "Me, too". */
@QuarkusTest
class FollowTest {
    private static final String MARIA = Form.of("email", "maria@example.org");

    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource
    void everybodyCountsOnce(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        assertEquals("1", followers(follow(city, format, id, MARIA)));
        assertEquals("1", followers(follow(city, format, id, MARIA)));
        assertEquals("1", followers(follow(city, format, id, "email=MARIA%40example.ORG")));
        assertEquals("2", followers(follow(city, format, id, "device_id=maria%40example.org")));
        assertEquals("3", followers(follow(city, format, id, "account_id=7")));
        assertEquals("3", followers(follow(city, format, id, "account_id=7&deviceid=new")));
        assertEquals("3", followers(follow(city, format, id, "device_id=new")), "of account 7");
        assertEquals(id, follow(city, format, id, MARIA).record().get("service_request_id"));
        assertEquals(3, extended(city, id).path("followers").asInt());
    }

    @Test
    void atTheSameMomentToo() throws Exception {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        Callable<Answer> call = () -> follow(city, Format.JSON, id, MARIA);
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (var answer : threads.invokeAll(Collections.nCopies(16, call))) {
                assertEquals("1", followers(answer.get()));
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(
                1,
                Rows.number(
                        database,
                        "select count(*) from service_request_event where jurisdiction_id = ? and kind = 'followed'",
                        city.id()));
    }

    @Test
    void theReporterIsNoFollower() {
        City city = City.create();
        String id =
                city.submitted(
                        "service_code", "LIGHT", "email", "Maria@example.org", "device_id", "4f1a");
        assertEquals("0", followers(follow(city, Format.JSON, id, MARIA)));
        assertEquals("0", followers(follow(city, Format.JSON, id, "device_id=4f1a&email=other")));
        assertEquals("1", followers(follow(city, Format.JSON, id, "account_id=4f1a")));
    }

    @Test
    void whoIsMergedCountsWithTheOther() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String same = city.submitted("service_code", "LIGHT");
        String sameAgain = city.submitted("service_code", "LIGHT");
        follow(city, Format.JSON, id, MARIA).is(200);
        follow(city, Format.JSON, same, MARIA).is(200);
        follow(city, Format.JSON, same, "device_id=1").is(200);
        follow(city, Format.JSON, sameAgain, "device_id=2").is(200);
        merge(city, same, id);
        merge(city, sameAgain, same);
        assertEquals(3, extended(city, id).path("followers").asInt());
        assertEquals("4", followers(follow(city, Format.JSON, id, "device_id=3")));
        assertEquals(404, follow(city, Format.JSON, same, MARIA).status());
    }

    /** A closed one may be there again. */
    @ParameterizedTest
    @EnumSource
    void onlyWhatIsPublicIsFollowed(Format format) {
        City city = City.create();
        String hidden = city.submitted("service_code", "LIGHT");
        Rows.hide(database, city, hidden);
        String closed = city.submitted("service_code", "LIGHT");
        city.update(format, "service_request_id", closed, "status", "fixed", "description", "Done")
                .is(200);
        for (String id : List.of(hidden, city.submitted("service_code", "ABUSE"), "1")) {
            assertEquals(
                    "service_request_id '" + id + "' was not found",
                    follow(city, format, id, MARIA).error(404));
        }
        assertEquals("1", followers(follow(city, format, closed, MARIA)));
    }

    @ParameterizedTest
    @EnumSource
    void withoutAKeyOrAPersonNothingHappens(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String path = city.path(format, "requests/" + id + "/follow", "");
        Api.post(path, MARIA).error(403);
        Api.post(path, MARIA, "X-API-Key", city.manageKey()).error(403);
        assertEquals(
                "Who follows was not said; send account_id, email or device_id, so that each counts once",
                follow(city, format, id, "email=+").error(400));
        assertEquals(2, follow(city, format, "1", "").errors(404).size());
        assertEquals(0, extended(city, id).path("followers").asInt());
    }

    @Test
    void nobodyIsToldWhoFollows() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String before = tag(city, id);
        follow(city, Format.JSON, id, MARIA).is(200);
        assertNotEquals(before, tag(city, id));
        assertEquals(List.of(), city.get(Format.JSON, "servicerequestupdates").records());
        assertEquals(
                1,
                city.get(Format.JSON, "requests/" + id, "extensions=true")
                        .json()
                        .path(0)
                        .path("notes")
                        .size());
        assertEquals(
                0,
                Rows.number(
                        database,
                        "select count(*) from service_request_follower where jurisdiction_id = ? and (hash !~ '^[0-9a-f]{64}$' or hash = encode(sha256('maria@example.org'), 'hex'))",
                        city.id()));
    }

    private void merge(City city, String id, String into) {
        Rows.change(
                database,
                "update service_request set duplicate_of = ? where jurisdiction_id = ? and service_request_id = ?",
                Long.valueOf(into),
                city.id(),
                id);
    }

    private static Answer follow(City city, Format format, String id, String who) {
        return Api.post(
                city.path(format, "requests/" + id + "/follow", ""),
                who,
                "X-API-Key",
                city.reportKey());
    }

    private static String followers(Answer answer) {
        return answer.record().get("followers");
    }

    private static JsonNode extended(City city, String id) {
        return city.get(Format.JSON, "requests/" + id, "extensions=true")
                .is(200)
                .json()
                .path(0)
                .path("extended_attributes");
    }

    private static String tag(City city, String id) {
        return city.get(Format.JSON, "requests/" + id, "extensions=true").header("ETag");
    }
}
