package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class SearchTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(Format.class)
    void searchDefaultsToNinetyDays(Format format) {
        City city = City.create();
        at(city, days(-91));
        String within = at(city, days(-89));
        String latest = at(city, now);
        assertEquals(List.of(latest, within), ids(city, format, ""));
        assertEquals(
                List.of(latest, within),
                ids(
                        city,
                        format,
                        "start_date=&end_date=&status=&service_code=&service_request_id="));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void startAloneReachesNinetyDaysOn(Format format) {
        City city = City.create();
        Instant start = days(-200);
        at(city, start.minusSeconds(1));
        String first = at(city, start);
        String last = at(city, start.plus(Duration.ofDays(90)));
        at(city, start.plus(Duration.ofDays(90)).plusSeconds(1));
        assertEquals(List.of(last, first), ids(city, format, "start_date=" + start));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void startAloneOfLatelyReachesToNow(Format format) {
        City city = City.create();
        String latest = at(city, now);
        String start = at(city, days(-10));
        at(city, days(-11));
        assertEquals(List.of(latest, start), ids(city, format, "start_date=" + days(-10)));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void endAloneReachesNinetyDaysBack(Format format) {
        City city = City.create();
        Instant end = days(-100);
        at(city, end.plusSeconds(1));
        String last = at(city, end);
        String first = at(city, end.minus(Duration.ofDays(90)));
        at(city, end.minus(Duration.ofDays(90)).minusSeconds(1));
        assertEquals(List.of(last, first), ids(city, format, "end_date=" + end));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void bothBoundsAreInclusive(Format format) {
        City city = City.create();
        at(city, days(-301));
        String first = at(city, days(-300));
        String last = at(city, days(-290));
        at(city, days(-290).plusSeconds(1));
        assertEquals(
                List.of(last, first),
                ids(city, format, "start_date=" + days(-300) + "&end_date=" + days(-290)));
        assertEquals(
                List.of(first),
                ids(city, format, "start_date=" + days(-300) + "&end_date=" + days(-300)));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void ninetyDaysAreAllowedAndMoreAre400(Format format) {
        City city = City.create();
        ids(city, format, "start_date=" + days(-190) + "&end_date=" + days(-100));
        ids(city, format, "start_date=2026-01-01&end_date=2026-03-31");
        String error =
                city.get(format, "requests", "start_date=" + days(-191) + "&end_date=" + days(-100))
                        .error(400);
        assertTrue(
                error.contains("start_date") && error.contains("end_date") && error.contains("90"),
                error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void startAfterEndIs400(Format format) {
        String error =
                City.create()
                        .get(format, "requests", "start_date=" + days(-1) + "&end_date=" + days(-2))
                        .error(400);
        assertTrue(error.contains("start_date") && error.contains("end_date"), error);
    }

    static Stream<Arguments> malformedDates() {
        return Api.inBothFormats(
                List.of(
                        "yesterday",
                        "2026-13-01",
                        "2026-02-30T00:00:00Z",
                        "2026-11-22T25:00:00Z",
                        "2026-11-22T08:15:30+25:00",
                        "1700000000",
                        "2026",
                        "22.11.2026",
                        "2026-11-22T08",
                        "2026-11-22T08:15:30Zulu",
                        "0000-01-01",
                        "+12026-11-22T08:15:30Z"));
    }

    @ParameterizedTest
    @MethodSource("malformedDates")
    void malformedDatesAre400AndNamed(Format format, String date) {
        City city = City.create();
        for (String name : List.of("start_date", "end_date")) {
            String error = city.get(format, "requests", Form.of(name, date)).error(400);
            assertTrue(error.startsWith(name + " "), error);
        }
    }

    static Stream<Arguments> spellingsOfOneSecond() {
        return Api.inBothFormats(
                List.of(
                        "2025-06-15T12:30:45Z",
                        "2025-06-15T12:30:45z",
                        "2025-06-15T12:30:45.999Z",
                        "2025-06-15T08:30:45-04:00",
                        "2025-06-15T14:30:45%2B02:00",
                        "2025-06-15T14:30:45+02:00",
                        "2025-06-15T14:30:45%2B0200",
                        "2025-06-15T08:30:45",
                        "2025-06-15T08:30:45.123456",
                        "2025-06-15+08:30:45",
                        "2025-06-15T18:00:45%2B05:30"));
    }

    @ParameterizedTest
    @MethodSource("spellingsOfOneSecond")
    void datesAreUnderstoodAsClientsWriteThem(Format format, String date) {
        City city = City.create();
        Instant second = Instant.parse("2025-06-15T12:30:45Z");
        at(city, second.minusSeconds(1));
        String id = at(city, second);
        at(city, second.plusSeconds(1));
        assertEquals(List.of(id), ids(city, format, "start_date=" + date + "&end_date=" + date));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aDateAloneIsAWholeDayOfTheCity(Format format) {
        City city = City.create();
        at(city, Instant.parse("2025-06-15T03:59:59Z"));
        String first = at(city, Instant.parse("2025-06-15T04:00:00Z"));
        String last = at(city, Instant.parse("2025-06-16T03:59:59Z"));
        at(city, Instant.parse("2025-06-16T04:00:00Z"));
        assertEquals(
                List.of(last, first),
                ids(city, format, "start_date=2025-06-15&end_date=2025-06-15"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theFarEndsOfTimeAreSearchable(Format format) {
        City city = City.create();
        for (String query :
                List.of(
                        "start_date=0001-01-01",
                        "end_date=0001-01-01",
                        "start_date=9999-12-31T23:59:59Z",
                        "end_date=9999-12-31T23:59:59-18:00",
                        "start_date=0001-01-01T00:00:00%2B18:00")) {
            assertEquals(List.of(), ids(city, format, query), query);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void statusFilters(Format format) {
        City city = City.create();
        String closed = city.submitted("service_code", "LIGHT");
        String open = city.submitted("service_code", "LIGHT");
        city.update(format, "service_request_id", closed, "status", "closed", "description", "Done")
                .record();
        assertEquals(List.of(open), ids(city, format, "status=open"));
        assertEquals(List.of(closed), ids(city, format, "status=closed"));
        assertEquals(List.of(closed), ids(city, format, "status=+CLOSED+"));
        for (String both :
                List.of(
                        "status=open,closed",
                        "status=open&status=closed",
                        "status=closed,,open,",
                        "")) {
            assertEquals(List.of(open, closed), ids(city, format, both), both);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownStatusIs400(Format format) {
        String error = City.create().get(format, "requests", "status=open,fixed").error(400);
        assertTrue(error.contains("status 'fixed'"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void serviceCodeFilters(Format format) {
        City city = City.create();
        String light = city.submitted("service_code", "LIGHT");
        String pothole = city.submitted("service_code", "POTHOLE");
        city.submitted("service_code", "STRICT", "attribute[NAME]", "x", "attribute[KIND]", "A");
        assertEquals(List.of(light), ids(city, format, "service_code=LIGHT"));
        for (String both :
                List.of(
                        "service_code=LIGHT,POTHOLE",
                        "service_code=LIGHT&service_code=POTHOLE",
                        "service_code=+LIGHT+,NOPE,,POTHOLE")) {
            assertEquals(List.of(pothole, light), ids(city, format, both), both);
        }
        assertEquals(List.of(), ids(city, format, "service_code=NOPE"));
        assertEquals(List.of(), ids(city, format, "service_code=light"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void idsOverrideEveryOtherFilter(Format format) {
        City city = City.create();
        String old = at(city, Instant.parse("1999-12-31T23:59:59Z"));
        String recent = city.submitted("service_code", "LIGHT");
        for (String spelling :
                List.of(
                        old + "," + recent,
                        recent + ",," + old + "," + old + ",unknown,-1",
                        "+" + old + "+,+" + recent,
                        old + "&service_request_id=" + recent)) {
            assertEquals(
                    List.of(recent, old),
                    ids(
                            city,
                            format,
                            "service_request_id="
                                    + spelling
                                    + "&status=closed&service_code=NOPE&page=9&page_size=1"
                                    + "&start_date=2020-01-01&end_date=2020-01-02"),
                    spelling);
        }
        assertEquals(List.of(), ids(city, format, "service_request_id=unknown"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aThousandIdsAreAllowedAndMoreAre400(Format format) {
        City city = City.create();
        String ids =
                String.join(",", IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
        assertEquals(List.of(), ids(city, format, "service_request_id=" + ids));
        String error =
                city.get(format, "requests", "service_request_id=" + ids + ",1000").error(400);
        assertTrue(error.contains("service_request_id"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void ofMoreThanAThousandTheNewestAreShown(Format format) {
        City city = City.create();
        String newest = copies(city, 1005);
        List<String> all = ids(city, format, "");
        assertEquals(1000, all.size());
        assertEquals(newest, all.get(0));
        assertEquals(1000, new HashSet<>(all).size());
        assertEquals(5, ids(city, format, "page=2").size());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void newestComeFirstAndTiesGoById(Format format) {
        City city = City.create();
        Instant same = days(-3);
        String oldest = at(city, days(-4));
        String a = at(city, same);
        String b = at(city, same);
        String newest = at(city, days(-2));
        assertEquals(List.of(newest, b, a, oldest), ids(city, format, ""));
        assertEquals(
                List.of(newest, b, a, oldest),
                ids(
                        city,
                        format,
                        "service_request_id=" + a + "," + oldest + "," + newest + "," + b));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void pagesAreComplete(Format format) {
        City city = City.create();
        copies(city, 7);
        var walked = new ArrayList<String>();
        for (int page = 1; page <= 4; page++) {
            List<String> ids = ids(city, format, "page_size=2&page=" + page);
            assertEquals(page == 4 ? 1 : 2, ids.size());
            walked.addAll(ids);
        }
        assertEquals(ids(city, format, ""), walked);
        assertEquals(List.of(), ids(city, format, "page_size=2&page=5"));
        assertEquals(List.of(), ids(city, format, "page=1000000"));
        assertEquals(walked.subList(0, 2), ids(city, format, "page_size=2&page=0"));
        assertEquals(walked.subList(0, 2), ids(city, format, "page_size=2&page="));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void badPagesAre400(Format format) {
        City city = City.create();
        for (String query :
                List.of(
                        "page=-1",
                        "page=x",
                        "page=1.5",
                        "page_size=0",
                        "page_size=1001",
                        "page_size=-5",
                        "page=99999999999")) {
            String error = city.get(format, "requests", query).error(400);
            assertTrue(error.startsWith(query.substring(0, query.indexOf('=')) + " "), error);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFaultOfASearchIsNamed(Format format) {
        List<String> errors =
                City.create()
                        .get(
                                format,
                                "requests",
                                "status=x&start_date=y&end_date=z&page=a&page_size=b")
                        .errors(400);
        assertEquals(5, errors.size(), errors::toString);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nothingFoundIsAnEmptyList(Format format) {
        assertEquals(
                format == Format.JSON
                        ? "[]"
                        : "<?xml version=\"1.0\" encoding=\"UTF-8\"?><service_requests/>",
                City.create().get(format, "requests").is(200).text());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void hiddenAndNonPublicRequestsAreNotFoundByAnyFilter(Format format) {
        City city = City.create();
        String hidden = city.submitted("service_code", "LIGHT");
        Rows.hide(database, city, hidden);
        String unpublic = city.submitted("service_code", "ABUSE");
        city.submit(format, "service_code=TAX&address_id=1").record();
        for (String query :
                List.of(
                        "",
                        "status=open",
                        "service_code=ABUSE",
                        "service_code=TAX,LIGHT",
                        "service_request_id=" + hidden + "," + unpublic,
                        "api_key=" + city.manageKey())) {
            assertEquals(List.of(), ids(city, format, query), query);
        }
    }

    @Test
    void whatWasShownIsFoundAgainByItsOwnDatetime() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String requested = city.request(id).get("requested_datetime");
        assertEquals(
                List.of(id),
                ids(city, Format.JSON, "start_date=" + requested + "&end_date=" + requested));
    }

    private Instant days(int days) {
        return now.plus(Duration.ofDays(days));
    }

    private static List<String> ids(City city, Format format, String query) {
        return city.get(format, "requests", query).all("service_request_id");
    }

    private String at(City city, Instant when) {
        String id = city.submitted("service_code", "LIGHT");
        Rows.moveTo(database, city, id, when);
        return id;
    }

    /** So many requests in all, one second apart; the newest id. */
    private String copies(City city, int count) {
        String id = city.submitted("service_code", "LIGHT");
        Rows.change(
                database,
                """
                insert into service_request
                select jurisdiction_id, nextval('service_request_id'), 'copy-' || n, service_code, type, null,
                       accepted_datetime, visibility, status, detailed_status, status_notes, description,
                       agency_responsible, requested_datetime - n * interval '1 second', updated_datetime,
                       changed_datetime, expected_datetime, address, address_id, zipcode, lat, long, media_urls,
                       attributes
                from service_request, generate_series(1, ?) n
                where jurisdiction_id = ? and service_request_id = ?""",
                count - 1,
                city.id(),
                id);
        return id;
    }
}
