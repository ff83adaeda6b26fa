package open311.plans;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import open311.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No call reads a table that grows from end to end. */
@QuarkusTest
@TestProfile(PlansTest.Generated.class)
class PlansTest {
    private static final int REQUESTS = 100_000;
    private static final Path BENCH = Path.of("src", "bench");
    private static final Path DIRECTORY = Path.of("target", "plans-database");

    /** Below the endpoint; a call of a new operation belongs here. */
    private static final String CALLS =
            """
            requests.json
            requests.json?page_size=50
            requests.json?page_size=50&status=open
            requests.json?page_size=50&status=closed
            requests.json?page_size=50&service_code=POTHOLE
            requests.json?page_size=50&service_code=DOG
            requests.json?page_size=50&service_code=POTHOLE&status=open
            requests.json?page_size=50&service_code=POTHOLE,DOG,GRAFFITI
            requests.json?page_size=50&service_code=POTHOLE,DOG,GRAFFITI&status=open
            requests.json?page_size=50&group=Parks
            requests.json?page_size=50&start_date=2024-01-01&end_date=2024-03-30
            requests.json?page_size=50&start_date=2024-01-01&end_date=2024-03-30&status=closed
            requests.json?page_size=50&start_date=2024-01-01&end_date=2024-03-30&status=open
            requests.json?page_size=50&start_date=2024-01-01&end_date=2024-03-30&service_code=DOG
            requests.json?page_size=50&agency_responsible=Parking+Authority
            requests.json?page_size=50&agency_responsible=City+Clerk
            requests.json?page_size=50&agency_responsible=Nobody
            requests.json?page_size=50&has_media=true
            requests.json?page_size=50&has_media=false
            requests.json?page_size=50&lat=42.8&long=-71.05&radius=300
            requests.json?page_size=50&lat=42.8&long=-71.05&radius=5000
            requests.json?page_size=50&lat=42.8&long=-71.05&radius=5000&sort=distance
            requests.json?page_size=50&lat=42.8&long=-71.05&radius=300&sort=distance
            requests.json?page_size=50&bbox=-71.06,42.79,-71.04,42.81
            requests.json?page_size=50&bbox=-71.2,42.7,-70.9,42.9
            requests.json?page_size=50&bbox=179,42.7,-179,42.9
            requests.json?page_size=50&q=street
            requests.json?page_size=50&q=pothole
            requests.json?page_size=50&q=pothole+school
            requests.json?page_size=50&q=caf%C3%A9+library
            requests.json?page_size=50&q=unheardof
            requests.json?page_size=50&q=kenoza
            requests.json?page_size=50&updated_after=2026-11-22
            requests.json?page_size=50&updated_after=2024-01-01
            requests.json?page_size=50&updated_before=2024-01-01
            requests.json?page_size=50&updated_after=2024-01-01&sort=updated_datetime
            requests.json?page_size=50&updated_after=2024-01-01&status=open
            requests.json?page_size=50&updated_after=2026-11-22&status=open&service_code=POTHOLE
            requests.json?page_size=50&sort=status
            requests.json?page_size=50&sort=service_code
            requests.json?page_size=50&sort=updated_datetime
            requests.json?page_size=50&sort=-updated_datetime
            requests.json?page_size=50&sort=service_request_id
            requests.json?page_size=50&sort=-service_request_id
            requests.json?page_size=50&sort=requested_datetime
            requests.json?page_size=50&count=true
            requests.json?page_size=50&page=40
            requests.json?page_size=50&extensions=true
            requests.json?page_size=50&jurisdiction_id=small.example
            requests.json?page_size=50&status=open&jurisdiction_id=small.example
            requests.json?page_size=50&lat=42.8&long=-71.05&radius=5000&jurisdiction_id=small.example
            requests.json?page_size=50&q=street&jurisdiction_id=small.example
            requests.json?page_size=50&updated_after=2024-01-01&jurisdiction_id=small.example
            requests.json?service_request_id=100100,150000,199999
            requests/150000.json
            requests/150000.xml?extensions=true
            servicerequestupdates.json?page_size=50
            servicerequestupdates.json?page_size=50&start_date=2026-11-01
            servicerequestupdates.json?page_size=50&service_request_id=150000,150001
            servicerequestupdates.json?page_size=50&jurisdiction_id=small.example
            """;

    private static PlanLog log;
    private static String mode = "";

    @Inject AgroalDataSource database;

    static Stream<Arguments> calls() {
        return Stream.of("force_custom_plan", "force_generic_plan")
                .flatMap(way -> CALLS.lines().map(path -> Arguments.of(way, path)));
    }

    @BeforeEach
    void aCity() throws IOException {
        if (log == null) {
            for (String city : List.of("bench.example", "small.example")) {
                RestAssured.given()
                        .header("X-API-Key", TestDatabase.ADMIN_KEY)
                        .contentType("application/yaml")
                        .body(
                                Files.readString(BENCH.resolve("city.yaml"))
                                        .replace("bench.example", city)
                                        .getBytes(StandardCharsets.UTF_8))
                        .put("/admin/v1/jurisdictions/" + city)
                        .then()
                        .statusCode(200);
            }
            String generate = Files.readString(BENCH.resolve("generate.sql"));
            PlanLog.execute(database, "set bench.rows = " + REQUESTS + ";" + generate);
            PlanLog.execute(
                    database,
                    "set bench.rows = 500; set bench.jurisdiction = 'small.example';" + generate);
            log = PlanLog.of(database, DIRECTORY);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void noTableIsReadFromEndToEnd(String way, String path) {
        if (!mode.equals(way)) {
            log.force(way);
            mode = way;
        }
        List<Plan> plans = log.during(() -> get(path));
        plans.stream()
                .filter(plan -> plan.rowsRead() > 0)
                .forEach(
                        plan ->
                                System.out.println(
                                        "PLAN "
                                                + way
                                                + " | "
                                                + path
                                                + " | "
                                                + plan.readsAll()
                                                + " | "
                                                + plan.rowsRead()));
        assertTrue(plans.stream().anyMatch(plan -> plan.rowsRead() > 0), "nothing was read");
        assertAll(plans.stream().map(plan -> () -> assertFalse(plan.readsAll(), plan::toString)));
    }

    private static void get(String path) {
        Response response =
                RestAssured.given()
                        .urlEncodingEnabled(false)
                        .get(
                                "/open311/v2/"
                                        + path
                                        + (path.contains("jurisdiction_id=")
                                                ? ""
                                                : (path.contains("?") ? "&" : "?")
                                                        + "jurisdiction_id=bench.example"));
        assertEquals(200, response.statusCode(), response::asString);
    }

    /** A database of its own. */
    public static class Generated implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(
                            TestDatabase.class, Map.of("directory", DIRECTORY.toString())));
        }
    }
}
