package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** All that is found in one stream: CSV, NDJSON and GeoJSON. */
@QuarkusTest
class ExportsTest {
    private static final List<String> COLUMNS =
            List.of(
                    "service_request_id",
                    "requested_datetime",
                    "updated_datetime",
                    "closed_date",
                    "status_description",
                    "status_notes",
                    "source",
                    "service_name",
                    "service_subtype",
                    "description",
                    "agency_responsible",
                    "address",
                    "lat",
                    "long",
                    "service_code",
                    "zipcode",
                    "address_id",
                    "expected_datetime",
                    "media_url");

    @Inject AgroalDataSource database;
    @Inject Outage outage;

    @Test
    void linesAreTheObjectsOfTheListWhateverTheirAge() {
        City city = City.create();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(city.submitted("service_code", "LIGHT", "description", "ñ 🚧 \"\n\\ " + i));
        }
        Answer list = city.get(Format.JSON, "requests");
        assertEquals(
                list.text(),
                "[" + export(city, "ndjson", "").text().strip().replace("\n", ",") + "]");
        Rows.moveTo(database, city, ids.get(0), Instant.parse("2001-01-01T00:00:00Z"));
        assertEquals(4, city.get(Format.JSON, "requests").records().size());
        assertEquals(5, export(city, "ndjson", "page_size=2&page=9").text().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson", "geojson"})
    void whatIsNotPublicStaysIn(String format) {
        City city = City.create();
        City other = City.create();
        other.submitted("service_code", "LIGHT", "description", "secret");
        String hidden = city.submitted("service_code", "LIGHT", "description", "secret");
        Rows.hide(database, city, hidden);
        city.submit(Format.JSON, "service_code=ABUSE&address_id=1&description=secret").is(200);
        city.submit(Format.JSON, "service_code=TAX&address_id=1&description=secret").is(200);
        city.submit(Format.JSON, "service_code=TREE&address_id=1&description=secret").is(200);
        city.submitted(
                "service_code", "LIGHT", "description", "open", "email", "secret@example.org");
        for (String query : List.of("", "extensions=true", "extensions=true&api_key=wrong")) {
            Answer export = export(city, format, query);
            assertTrue(export.text().contains("open"), export::toString);
            assertTrue(!export.text().contains("secret"), export::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "service_code=LIGHT,                          a c",
        "status=closed,                               b",
        "q=hole,                                      b",
        "'bbox=-71.1,42.7,-71.0,42.8',                c",
        "'lat=42.77&long=-71.08&radius=50&sort=distance', c",
        "start_date=2100-01-01,                       ''",
        "start_date=2000-01-01&end_date=2099-01-01,   a b c",
        "updated_before=2000-01-01,                   ''",
        "service_code=NONE,                           ''",
    })
    void filtersAreThoseOfTheList(String query, String found) {
        City city = City.create();
        city.submitted("service_code", "LIGHT", "description", "a");
        String b = city.submitted("service_code", "POTHOLE", "description", "b");
        city.submit(Format.JSON, "service_code=LIGHT&lat=42.77&long=-71.08&description=c").is(200);
        city.update(
                        Format.JSON,
                        "service_request_id",
                        b,
                        "status",
                        "fixed",
                        "description",
                        "Hole filled")
                .is(200);
        assertEquals(
                found,
                export(city, "ndjson", query)
                        .text()
                        .lines()
                        .map(line -> line.replaceAll(".*\"description\":\"(.)\".*", "$1"))
                        .sorted()
                        .collect(Collectors.joining(" ")));
        assertEquals(found.isEmpty() ? 0 : found.split(" ").length, features(city, query).size());
        assertEquals(
                found.isEmpty() ? 0 : found.split(" ").length,
                export(city, "csv", query).text().lines().count() - 1);
    }

    /** Otherwise a handful of them would take all the room that there is for exports. */
    @Test
    void exportsOfClientsThatHangUpAtOnceAreOver() throws Exception {
        City city = City.create();
        city.submitted("service_code", "LIGHT");
        String path = Api.V2 + "requests.csv?jurisdiction_id=" + city.id();
        try (var connection = new KeptConnection()) {
            for (int i = 0; i < 200; i++) {
                connection.send(new FuzzedCall("GET", path, "Host: localhost\r\n", "", true));
            }
        }
        Raw.Reply reply = null;
        for (int i = 0; i < 50 && (reply == null || reply.status() == 503); i++) {
            Thread.sleep(100);
            reply = Raw.send("GET " + path + " HTTP/1.1\r\n", new byte[0]);
        }
        assertEquals(200, reply.status());
    }

    @Test
    void tableIsReadByOthersAndRunsNoFormula() throws SQLException, IOException {
        City city = City.create();
        List<String> dangerous =
                List.of(
                        "=1+1",
                        "+1",
                        "-1",
                        "@x",
                        "\"=1",
                        "\uFF1D1",
                        "=HYPERLINK(\"http://x\",\"a, b\")\nsecond line");
        List<String> harmless = List.of("5 - 3", "a=b", "\"quoted\", comma", "'", "ñ 🚧");
        dangerous.forEach(text -> city.submitted("service_code", "LIGHT", "description", text));
        harmless.forEach(text -> city.submitted("service_code", "LIGHT", "description", text));
        city.submit(Format.JSON, "service_code=LIGHT&lat=-42.77&long=-71.08&description=n").is(200);
        String id = city.submitted("service_code", "POTHOLE", "description", "closed");
        city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        "fixed",
                        "description",
                        "-done-")
                .is(200);
        Answer csv = export(city, "csv", "sort=requested_datetime");
        assertEquals("text/csv; charset=utf-8", csv.header("Content-Type"));
        assertEquals(
                "attachment; filename=\"%s-".formatted(city.id()),
                csv.header("Content-Disposition").replaceFirst("[0-9-]{10}\\.csv\"$", ""));
        assertTrue(csv.text().startsWith(String.join(",", COLUMNS) + "\r\n"));
        List<List<String>> rows = readByPostgres(csv.bytes());
        var expected = new ArrayList<String>();
        dangerous.forEach(text -> expected.add("'" + text));
        expected.addAll(harmless);
        expected.add("n");
        expected.add("closed");
        assertEquals(
                expected,
                rows.stream()
                        .map(row -> row.get(COLUMNS.indexOf("description")).replace("\r", ""))
                        .toList());
        List<String> place = rows.get(rows.size() - 2);
        assertEquals("-42.77", place.get(COLUMNS.indexOf("lat")));
        assertEquals("-71.08", place.get(COLUMNS.indexOf("long")));
        assertEquals(null, place.get(COLUMNS.indexOf("closed_date")));
        assertEquals("open", place.get(COLUMNS.indexOf("status_description")));
        List<String> closed = rows.get(rows.size() - 1);
        assertEquals("fixed", closed.get(COLUMNS.indexOf("status_description")));
        assertEquals("'-done-", closed.get(COLUMNS.indexOf("status_notes")));
        assertEquals("open311", closed.get(COLUMNS.indexOf("source")));
        assertEquals(
                city.request(id).get("updated_datetime"),
                closed.get(COLUMNS.indexOf("closed_date")));
    }

    @Test
    void mapHasAPointForEveryPlace() {
        City city = City.create();
        city.submit(Format.JSON, "service_code=LIGHT&lat=42.77&long=-71.08&description=a").is(200);
        String nowhere = city.submitted("service_code", "LIGHT");
        Answer answer = export(city, "geojson", "sort=-requested_datetime");
        assertEquals("application/geo+json", answer.header("Content-Type"));
        List<JsonNode> features = features(city, "sort=-service_request_id");
        JsonNode list = city.get(Format.JSON, "requests", "sort=-service_request_id").json();
        for (int i = 0; i < 2; i++) {
            assertEquals("Feature", features.get(i).path("type").asText());
            assertEquals(list.path(i), features.get(i).path("properties"));
        }
        assertEquals(nowhere, features.get(0).path("id").asText());
        assertTrue(features.get(0).path("geometry").isNull());
        JsonNode point = features.get(1).path("geometry");
        assertEquals("Point", point.path("type").asText());
        assertEquals(-71.08, point.path("coordinates").path(0).asDouble());
        assertEquals(42.77, point.path("coordinates").path(1).asDouble());
    }

    @Test
    void everythingThatIsAskedForIsInTheLines() {
        City city = City.create();
        city.submitted("service_code", "LIGHT", "email", "maria@example.org");
        String query = "extensions=true&api_key=" + city.manageKey();
        assertEquals(
                city.get(Format.JSON, "requests", query).text(),
                "[" + export(city, "ndjson", query).text().strip() + "]");
        assertEquals("private, no-store", export(city, "ndjson", query).header("Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson", "geojson"})
    void whatIsHeldIsNotSentAgain(String format) {
        City city = City.create();
        city.submitted("service_code", "LIGHT");
        String path = path(city, format, "");
        String tag = Api.get(path).header("ETag");
        assertEquals(
                304, outage.withRequestsLocked(() -> Api.get(path, "If-None-Match", tag)).status());
        assertEquals(tag, Api.head(path).header("ETag"));
        city.submitted("service_code", "LIGHT");
        assertEquals(200, Api.get(path, "If-None-Match", tag).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson", "geojson"})
    void errorsAreDocuments(String format) {
        City city = City.create();
        assertEquals(
                "status 'x' is neither open nor closed",
                Api.get(path(city, format, "status=x")).error(400));
        assertEquals(
                "status 'x' is neither open nor closed",
                Api.get(path(city, format, "status=x"), "Accept", "text/xml").error(400));
        assertEquals(2, Api.get(path(city, format, "status=x&bbox=1")).errors(400).size());
        Api.get(Api.V2 + "services." + format).error(404);
        Api.get(Api.V2 + "requests/1." + format).error(404);
    }

    private static String path(City city, String format, String query) {
        return Api.V2
                + "requests."
                + format
                + "?"
                + Form.joined("jurisdiction_id=" + city.id(), query);
    }

    private static Answer export(City city, String format, String query) {
        return Api.get(path(city, format, query)).is(200);
    }

    private static List<JsonNode> features(City city, String query) {
        JsonNode collection = export(city, "geojson", query).json();
        assertEquals("FeatureCollection", collection.path("type").asText());
        return StreamSupport.stream(collection.path("features").spliterator(), false).toList();
    }

    /** PostgreSQL's own reader, which is none of ours. */
    private List<List<String>> readByPostgres(byte[] csv) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "create temporary table read (place serial, "
                            + String.join(
                                    ", ",
                                    COLUMNS.stream().map(name -> '"' + name + "\" text").toList())
                            + ") on commit drop");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy read ("
                                    + COLUMNS.stream()
                                            .map(name -> '"' + name + '"')
                                            .collect(Collectors.joining(", "))
                                    + ") from stdin (format csv, header match)",
                            new ByteArrayInputStream(csv));
            try (ResultSet result = statement.executeQuery("select * from read order by place")) {
                var rows = new ArrayList<List<String>>();
                while (result.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 0; i < COLUMNS.size(); i++) {
                        row.add(result.getString(i + 2));
                    }
                    rows.add(Collections.unmodifiableList(row));
                }
                return rows;
            } finally {
                connection.rollback();
            }
        }
    }
}
