package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two cities behind one endpoint: nothing of one can be seen or changed through the other. */
@QuarkusTest
class IsolationTest {
    @ParameterizedTest
    @EnumSource(Format.class)
    void nothingOfOneIsSeenThroughTheOther(Format format) {
        City one = City.create();
        City other = City.with("services: [{service_code: OWN, service_name: Own}]");
        String id = one.submitted("service_code", "LIGHT", "description", "of one");
        String token = one.submit(format, "service_code=TREE&address_id=1").record().get("token");
        String update = "service_request_id=" + id;
        one.update(format, "service_request_id", id, "description", "said by one").record();
        for (String key : keys(one, other)) {
            String query = "extensions=true&api_key=" + key;
            assertEquals(List.of("OWN"), other.get(format, "services", query).all("service_code"));
            other.get(format, "services/LIGHT", query).error(404);
            other.get(format, "requests/" + id, query).error(404);
            other.get(format, "tokens/" + token, query).error(404);
            for (String filter :
                    List.of(
                            "",
                            "&" + update,
                            "&service_code=LIGHT",
                            "&status=open",
                            "&start_date=2026-01-01")) {
                assertTrue(
                        other.get(format, "requests", query + filter).records().isEmpty(), filter);
                assertTrue(
                        other.get(format, "servicerequestupdates", query + filter)
                                .records()
                                .isEmpty(),
                        filter);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nothingOfOneIsChangedThroughTheOther(Format format) {
        City one = City.create();
        City other = City.create();
        String id = one.submitted("service_code", "LIGHT");
        other.update(format, "service_request_id", id, "status", "closed", "description", "x")
                .error(404);
        for (String key :
                List.of(other.manageKey(), other.reportKey(), "wrong", TestDatabase.ADMIN_KEY)) {
            Api.post(
                            one.path(format, "servicerequestupdates", ""),
                            Form.of(
                                    "service_request_id",
                                    id,
                                    "status",
                                    "closed",
                                    "description",
                                    "x",
                                    "api_key",
                                    key))
                    .error(403);
            Api.post(
                            one.path(format, "requests", ""),
                            "service_code=LIGHT&address_id=1&api_key=" + key)
                    .error(403);
        }
        assertEquals("open", one.request(id).get("status"));
        assertEquals(1, one.get(format, "requests").records().size());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theSameCodesBelongToEachCityAlone(Format format) {
        City one = City.with("services: [{service_code: A, service_name: One}]");
        City other = City.with("services: [{service_code: A, service_name: Other}]");
        one.submitted("service_code", "A");
        String id = other.submitted("service_code", "A");
        assertEquals(
                List.of("One"), one.get(format, "requests", "service_code=A").all("service_name"));
        assertEquals(
                List.of(id),
                other.get(format, "requests", "service_code=A").all("service_request_id"));
        one.put("services: []");
        assertEquals(1, other.get(format, "services").records().size());
        one.submit(format, "service_code=A&address_id=1").error(404);
        other.submit(format, "service_code=A&address_id=1").record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theSameUpdateIdInTwoCitiesIsTwoUpdates(Format format) {
        City one = City.create();
        City other = City.create();
        var key = Api.newKey(List.of("manage"), List.of());
        for (City city : List.of(one, other)) {
            String id = city.submitted("service_code", "LIGHT");
            Api.post(
                            city.path(format, "servicerequestupdates", ""),
                            Form.of(
                                    "service_request_id",
                                    id,
                                    "update_id",
                                    "1",
                                    "description",
                                    "of " + id,
                                    "api_key",
                                    key.secret()))
                    .record();
            assertEquals(
                    List.of("of " + id),
                    city.get(format, "servicerequestupdates").all("description"));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void jurisdictionIdMayStandInQueryOrBodyButNotContradictItself(Format format) {
        City one = City.create();
        City other = City.create();
        String form = "service_code=LIGHT&address_id=1&api_key=" + one.reportKey();
        Api.post(one.path(format, "requests", ""), form).record();
        Answer answer =
                Api.post(one.path(format, "requests", ""), form + "&jurisdiction_id=" + other.id());
        assertTrue(answer.status() == 400 || answer.status() == 403, answer::toString);
        assertTrue(other.get(format, "requests").records().isEmpty());
        assertEquals(1, one.get(format, "requests").records().size());
        String twice = "?jurisdiction_id=" + one.id() + "&jurisdiction_id=" + other.id();
        for (String resource :
                List.of(
                        "services",
                        "requests",
                        "servicerequestupdates",
                        "services/LIGHT",
                        "tokens/x",
                        "requests/1")) {
            assertTrue(
                    Api.get(Api.V2 + resource + format.suffix() + twice)
                            .error(400)
                            .contains("jurisdiction_id"));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyOperationNeedsAKnownJurisdiction(Format format) {
        City city = City.create();
        for (String resource :
                List.of(
                        "services",
                        "services/LIGHT",
                        "requests",
                        "requests/1",
                        "tokens/x",
                        "servicerequestupdates")) {
            String path = Api.V2 + resource + format.suffix();
            for (String blank : List.of("", "?jurisdiction_id=", "?jurisdiction_id=+&status=")) {
                assertTrue(Api.get(path + blank).error(400).contains("jurisdiction_id"), resource);
            }
            for (String unknown :
                    List.of("nowhere", city.id() + "x", "*", "%27%20or%201=1", "CITY")) {
                assertTrue(
                        Api.get(path + "?jurisdiction_id=" + unknown)
                                .error(404)
                                .contains("jurisdiction_id"),
                        resource);
            }
            assertTrue(Api.get(path + "?jurisdiction_id=+" + city.id() + "+").text().length() > 0);
        }
        String form = "service_code=LIGHT&address_id=1&api_key=" + city.reportKey();
        for (String resource : List.of("requests", "servicerequestupdates")) {
            String path = Api.V2 + resource + format.suffix();
            assertTrue(Api.post(path, form).error(400).contains("jurisdiction_id"));
            assertTrue(
                    Api.post(path, form + "&jurisdiction_id=x")
                            .error(404)
                            .contains("jurisdiction_id"));
        }
    }

    @Test
    void eachCityHasItsOwnChangeset() {
        City one = City.create();
        City other = City.create();
        String before = changeset(other);
        one.put("services: []");
        assertEquals(before, changeset(other));
    }

    private static String changeset(City city) {
        return Api.get("/discovery.json?jurisdiction_id=" + city.id())
                .json()
                .path("changeset")
                .asText();
    }

    private static List<String> keys(City one, City other) {
        return List.of(
                "",
                "wrong",
                one.reportKey(),
                one.manageKey(),
                other.manageKey(),
                TestDatabase.ADMIN_KEY);
    }
}
