package open311.request;

import static open311.request.Fixtures.HAVERHILL;
import static open311.request.Fixtures.assertProblems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import open311.geo.Circle;
import open311.geo.Coordinates;
import open311.http.Calls;
import open311.http.Page;
import open311.service.Catalog;
import open311.service.Catalogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    private static final Catalog CATALOG =
            Catalogs.of(
                    HAVERHILL,
                    Catalogs.service("POTHOLE", "Pothole in a street", "Streets"),
                    Catalogs.service("LIGHT", "Street light", "Lights & signs"),
                    Catalogs.service("TREE", "Tree", "streets"));
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** The table of A-18; ninety days before now is 2026-08-24T12:00:00Z. */
    @ParameterizedTest
    @CsvSource({
        "'',                                  2026-08-24T12:00:00Z, 2026-11-22T12:00:00Z",
        "start_date=&end_date=,               2026-08-24T12:00:00Z, 2026-11-22T12:00:00Z",
        // Only a beginning: ninety days of it, but not beyond now.
        "start_date=2026-11-01T00:00:00Z,     2026-11-01T00:00:00Z, 2026-11-22T12:00:00Z",
        "start_date=2026-08-24T12:00:00Z,     2026-08-24T12:00:00Z, 2026-11-22T12:00:00Z",
        "start_date=2026-01-01T00:00:00Z,     2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z",
        "start_date=2010-01-01T00:00:00Z,     2010-01-01T00:00:00Z, 2010-04-01T00:00:00Z",
        "start_date=2030-01-01T00:00:00Z,     2030-01-01T00:00:00Z, 2026-11-22T12:00:00Z",
        // Only an end: the ninety days before it.
        "end_date=2026-11-01T00:00:00Z,       2026-08-03T00:00:00Z, 2026-11-01T00:00:00Z",
        "end_date=2010-04-01T00:00:00Z,       2010-01-01T00:00:00Z, 2010-04-01T00:00:00Z",
        "end_date=2027-01-01T00:00:00Z,       2026-10-03T00:00:00Z, 2027-01-01T00:00:00Z",
        // Both, up to ninety days and the hour of a change of clocks.
        "start_date=2026-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z",
        "start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T01:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T01:00:00Z",
        "start_date=2026-09-01T00:00:00-04:00&end_date=2026-11-30T00:00:00-05:00, 2026-09-01T04:00:00Z, 2026-11-30T05:00:00Z",
        "start_date=2026-11-20T00:00:00Z&end_date=2027-01-01T00:00:00Z, 2026-11-20T00:00:00Z, 2027-01-01T00:00:00Z",
        // Days of the city, from their first to their last second.
        "start_date=2026-11-20,               2026-11-20T05:00:00Z, 2026-11-22T12:00:00Z",
        "end_date=2026-11-20,                 2026-08-23T04:59:59Z, 2026-11-21T04:59:59Z",
        "start_date=2026-11-20&end_date=2026-11-20, 2026-11-20T05:00:00Z, 2026-11-21T04:59:59Z",
        "start_date=2026-09-01&end_date=2026-11-29, 2026-09-01T04:00:00Z, 2026-11-30T04:59:59Z",
        "start_date=2026-11-20T00:00:00,      2026-11-20T05:00:00Z, 2026-11-22T12:00:00Z",
        "start_date=2026-11-20T00:00:00+01:00, 2026-11-19T23:00:00Z, 2026-11-22T12:00:00Z",
    })
    void windowIsThatOfTheStandard(String query, Instant from, Instant to) {
        Search search = search(query);
        assertEquals(from, search.from());
        assertEquals(to, search.to());
        assertEquals(List.of(), search.serviceRequestIds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T01:00:01Z",
                "start_date=2026-01-01&end_date=2026-04-01",
                "start_date=2020-01-01&end_date=2026-04-01",
            })
    void moreThanNinetyDaysIsA400(String query) {
        assertProblems(
                List.of(
                        "400 start_date and end_date span more than 90 days; ask for at most 90 days"
                                + " at a time"),
                () -> search(query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start_date=2026-04-01T00:00:01Z&end_date=2026-04-01T00:00:00Z",
                "start_date=2026-04-02&end_date=2026-04-01",
                "start_date=2036-04-02&end_date=2026-04-01",
            })
    void invertedWindowIsA400(String query) {
        assertProblems(List.of("400 start_date lies after end_date"), () -> search(query));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                    OPEN CLOSED",
        "status=,                               OPEN CLOSED",
        "'status=,',                            OPEN CLOSED",
        "status=open,                           OPEN",
        "status=closed,                         CLOSED",
        "status=OPEN,                           OPEN",
        "status=+Closed+,                       CLOSED",
        "'status=open,closed',                  OPEN CLOSED",
        "status=closed%2C+open,                 OPEN CLOSED",
        "status=open&status=closed,             OPEN CLOSED",
        "status=open&status=OPEN,               OPEN",
        "'status=,open,,',                      OPEN",
    })
    void statusIsAUnionInAnyCase(String query, String expected) {
        Set<Status> statuses =
                Arrays.stream(expected.split(" ", -1))
                        .map(Status::valueOf)
                        .collect(Collectors.toSet());
        assertEquals(statuses, search(query).statuses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"received", "opened", "open closed", "0", "null", "öpen"})
    void otherStatusesAreA400(String status) {
        assertProblems(
                List.of("400 status '" + status + "' is neither open nor closed"),
                () -> search("status=open," + status.replace(' ', '+').replace("ö", "%C3%B6")));
    }

    @Test
    void serviceCodesAreTakenAsTheyAre() {
        assertNull(search("").serviceCodes());
        assertEquals(
                List.of("001", "A b", "unknown"),
                search("service_code=001,A+b&service_code=001,unknown").serviceCodes());
    }

    @ParameterizedTest
    @CsvSource({
        "group=Streets,                       POTHOLE TREE",
        "group=STREETS&service_code=TREE,     TREE",
        "'group=Streets,Lights+%26+signs',    LIGHT POTHOLE TREE",
        "group=Streets&service_code=LIGHT,    ''",
        "group=none,                          ''",
    })
    void groupsAreTheirServices(String query, String codes) {
        assertEquals(codes, String.join(" ", search(query).serviceCodes()));
    }

    @ParameterizedTest
    @CsvSource({
        "q=street,                 'street:LIGHT,POTHOLE'",
        "q=LIGHT+Street,           'light:LIGHT street:LIGHT,POTHOLE'",
        "q=hole,                   hole:POTHOLE",
        "q=+a&b=c,                 a:POTHOLE",
        "q=caf%C3%A9%26%7C%21%3A*, caf\u00E9:",
        "q=%27%3B--+1.5,           1: 5:",
    })
    void wordsAreLettersAndDigitsAlone(String query, String words) {
        assertEquals(
                words,
                search(query).words().stream()
                        .map(word -> word.text() + ":" + String.join(",", word.serviceCodes()))
                        .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "updated_after=2020-01-01T00:00:00Z,                          , ,                    2020-01-01T00:00:00Z, ",
        "updated_before=2020-01-01T00:00:00Z,                         , ,                    ,                     2020-01-01T00:00:00Z",
        "updated_after=2020-01-01&updated_before=2020-01-01,          , ,                    2020-01-01T05:00:00Z, 2020-01-02T04:59:59Z",
        "updated_after=2020-01-01T00:00:00Z&start_date=2019-01-01T00:00:00Z, 2019-01-01T00:00:00Z, , 2020-01-01T00:00:00Z, ",
        "updated_after=2020-01-01T00:00:00Z&start_date=2010-01-01T00:00:00Z&end_date=2020-01-01T00:00:00Z, 2010-01-01T00:00:00Z, 2020-01-01T00:00:00Z, 2020-01-01T00:00:00Z, ",
    })
    void changesLiftTheWindow(
            String query, Instant from, Instant to, Instant changedFrom, Instant changedTo) {
        Search search = search(query);
        assertEquals(from, search.from());
        assertEquals(to, search.to());
        assertEquals(changedFrom, search.changedFrom());
        assertEquals(changedTo, search.changedTo());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    updated_after=2020-01-02T00:00:00Z&updated_before=2020-01-01T00:00:00Z | updated_after lies after updated_before
                    updated_after=soon             | updated_after 'soon' is not a datetime; write it like 2026-11-22T08:15:30Z or 2026-11-22T08:15:30-05:00
                    radius=5                       | radius was sent without lat and long, its centre
                    radius=-1&lat=1&long=1         | radius '-1' is not a number from 0 to 100000
                    radius=100000.1&lat=1&long=1   | radius '100000.1' is not a number from 0 to 100000
                    radius=NaN&lat=1&long=1        | radius 'NaN' is not a number from 0 to 100000
                    radius=1&lat=1                 | long was not provided; lat and long must be sent together
                    bbox=1,2,3                     | bbox '1,2,3' is not west,south,east,north in decimal degrees, such as -71.2,42.7,-71.0,42.8
                    bbox=1,2,3,x                   | bbox '1,2,3,x' is not west,south,east,north in decimal degrees, such as -71.2,42.7,-71.0,42.8
                    bbox=-181,1,1,2                | bbox '-181,1,1,2' is not west,south,east,north in decimal degrees, such as -71.2,42.7,-71.0,42.8
                    bbox=1,2,1,1                   | bbox '1,2,1,1' is not west,south,east,north in decimal degrees, such as -71.2,42.7,-71.0,42.8
                    q=%26                          | q '&' has 0 words; 1 to 10 are allowed
                    q=1+2+3+4+5+6+7+8+9+10+11      | q '1 2 3 4 5 6 7 8 9 10 11' has 11 words; 1 to 10 are allowed
                    sort=name                      | sort 'name' is not one of: requested_datetime, updated_datetime, service_request_id, status, service_code, distance, each also with a hyphen before it
                    sort=distance                  | sort by distance needs lat, long and radius
                    has_media=perhaps              | has_media 'perhaps' is neither true nor false
                    count=2                        | count '2' is neither true nor false
                    cursor=x                       | cursor is not one that this search handed out; begin again without it
                    """)
    void whatIsWrongIsNamed(String query, String problem) {
        assertProblems(List.of("400 " + problem), () -> search(query));
    }

    @Test
    void pointWithoutARadiusMeansNothing() {
        assertNull(search("lat=42&long=-71").circle());
        assertNull(search("lat=x").circle());
        assertEquals(
                new Circle(new Coordinates(42, -71), 500.5),
                search("lat=42&long=-71&radius=500.5").circle());
    }

    @Test
    void cursorKeepsTheMomentAtWhichTheWalkBegan() {
        Instant began = NOW.minusSeconds(3600);
        String query = "status=open&sort=-requested_datetime";
        String cursor =
                new Cursor(began.getEpochSecond(), List.of("1", "2"))
                        .encoded(search(query).canonical());
        Search search = search(query + "&page_size=7&count=true&locale=es&cursor=" + cursor);
        assertEquals(new Cursor(began.getEpochSecond(), List.of("1", "2")), search.cursor());
        assertEquals(began, search.to());
        assertEquals(began.minus(Duration.ofDays(90)), search.from());
        assertProblems(
                List.of(
                        "400 cursor is not one that this search handed out; begin again without it"),
                () -> search("status=closed&cursor=" + cursor));
    }

    @Test
    void pageIsRead() {
        assertEquals(new Page(1000, 0), search("").page());
        assertEquals(new Page(50, 100), search("page=3&page_size=50").page());
    }

    @Test
    void allProblemsAreReportedTogether() {
        assertProblems(
                List.of(
                        "400 status 'x' is neither open nor closed",
                        "400 start_date 'y' is not a datetime; write it like 2026-11-22T08:15:30Z or"
                                + " 2026-11-22T08:15:30-05:00",
                        "400 page_size '0' is not a whole number from 1 to 1000"),
                () -> search("status=x&start_date=y&page_size=0"));
    }

    @Test
    void unknownParametersAreIgnored() {
        assertEquals(search(""), search("extensions=x&updated=y&api_key=z&locale=fi&_=1&=&%00=1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&start_date=2020-01-01&end_date=2026-01-01",
                "&start_date=2026-01-01&end_date=2020-01-01",
                "&start_date=x&end_date=y",
                "&status=closed",
                "&status=x&service_code=y",
                "&page=7&page_size=1",
                "&page=-7&page_size=x",
            })
    void idsOverrideEverythingElse(String rest) {
        Search search = search("service_request_id=2,1%2C2&service_request_id=+3+,," + rest);
        assertEquals(List.of("2", "1", "3"), search.serviceRequestIds());
        assertNull(search.serviceCodes());
        assertEquals(Set.of(Status.OPEN, Status.CLOSED), search.statuses());
    }

    @Test
    void blankIdsAreNone() {
        assertEquals(
                search("status=open"), search("service_request_id=+,,&status=open&start_date="));
    }

    @Test
    void atMostAThousandIds() {
        assertEquals(1000, search(ids(1000)).serviceRequestIds().size());
        assertProblems(
                List.of("400 service_request_id lists 1001 values; at most 1000 are allowed"),
                () -> search(ids(1001)));
    }

    private static String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "service_request_id=", ""));
    }

    private static Search search(String query) {
        return Search.parse(Calls.query(query), HAVERHILL, CATALOG, NOW);
    }
}
