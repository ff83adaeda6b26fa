package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import open311.geo.Box;
import open311.geo.Cells;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the standard's search lacks: places, words, changes, orders and pages. */
@QuarkusTest
class FiltersTest {
    private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"(\\w+)\"");

    @Inject AgroalDataSource database;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bbox=-71.09,42.76,-71.07,42.78              | near
                    bbox=-71.08,42.77,-71.08,42.77              | near
                    bbox=-180,-90,180,90                        | far fiji near samoa
                    bbox=178,-20,-170,-10                       | fiji samoa
                    bbox=-170,-20,178,-10                       |
                    lat=42.77&long=-71.08&radius=0              | near
                    lat=42.7709&long=-71.08&radius=90           |
                    lat=42.7709&long=-71.08&radius=110          | near
                    lat=42.77&long=-71.08&radius=6000           | far near
                    lat=-17&long=180&radius=100000              | fiji samoa
                    lat=42.77&long=-71.08                       | address far fiji near samoa
                    """)
    void placesAreFound(String query, String found) {
        City city = City.create();
        submit(city, "near", "lat", "42.77", "long", "-71.08");
        submit(city, "far", "lat", "42.8", "long", "-71.03");
        submit(city, "fiji", "lat", "-17", "long", "179.5");
        submit(city, "samoa", "lat", "-17", "long", "-179.5");
        submit(city, "address", "address_string", "42.77, -71.08");
        for (Format format : Format.values()) {
            assertEquals(found == null ? "" : found, descriptions(city, format, query));
        }
    }

    /**
     * The database refuses to multiply numbers next to nothing: nobody else may suffer for them.
     */
    @Test
    void placesNextToNothingHarmNobody() {
        City city = City.create();
        List<String> degrees =
                List.of("0", "4.9E-324", "1e-300", "-1e-200", "1e-160", "0.0000000001", "1e-7");
        for (String lat : degrees) {
            for (String lon : degrees) {
                submit(city, "near", "lat", lat, "long", lon);
            }
        }
        for (String query :
                List.of(
                        "lat=0&long=0&radius=100",
                        "lat=1e-300&long=4.9E-324&radius=100&sort=distance",
                        "bbox=-0.001,-0.001,0.001,0.001",
                        "bbox=-1,-1,1,1")) {
            assertEquals(49, city.get(Format.JSON, "requests", query).records().size(), query);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    q=deep              | Deep hole, Café
                    q=DEEP+HO           | Deep hole, Café
                    q=caf%C3%A9         | Deep hole, Café
                    q=water+12          | lamp out
                    q=street            | lamp out
                    q=mended            | lamp out
                    q=pothole           | Deep hole, Café
                    q=hole+lamp         |
                    q=email             |
                    """)
    void wordsAreFound(String query, String found) {
        City city = City.create();
        submit(city, "Deep hole, Café", "service_code", "POTHOLE", "address_id", "1");
        String id =
                submit(
                        city,
                        "lamp out",
                        "address_string",
                        "12 Water Lane",
                        "email",
                        "email@example.gov");
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        "fixed",
                        "description",
                        "Mended")
                .is(200);
        for (Format format : Format.values()) {
            assertEquals(found == null ? "" : found, descriptions(city, format, query));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "group=streets,                                    a b",
        "group=none,                                       ''",
        "agency_responsible=HIGHWAY+department,            a b",
        "agency_responsible=Mayor,                         c",
        "has_media=true,                                   b",
        "has_media=false,                                  a c",
        "'group=Streets&has_media=true&status=closed',     ''",
    })
    void servicesAgenciesAndMediaAreFound(String query, String found) {
        City city = City.create();
        submit(city, "a", "service_code", "POTHOLE", "address_id", "1");
        submit(
                city,
                "b",
                "service_code",
                "POTHOLE",
                "address_id",
                "1",
                "media_url",
                "https://example.gov/1.jpg");
        String c = submit(city, "c", "address_id", "1");
        city.update(Format.XML, "service_request_id", c, "agency_responsible", "Mayor").is(200);
        for (Format format : Format.values()) {
            assertEquals(found, descriptions(city, format, query));
        }
    }

    @Test
    void changesAreFoundHoweverOldTheRequestIs() {
        City city = City.create();
        String old = submit(city, "old", "address_id", "1");
        submit(city, "quiet", "address_id", "1");
        Rows.change(
                database,
                """
                update service_request set requested_datetime = '2020-01-01T00:00:00Z',
                    updated_datetime = '2020-01-01T00:00:00Z', changed_datetime = '2020-01-01T00:00:00Z'
                where jurisdiction_id = ?""",
                city.id());
        assertEquals("", descriptions(city, Format.JSON, ""));
        assertEquals("old quiet", descriptions(city, Format.JSON, "updated_after=2019-12-31"));
        assertEquals(
                "old quiet",
                descriptions(
                        city,
                        Format.JSON,
                        "updated_after=2020-01-01T00:00:00Z&updated_before=2020-01-01T00:00:00Z"));
        city.update(Format.JSON, "service_request_id", old, "description", "Looked at it").is(200);
        assertEquals("old", descriptions(city, Format.JSON, "updated_after=2020-01-02"));
        assertEquals("quiet", descriptions(city, Format.JSON, "updated_before=2020-01-02"));
    }

    @Test
    void changesThatCameLateStandWhereTheirUpdatesDo() {
        City city = City.create();
        for (String each : List.of("a", "b", "c", "d")) {
            submit(city, each, "address_id", "1");
        }
        Rows.change(
                database,
                """
                update service_request
                set requested_datetime = '2020-01-01T00:00:00Z',
                    updated_datetime = case description when 'a' then '2020-01-04T00:00:00Z'::timestamptz
                        when 'b' then '2020-01-02T00:00:00Z' else '2020-01-05T00:00:00Z' end,
                    changed_datetime = case description when 'd' then '2020-01-05T00:00:00.9Z'::timestamptz
                        else '2020-01-05T00:00:00Z' end
                where jurisdiction_id = ?""",
                city.id());
        String since = "sort=updated_datetime&updated_after=2020-01-05T00:00:00Z";
        assertEquals("b a c d", inOrder(city, since));
        assertEquals("b a", inOrder(city, since + "&page_size=2"));
        assertEquals("c d", inOrder(city, since + "&page_size=2&page=2"));
        assertEquals("c", inOrder(city, since + "&page_size=1&page=3"));
        assertEquals("", inOrder(city, since.replace("05T", "06T")));
    }

    @Test
    void theNewestOfASmallAreaComeFirstOnBothSidesOfALine() {
        City city = City.create();
        for (String each : List.of("a", "b", "c", "d")) {
            String lat = each.equals("a") || each.equals("c") ? "42.7699" : "42.7701";
            submit(city, each, "lat", lat, "long", "-71.0850");
        }
        for (String area :
                List.of(
                        "lat=42.77&long=-71.085&radius=300",
                        "bbox=-71.086,42.769,-71.084,42.771",
                        "bbox=-71.086,42.769,-71.084,42.771&lat=42.77&long=-71.085&radius=50000")) {
            assertEquals("d c b a", inOrder(city, area));
            assertEquals("d c", inOrder(city, area + "&page_size=2"));
            assertEquals("b a", inOrder(city, area + "&page_size=2&page=2"));
        }
    }

    @Test
    void theDatabaseNumbersCellsAsTheServerDoes() throws SQLException {
        var random = new Random(311);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select place_cell(?, ?)")) {
            for (int i = 0; i < 2000; i++) {
                // Every other one on a line between cells, or next to it.
                double lat =
                        i % 2 == 0
                                ? random.nextInt(-9000, 9001) / 100.0
                                : random.nextDouble(-90, 90);
                double lon =
                        i % 2 == 0
                                ? random.nextInt(-18000, 18001) / 100.0
                                : random.nextDouble(-180, 180);
                statement.setDouble(1, lat);
                statement.setDouble(2, lon);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    assertEquals(
                            Cells.covering(new Box(lon, lat, lon, lat)), List.of(rows.getInt(1)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sort=requested_datetime,                      0 1 2 3 4 5 6",
        "sort=-requested_datetime,                     6 5 4 3 2 1 0",
        "sort=service_request_id,                      0 1 2 3 4 5 6",
        "'sort=service_code,-service_request_id',      6 4 2 0 5 3 1",
        "'sort=-service_code',                         5 3 1 6 4 2 0",
        "'sort=distance&lat=42.77&long=-71.08&radius=5000', 0 1 2 3 4 5 6",
        "'sort=-distance&lat=42.77&long=-71.08&radius=5000', 6 5 4 3 2 1 0",
    })
    void everyOrderIsKeptFromPageToPage(String query, String order) {
        City city = City.create();
        for (int i = 0; i < 7; i++) {
            submit(
                    city,
                    Integer.toString(i),
                    "service_code",
                    i % 2 == 0 ? "LIGHT" : "POTHOLE",
                    "lat",
                    "42.77" + i,
                    "long",
                    "-71.08");
        }
        for (int size : List.of(1, 2, 3, 7, 8)) {
            assertEquals(
                    order,
                    walk(city.path(Format.JSON, "requests", query + "&page_size=" + size)).stream()
                            .map(request -> request.get("description"))
                            .collect(Collectors.joining(" ")),
                    () -> "pages of " + size);
        }
    }

    @Test
    void walkSeesEveryOlderRequestOnceWhateverIsReportedMeanwhile() {
        City city = City.create();
        Set<String> older = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            older.add(city.submitted("service_code", "LIGHT"));
        }
        var seen = new ArrayList<String>();
        String next = city.path(Format.XML, "requests", "page_size=3");
        while (next != null) {
            Answer page = Api.get(next);
            seen.addAll(page.all("service_request_id"));
            city.submitted("service_code", "LIGHT");
            next = links(page).get("next");
        }
        assertEquals(seen.size(), new HashSet<>(seen).size(), "none twice");
        assertTrue(seen.containsAll(older), "none left out");
    }

    @ParameterizedTest
    @EnumSource
    void pagesAreLinkedAndCounted(Format format) {
        City city = City.create();
        for (int i = 0; i < 5; i++) {
            city.submitted("service_code", "LIGHT");
        }
        Answer second = city.get(format, "requests", "page=2&page_size=2&count=true&q=light");
        assertEquals("5", second.header("X-Total-Count"));
        Map<String, String> links = links(second);
        assertEquals(Set.of("first", "prev", "next", "last"), links.keySet());
        assertEquals(2, Api.get(links.get("prev")).records().size());
        assertEquals(1, Api.get(links.get("next")).records().size());
        assertEquals(
                Api.get(links.get("last")).all("service_request_id"),
                Api.get(links.get("next")).all("service_request_id"));
        assertTrue(links.values().stream().allMatch(link -> link.contains(format.suffix() + "?")));
        assertTrue(links(Api.get(links.get("next"))).keySet().equals(Set.of("first")));
        assertTrue(links(city.get(format, "requests")).isEmpty(), "nothing more to be had");
    }

    @Test
    void cursorOfAnotherSearchOrCityIsRefused() {
        City city = City.create();
        City other = City.create();
        for (int i = 0; i < 2; i++) {
            city.submitted("service_code", "LIGHT");
        }
        String next = links(city.get(Format.JSON, "requests", "page_size=1")).get("next");
        assertEquals(1, Api.get(next).records().size());
        for (String wrong :
                List.of(
                        next + "&status=closed",
                        next.replace("cursor=", "cursor=A"),
                        next.replace(city.id(), other.id()))) {
            assertTrue(Api.get(wrong).error(400).startsWith("cursor is not one"), wrong);
        }
    }

    private static List<Map<String, String>> walk(String first) {
        var all = new ArrayList<Map<String, String>>();
        for (String next = first; next != null; ) {
            Answer page = Api.get(next);
            all.addAll(page.records());
            next = links(page).get("next");
        }
        return all;
    }

    /** Path and query of each link, by relation. */
    private static Map<String, String> links(Answer answer) {
        if (answer.header("Link") == null) {
            return Collections.emptyMap();
        }
        return LINK.matcher(answer.header("Link"))
                .results()
                .collect(Collectors.toMap(link -> link.group(2), link -> link.group(1)));
    }

    private static String submit(City city, String description, String... more) {
        String form = Form.joined(Form.of("description", description), Form.of(more));
        return city.submit(
                        Format.JSON,
                        form.contains("service_code=") ? form : form + "&service_code=LIGHT")
                .record()
                .get("service_request_id");
    }

    /** Of what is found, in the order of the alphabet. */
    private static String inOrder(City city, String query) {
        return String.join(" ", city.get(Format.JSON, "requests", query).all("description"));
    }

    private static String descriptions(City city, Format format, String query) {
        return city.get(format, "requests", query).all("description").stream()
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
