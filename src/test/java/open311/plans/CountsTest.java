package open311.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import open311.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call costs, in numbers that are the same on every machine. */
@QuarkusTest
@TestProfile(GeneratedCity.class)
class CountsTest {
    @Inject AgroalDataSource database;

    private GeneratedCity city;

    @BeforeEach
    void aCity() throws IOException {
        city = GeneratedCity.in(database);
        city.force("auto");
    }

    /**
     * Statements that have to do with requests, the one that tells how new they are included, which
     * goes with another in one message; and at most so many pages of 8 kB for each.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 |    0 | services.json
                    0 |    0 | services/POTHOLE.xml
                    2 |   15 | requests/{id}.json
                    2 |   15 | requests/{id}.xml
                    1 |   10 | tokens/{token}.json
                    2 | 1200 | requests.json
                    2 | 1200 | requests.xml
                    2 |  250 | requests.json?page_size=50
                    2 |  250 | requests.json?page_size=50&status=closed&service_code=POTHOLE
                    2 |  900 | requests.json?page_size=50&lat=42.8&long=-71.05&radius=300
                    2 |  900 | requests.json?page_size=50&bbox=-71.055,42.795,-71.045,42.805
                    2 |  500 | requests.json?page_size=50&q=street
                    2 |  500 | requests.json?page_size=50&updated_after={-60}&sort=updated_datetime
                    3 | 9000 | requests.json?page_size=50&count=true
                    """)
    void aCallSaysNoMoreThanItNeeds(int statements, long pages, String path) {
        List<Plan> plans = plansOf(() -> city.get(path));
        assertEquals(statements, plans.size(), plans::toString);
        assertTrue(
                plans.stream().allMatch(plan -> plan.pages() <= pages),
                () -> plans.stream().map(Plan::pages).toList() + " pages: " + plans);
    }

    @Test
    void aReportIsStoredByOneStatement() {
        String key =
                RestAssured.given()
                        .header("X-API-Key", TestDatabase.ADMIN_KEY)
                        .contentType("application/json")
                        .body("{\"name\": \"counts\", \"scopes\": [\"report\"]}")
                        .post("/admin/v1/keys")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("api_key");
        List<Plan> plans =
                plansOf(
                        () ->
                                RestAssured.given()
                                        .formParam("api_key", key)
                                        .formParam("jurisdiction_id", "bench.example")
                                        .formParam("service_code", "POTHOLE")
                                        .formParam("lat", "42.8")
                                        .formParam("long", "-71.05")
                                        .formParam("attribute[SIZE]", "L")
                                        .formParam("email", "maria@example.org")
                                        .post("/open311/v2/requests.json")
                                        .then()
                                        .statusCode(200));
        assertEquals(1, plans.size(), plans::toString);
    }

    @Test
    void noConnectionIsOpenedAfterTheFirst() throws SQLException {
        city.get("requests.json?page_size=1");
        long before = sessions();
        for (int i = 0; i < 100; i++) {
            city.get("requests.json?page_size=1&status=open");
            city.get("requests/{id}.xml");
        }
        // The pool looks at its connections one at a time, and a call may come just then.
        assertTrue(sessions() <= before + 1, () -> "there were " + before);
    }

    @Test
    void noStatementIsCompiled() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show jit")) {
            rows.next();
            assertEquals("off", rows.getString(1));
        }
    }

    private List<Plan> plansOf(Runnable call) {
        call.run();
        return city.plansDuring(call).stream().filter(Plan::isOfLarge).toList();
    }

    private long sessions() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select sessions from pg_stat_database where datname = 'open311'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
