package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiKeysAdminTest {
    private static final String PATH = "/admin/v1/keys";

    @Inject AgroalDataSource database;

    @Test
    void aNewKeyIsShownOnceAndWorks() {
        City city = City.create();
        JsonNode key =
                create(
                                """
                                {"name": "App & Co", "contact": "app@example.org", "scopes": ["report", "manage"],
                                 "jurisdiction_ids": ["%s"]}"""
                                        .formatted(city.id()))
                        .is(200)
                        .json();
        assertTrue(key.path("api_key").asText().length() >= 43);
        assertEquals("App & Co", key.path("name").asText());
        assertEquals("[\"report\",\"manage\"]", key.path("scopes").toString());
        assertEquals("[\"" + city.id() + "\"]", key.path("jurisdiction_ids").toString());
        assertTrue(key.path("last_used_datetime").isNull());
        String submission =
                Form.of(
                        "service_code",
                        "LIGHT",
                        "address_id",
                        "1",
                        "api_key",
                        key.path("api_key").asText());
        Api.post(city.path(Format.JSON, "requests", ""), submission).record();
        Map<String, String> listed = listed(key.path("id").asText());
        assertFalse(listed.containsKey("api_key"));
        assertTrue(listed.get("last_used_datetime") != null);
    }

    @Test
    void secretsAreNeverListedNorStored() {
        var key = Api.newKey(List.of("report"), List.of());
        Answer list = new Answer(Api.admin().get(PATH)).is(200);
        assertFalse(list.text().contains(key.secret()));
        assertFalse(list.text().contains(TestDatabase.ADMIN_KEY));
        assertTrue(list.text().contains(key.id()));
        assertEquals(
                0,
                Rows.number(
                        database,
                        "select count(*) from api_key k where k::text like '%' || ? || '%'",
                        key.secret()));
    }

    @Test
    void revocationWorksAtOnce() {
        City city = City.create();
        var key = Api.newKey(List.of("report"), List.of(city.id()));
        String path = city.path(Format.JSON, "requests", "service_code=LIGHT&address_id=1");
        Api.post(path, "api_key=" + key.secret()).record();
        new Answer(Api.admin().delete(PATH + "/" + key.id())).is(204);
        Api.post(path, "api_key=" + key.secret()).error(403);
        new Answer(Api.admin().delete(PATH + "/" + key.id())).is(204);
        assertTrue(listed(key.id()).get("revoked_datetime") != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "1",
                "00000000-0000-0000-0000-000000000000",
                "0-0-0-0-0",
                "%00",
                "a%2Fb"
            })
    void revokingWhatDoesNotExistIs404(String id) {
        new Answer(Api.admin().delete(PATH + "/" + id)).error(404);
    }

    @Test
    void scopesAreApart() {
        City city = City.create();
        var admin = Api.newKey(List.of("admin"), List.of());
        String form = "service_code=LIGHT&address_id=1&api_key=";
        Api.post(city.path(Format.JSON, "requests", ""), form + admin.secret()).error(403);
        Api.post(city.path(Format.JSON, "requests", ""), form + city.manageKey()).error(403);
        Api.post(
                        city.path(Format.JSON, "servicerequestupdates", ""),
                        "description=x&api_key=" + city.reportKey())
                .error(403);
        for (String key : List.of(city.reportKey(), city.manageKey())) {
            Api.get(PATH, "X-API-Key", key).error(403);
        }
        Api.get(PATH, "X-API-Key", admin.secret()).is(200);
    }

    @Test
    void aKeyWithoutJurisdictionsIsGoodEverywhere() {
        var key = Api.newKey(List.of("report"), List.of());
        for (City city : List.of(City.create(), City.create())) {
            Api.post(
                            city.path(Format.JSON, "requests", "service_code=LIGHT&address_id=1"),
                            "api_key=" + key.secret())
                    .record();
        }
    }

    @Test
    void aBoundAdminKeyStaysWithinItsJurisdictions() {
        City own = City.create();
        City other = City.create();
        var admin = Api.newKey(List.of("admin"), List.of(own.id()));
        var others = Api.newKey(List.of("report"), List.of(other.id()));
        var everywhere = Api.newKey(List.of("report"), List.of());
        var call = List.of("X-API-Key", admin.secret());
        List<String> ids = Api.get(PATH, call.get(0), call.get(1)).all("id");
        assertTrue(ids.contains(admin.id()), ids::toString);
        assertFalse(ids.contains(others.id()) || ids.contains(everywhere.id()), ids::toString);
        for (String id : List.of(others.id(), everywhere.id())) {
            Api.send("DELETE", PATH + "/" + id, call.get(0), call.get(1)).error(404);
            assertEquals(null, listed(id).get("revoked_datetime"));
        }
        for (String body :
                List.of(
                        "{\"name\":\"x\",\"scopes\":[\"report\"],\"jurisdiction_ids\":[\""
                                + other.id()
                                + "\"]}",
                        "{\"name\":\"x\",\"scopes\":[\"report\"]}",
                        "{\"name\":\"x\",\"scopes\":[\"admin\"],\"jurisdiction_ids\":[]}")) {
            Answer answer =
                    new Answer(
                            Api.call()
                                    .header("X-API-Key", admin.secret())
                                    .contentType(ContentType.JSON)
                                    .body(body)
                                    .post(PATH));
            assertTrue(answer.status() == 403 || answer.status() == 400, answer::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scopes\":[\"report\"]} name",
                "{\"name\":\" \",\"scopes\":[\"report\"]} name",
                "{\"name\":7,\"scopes\":[\"report\"]} name",
                "{\"name\":\"x\"} scopes",
                "{\"name\":\"x\",\"scopes\":[]} scopes",
                "{\"name\":\"x\",\"scopes\":[\"root\"]} scopes[0]",
                "{\"name\":\"x\",\"scopes\":\"report\"} scopes",
                "{\"name\":\"x\",\"scopes\":[\"report\"],\"jurisdiction_ids\":[\"nowhere\"]} jurisdiction_ids[0]",
                "{\"name\":\"x\",\"scopes\":[\"report\"],\"secret\":\"mine\"} secret"
            })
    void everyProblemIsNamed(String bodyAndPath) {
        int end = bodyAndPath.lastIndexOf(' ');
        List<String> errors = create(bodyAndPath.substring(0, end)).errors(400);
        String path = bodyAndPath.substring(end + 1);
        assertTrue(
                errors.stream().anyMatch(error -> error.startsWith(path + " ")), errors::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "name=x", "7"})
    void whatIsNoJsonIs400(String body) {
        create(body).errors(400);
    }

    @Test
    void onlyAnAdminKeyMayEnter() {
        City city = City.create();
        for (String key : List.of("", "wrong", city.reportKey(), city.manageKey())) {
            Api.get(PATH, "X-API-Key", key).error(403);
            Api.send("DELETE", PATH + "/x", "X-API-Key", key).error(403);
            new Answer(
                            Api.call()
                                    .header("X-API-Key", key)
                                    .contentType(ContentType.JSON)
                                    .body("{\"name\":\"x\",\"scopes\":[\"admin\"]}")
                                    .post(PATH))
                    .error(403);
        }
    }

    private static Answer create(String body) {
        return new Answer(Api.admin().contentType(ContentType.JSON).body(body).post(PATH));
    }

    private static Map<String, String> listed(String id) {
        return new Answer(Api.admin().get(PATH))
                .records().stream()
                        .filter(key -> id.equals(key.get("id")))
                        .findFirst()
                        .orElseThrow();
    }
}
