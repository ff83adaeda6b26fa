package open311.plans;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No call reads a table that grows from end to end, nor more of it than its answer needs. */
@QuarkusTest
@TestProfile(GeneratedCity.class)
class PlansTest {
    private static final int DEEP_PAGE = 6;
    private static final int OFTEN = 40;

    /**
     * How many rows of the tables that grow a statement of the call may read at most, those that it
     * throws away included, and the call, below the endpoint; a call of a new operation belongs
     * here. {-90} is the day ninety days ago. The window of ninety days has 5,400 of the rows.
     */
    private static final String CALLS =
            """
            1200 requests.json
            1000 requests.json?page_size=50&bbox=-71.055,42.795,-71.045,42.805
            500 requests.json?page_size=50&lat=42.8&long=-71.05&radius=300
            100 requests.json?page_size=50
            100 requests.json?page_size=50&status=open
            100 requests.json?page_size=50&status=closed
            100 requests.json?page_size=50&service_code=POTHOLE
            100 requests.json?page_size=50&service_code=DOG
            100 requests.json?page_size=50&service_code=POTHOLE&status=open
            100 requests.json?page_size=50&service_code=DOG&status=closed
            100 requests.json?page_size=50&start_date={-900}&end_date={-811}
            100 requests.json?page_size=50&start_date={-900}&end_date={-811}&status=closed
            100 requests.json?page_size=50&start_date={-900}&end_date={-811}&status=open
            100 requests.json?page_size=50&start_date={-900}&end_date={-811}&service_code=DOG
            500 requests.json?page_size=50&has_media=true
            200 requests.json?page_size=50&has_media=false
            2500 requests.json?page_size=50&page=40
            200 requests.json?page_size=50&extensions=true
            100 requests.json?page_size=50&jurisdiction_id=small.example
            100 requests.json?page_size=50&status=open&jurisdiction_id=small.example
            5 requests.json?service_request_id=100100,130000,159999
            2000 requests.json?page_size=50&updated_after={-60}&sort=updated_datetime
            10 requests/{id}.json
            10 requests/{id}.xml?extensions=true
            10 requests/{token}.json
            1 tokens/{token}.json
            10 requests/130000000.json
            1500 requests.csv?service_code=DOG
            400 changes.json?limit=100
            20 changes.json?after=now
            500 requests/similar.json?service_code=POTHOLE&lat=42.8&long=-71.05
            400 servicerequestupdates.json?page_size=50
            400 servicerequestupdates.json?page_size=50&start_date={-20}
            10 servicerequestupdates.json?page_size=50&service_request_id={id}
            20 servicerequestupdates.json?page_size=50&service_request_id={id},130000,130001
            1500 servicerequestupdates.json?page_size=50&jurisdiction_id=small.example
            """;

    /** The same of calls whose values decide which index serves best. */
    private static final String CALLS_BY_VALUE =
            """
            1000 requests.json?page_size=50&service_code=POTHOLE,DOG,GRAFFITI
            1000 requests.json?page_size=50&service_code=PARK_BENCH,RECORDS,DOG
            1000 requests.json?page_size=50&service_code=POTHOLE,DOG,GRAFFITI&status=open
            1000 requests.json?page_size=50&group=Parks
            6000 requests.json?page_size=50&agency_responsible=Parking+Authority
            6000 requests.json?page_size=50&agency_responsible=Nobody
            500 requests.json?page_size=50&lat=42.8&long=-71.05&radius=300&sort=distance
            1000 requests.json?page_size=50&lat=42.8&long=-71.05&radius=5000
            1000 requests.json?page_size=50&bbox=-71.2,42.7,-70.9,42.9
            10 requests.json?page_size=50&bbox=10,42.7,11,52.9
            6000 requests.json?page_size=50&bbox=179,42.7,-179,42.9
            500 requests.json?page_size=50&q=street
            1000 requests.json?page_size=50&q=pothole
            1500 requests.json?page_size=50&q=kenoza
            1500 requests.json?page_size=50&q=pothole+school
            200 requests.json?page_size=50&q=caf%C3%A9+library
            10 requests.json?page_size=50&q=unheardof
            1000 requests.json?page_size=50&updated_after={-1}
            100 requests.json?page_size=50&updated_after={-900}
            3000 requests.json?page_size=50&updated_before={-900}
            100 requests.json?page_size=50&updated_after={-900}&status=open
            1000 requests.json?page_size=50&updated_after={-1}&status=open&service_code=POTHOLE
            6000 requests.json?page_size=50&sort=status
            1000 requests.json?page_size=50&sort=service_code
            1000 requests.json?page_size=50&sort=updated_datetime
            200 requests.json?page_size=50&sort=-updated_datetime
            100 requests.json?page_size=50&sort=-service_request_id
            100 requests.json?page_size=50&sort=requested_datetime
            6000 requests.json?page_size=50&count=true
            100 requests.json?page_size=50&lat=42.8&long=-71.05&radius=5000&jurisdiction_id=small.example
            100 requests.json?page_size=50&q=street&jurisdiction_id=small.example
            100 requests.json?page_size=50&updated_after={-900}&jurisdiction_id=small.example
            """;

    /** Lists in the order of an index, of which a page far behind costs what the first does. */
    private static final List<String> DEEP =
            List.of(
                    "",
                    "&status=closed",
                    "&service_code=MISSED_TRASH",
                    "&sort=requested_datetime",
                    "&sort=-updated_datetime",
                    "&updated_after={-900}");

    private static final Pattern NEXT = Pattern.compile("/v2/(requests[^>]*)>; *rel=\"?next");

    @Inject AgroalDataSource database;

    static Stream<Arguments> calls() {
        return Stream.of("force_custom_plan", "force_generic_plan")
                .flatMap(
                        way ->
                                Stream.concat(
                                        lines(way, CALLS, false),
                                        lines(way, CALLS_BY_VALUE, way.contains("generic"))));
    }

    private static Stream<Arguments> lines(String way, String calls, boolean isUnlimited) {
        return calls.lines()
                .map(line -> line.split(" ", 2))
                .map(
                        parts ->
                                Arguments.of(
                                        way,
                                        isUnlimited ? Long.MAX_VALUE : Long.parseLong(parts[0]),
                                        parts[1]));
    }

    static Stream<Arguments> deep() {
        return Stream.of("force_custom_plan", "force_generic_plan")
                .flatMap(
                        way ->
                                DEEP.stream()
                                        // Planned by its values whatever the others are.
                                        .filter(
                                                path ->
                                                        way.contains("custom")
                                                                || !path.contains("sort"))
                                        .map(path -> Arguments.of(way, path)));
    }

    private GeneratedCity city;

    @BeforeEach
    void aCity() throws IOException {
        city = GeneratedCity.in(database);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void noMoreRowsAreReadThanACallNeeds(String way, long most, String path) {
        city.force(way);
        check(city.plansDuring(() -> city.get(path)), most);
    }

    @ParameterizedTest
    @MethodSource("deep")
    void aPageFarBehindReadsNoMoreThanTheFirst(String way, String filter) {
        city.force(way);
        String path = "requests.json?page_size=200" + filter;
        for (int page = 1; page < DEEP_PAGE; page++) {
            Matcher next = NEXT.matcher(city.get(path).getHeader("Link"));
            assertTrue(next.find(), "the list ends before page " + DEEP_PAGE);
            path = next.group(1);
        }
        String far = path.replace("page_size=200", "page_size=50");
        check(city.plansDuring(() -> city.get(far)), 200);
    }

    @Test
    void noPlanWithoutTheValuesIsKeptWhereTheyDecide() {
        city.force("auto");
        // After ten calls by one connection PostgreSQL would have the choice.
        check(
                city.plansDuring(
                        () -> {
                            for (int i = 0; i < OFTEN; i++) {
                                city.get("requests.json?page_size=50&bbox=-71.2,42.7,-70.9,42.9");
                            }
                        }),
                1000);
    }

    private static void check(List<Plan> plans, long most) {
        assertTrue(plans.stream().anyMatch(Plan::isOfLarge), "no plan was logged");
        assertAll(
                plans.stream()
                        .map(
                                plan ->
                                        () -> {
                                            assertFalse(plan.readsAll(), plan::toString);
                                            assertTrue(
                                                    plan.rowsRead() <= most,
                                                    () -> plan.rowsRead() + " rows: " + plan);
                                        }));
    }
}
