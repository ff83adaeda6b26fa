package open311.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import open311.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens become ids, each once, as everyone outside sees it. */
@QuarkusTest
class BatchRunTest {
    private final String city = "batch-" + UUID.randomUUID();

    @Inject BatchRun batchRun;
    @Inject AgroalDataSource database;

    private String key;

    @BeforeEach
    void publish() {
        RestAssured.given()
                .header("X-API-Key", TestDatabase.ADMIN_KEY)
                .contentType("application/json")
                .body(
                        """
                        {"jurisdiction_id": "%s", "name": "City", "time_zone": "UTC", "contact": "c", "key_service": "k",
                         "endpoint_type": "test", "services": [
                            {"service_code": "TREE", "service_name": "Tree", "type": "batch"},
                            {"service_code": "SIGN", "service_name": "Sign", "type": "batch", "acceptance": "manual"}]}
                        """
                                .formatted(city))
                .put("/admin/v1/jurisdictions/" + city)
                .then()
                .statusCode(200);
        key =
                RestAssured.given()
                        .header("X-API-Key", TestDatabase.ADMIN_KEY)
                        .contentType("application/json")
                        .body("{\"name\": \"k\", \"scopes\": [\"report\"]}")
                        .post("/admin/v1/keys")
                        .jsonPath()
                        .getString("api_key");
    }

    @Test
    void aTokenBecomesAnIdAndTheRequestIsShownAndTold() {
        String token = report("TREE");
        String waits = report("SIGN");
        String cursor = get("changes", "&after=now").getString("next");
        String etag = etag();
        assertEquals(List.of(token), get("tokens/" + token, "").getList("token"));
        assertTrue(get("requests", "").getList("").isEmpty());

        batchRun.acceptAll();

        String id = get("tokens/" + token, "").getString("[0].service_request_id");
        assertEquals(List.of(id), get("requests", "").getList("service_request_id"));
        assertEquals(
                List.of(id),
                get("requests", "&updated_after=2026-01-01").getList("service_request_id"));
        JsonPath changes = get("changes", "&after=" + cursor);
        assertEquals(List.of(id), changes.getList("changes.service_request_id"));
        assertEquals(List.of("created"), changes.getList("changes.change"));
        assertTrue(!etag.equals(etag()), "the version of the list is another one");
        assertEquals(null, get("tokens/" + waits, "").getString("[0].service_request_id"));
    }

    @Test
    void severalRunsAtATimeAcceptEachOnce() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            tokens.add(report("TREE"));
        }
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(batchRun::acceptAll),
                        CompletableFuture.runAsync(batchRun::acceptAll),
                        CompletableFuture.runAsync(batchRun::acceptAll))
                .get(30, TimeUnit.SECONDS);
        assertEquals(40, events(), "one event for each");
        for (String token : tokens) {
            assertTrue(get("tokens/" + token, "").getString("[0].service_request_id") != null);
        }
    }

    @Test
    void whatAnotherServerIsAcceptingIsPassedOver() throws Exception {
        String token = report("TREE");
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery(
                    "select from service_request where token = '%s' for update".formatted(token));
            CompletableFuture.runAsync(batchRun::acceptAll).get(20, TimeUnit.SECONDS);
            assertEquals(0, events());
            other.rollback();
        }
        batchRun.acceptAll();
        assertEquals(1, events());
    }

    private int events() throws SQLException {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement(
                                "select count(*) from service_request_event where jurisdiction_id = ? and kind = 'accepted'")) {
            statement.setString(1, city);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private String report(String serviceCode) {
        return RestAssured.given()
                .formParam("api_key", key)
                .formParam("jurisdiction_id", city)
                .formParam("service_code", serviceCode)
                .formParam("address_id", "7")
                .post("/open311/v2/requests.json")
                .jsonPath()
                .getString("[0].token");
    }

    private JsonPath get(String resource, String more) {
        return RestAssured.get("/open311/v2/" + resource + ".json?jurisdiction_id=" + city + more)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String etag() {
        return RestAssured.get("/open311/v2/requests.json?jurisdiction_id=" + city).header("ETag");
    }
}
