package open311.operation;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be kept, and how a caller learns whether it still holds. */
@QuarkusTest
class CachingTest {
    @Inject AgroalDataSource database;
    @Inject Outage outage;

    static List<String> lists() {
        return List.of(
                "requests",
                "requests?page_size=1&count=true",
                "requests?extensions=true",
                "requests?updated_after=2020-01-01",
                "requests/ID?extensions=true",
                "requests/ID",
                "requests?service_request_id=ID",
                "servicerequestupdates");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void isToldUntilSomethingChanges(String resource) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        for (Format format : Format.values()) {
            String path = path(city, format, resource.replace("ID", id));
            String tag = tag(path);
            assertEquals(tag, tag(path), "nothing happened");
            Answer kept = Api.get(path, "If-None-Match", tag);
            assertEquals(304, kept.status(), kept::toString);
            assertEquals(0, kept.bytes().length);
            assertEquals(tag, kept.header("ETag"));
            assertEquals("no-cache", kept.header("Cache-Control"));
            assertNull(kept.header("Content-Encoding"));
            update(city, id, "A crew is on its way");
            assertEquals(200, Api.get(path, "If-None-Match", tag).status(), path);
            assertNotEquals(tag, tag(path));
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void noRequestIsReadToSayThatNothingHasChanged(String resource) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String path = path(city, Format.JSON, resource.replace("ID", id));
        String tag = tag(path);
        assertEquals(
                304, outage.withRequestsLocked(() -> Api.get(path, "If-None-Match", tag)).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services",
                "services/POTHOLE",
                "requests",
                "requests/ID",
                "servicerequestupdates",
                "discovery"
            })
    void isToldUntilTheDocumentChanges(String resource) {
        City city = City.create();
        String id = city.submitted("service_code", "POTHOLE");
        String path = path(city, Format.XML, resource.replace("ID", id));
        String tag = tag(path);
        assertEquals(304, Api.get(path, "If-None-Match", tag).status());
        city.put(
                "locale: en\nservices: [{service_code: POTHOLE, service_name: Deep hole, attributes: [{code: X, datatype: text}]}]\n");
        assertEquals(200, Api.get(path, "If-None-Match", tag).status());
    }

    @Test
    void languageFormatAndEncodingHaveTagsOfTheirOwn() {
        City city =
                City.with(
                        "services: [{service_code: A, service_name: A, translations: {es: {service_name: B}}}]\n");
        city.submitted("service_code", "A");
        for (String resource : List.of("services", "requests")) {
            var tags = new HashSet<String>();
            tags.add(tag(city.path(Format.JSON, resource, "")));
            tags.add(tag(city.path(Format.XML, resource, "")));
            tags.add(tag(city.path(Format.JSON, resource, "locale=es")));
            tags.add(
                    Api.get(city.path(Format.JSON, resource, ""), "Accept-Encoding", "identity")
                            .header("ETag"));
            assertEquals(4, tags.size(), resource);
            assertFalse(tags.contains(null));
        }
    }

    @Test
    void requestThatGrowsTooOldChangesTheList() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String path = city.path(Format.JSON, "requests", "");
        Instant edge = Instant.now().minus(Duration.ofDays(90));
        Rows.moveTo(database, city, id, edge.plusSeconds(3));
        String tag = tag(path);
        assertEquals(1, Api.get(path).records().size());
        assertEquals(304, Api.get(path, "If-None-Match", tag).status());
        Rows.moveTo(database, city, id, edge.minusSeconds(3));
        assertEquals(200, Api.get(path, "If-None-Match", tag).status());
    }

    @Test
    void changeThatCommitsLateIsNoticed() throws SQLException {
        City city = City.create();
        String first = city.submitted("service_code", "LIGHT");
        String second = city.submitted("service_code", "LIGHT");
        String path = city.path(Format.JSON, "requests", "");
        try (Connection late = database.getConnection();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(
                    """
                    insert into service_request_event (jurisdiction_id, event_id, request_id, service_request_id, kind,
                        public, updated_datetime, recorded_datetime)
                    select jurisdiction_id, nextval('service_request_event_id'), id, service_request_id, 'updated', true,
                        now(), now() from service_request where jurisdiction_id = '%s' and service_request_id = '%s'"""
                            .formatted(city.id(), first));
            update(city, second, "Sooner");
            String tag = tag(path);
            assertEquals(304, Api.get(path, "If-None-Match", tag).status());
            late.commit();
            assertEquals(200, Api.get(path, "If-None-Match", tag).status());
        }
    }

    @Test
    void noConditionTellsWhetherWhatIsHiddenExists() {
        City city = City.create();
        String id = city.submitted("service_code", "ABUSE");
        String path = city.path(Format.JSON, "requests/" + id, "");
        for (String[] condition :
                new String[][] {
                    {"If-None-Match", "*"},
                    {"If-Modified-Since", date(Instant.now().plusSeconds(60))},
                }) {
            assertEquals(404, Api.get(path, condition).status());
            assertEquals(404, Api.get(path + "&extensions=true", condition).status());
        }
        assertNull(Api.get(path).header("ETag"));
        assertEquals("no-store", Api.get(path).header("Cache-Control"));
        String shown = city.submitted("service_code", "LIGHT");
        assertEquals(
                304,
                Api.get(city.path(Format.JSON, "requests/" + shown, ""), "If-None-Match", "*")
                        .status());
    }

    @Test
    void datesAreBelievedWhenTheyAreOldEnough() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String path = city.path(Format.JSON, "requests/" + id, "");
        assertNull(Api.get(path).header("Last-Modified"), "too fresh to be told by the second");
        Instant before = Instant.now().minusSeconds(3600);
        Rows.change(
                database,
                "update service_request_event set recorded_datetime = ?, updated_datetime = ? where jurisdiction_id = ?",
                before,
                before,
                city.id());
        Rows.change(
                database,
                "update jurisdiction set changeset = ?, version = version + 1 where jurisdiction_id = ?",
                before,
                city.id());
        String list = city.path(Format.JSON, "services", "");
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (Api.get(list).header("Last-Modified") == null && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        for (String each : List.of(path, list, city.path(Format.XML, "requests", ""))) {
            assertEquals(date(before), Api.get(each).header("Last-Modified"), each);
            assertEquals(304, Api.get(each, "If-Modified-Since", date(before)).status(), each);
            assertEquals(
                    200, Api.get(each, "If-Modified-Since", date(before.minusSeconds(1))).status());
            assertEquals(200, Api.get(each, "If-Modified-Since", "yesterday").status());
            assertEquals(
                    200,
                    Api.get(each, "If-Modified-Since", date(before), "If-None-Match", "\"other\"")
                            .status(),
                    "the tag goes before the date");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"services", "services/POTHOLE"})
    void catalogIsAnsweredTheSameWayWhetherForTheFirstTimeOrNot(String resource)
            throws IOException {
        City city = City.create();
        for (Format format : Format.values()) {
            // Only dates that are not of this moment are told.
            Rows.change(
                    database,
                    "update jurisdiction set changeset = ?, version = version + 1 where jurisdiction_id = ?",
                    Instant.now().minusSeconds(3600),
                    city.id());
            String path = city.path(format, resource, "");
            String tag = null;
            var seen = new HashSet<String>();
            for (String held : List.of("none", "none", "none", "TAG", "TAG", "none")) {
                Raw.Reply reply = conditional(path, held.equals("TAG") ? tag : "\"none\"");
                assertEquals(held.equals("TAG") ? 304 : 200, reply.status(), held);
                tag = reply.header("ETag");
                seen.add(
                        reply.head()
                                .lines()
                                .sorted(String.CASE_INSENSITIVE_ORDER)
                                .map(line -> line.toLowerCase(Locale.ROOT))
                                .filter(line -> !line.startsWith("x-request-id:"))
                                .collect(Collectors.joining("\n")));
            }
            assertEquals(2, seen.size(), () -> String.join("\n\n", seen));
            city.put(
                    "services: [{service_code: POTHOLE, service_name: Other %s, attributes: [{code: %s, datatype: text}]}]\n"
                            .formatted(format, format));
            Raw.Reply changed = conditional(path, tag);
            assertEquals(200, changed.status(), "at once");
        }
    }

    private static Raw.Reply conditional(String path, String tag) throws IOException {
        return Raw.send(
                "GET %s HTTP/1.1\r\nIf-None-Match: %s\r\n".formatted(path, tag), new byte[0]);
    }

    @Test
    void tagsAreReadAsClientsSendThem() {
        City city = City.create();
        String path = city.path(Format.JSON, "services", "");
        String tag = tag(path);
        for (String sent : List.of(tag, "W/" + tag, "\"a\", " + tag, tag + ",\"b\"", "*")) {
            assertEquals(304, Api.get(path, "If-None-Match", sent).status(), sent);
        }
        for (String sent : List.of("\"a\"", tag.replace("\"", ""), "", ",", "W/")) {
            assertEquals(200, Api.get(path, "If-None-Match", sent).status(), sent);
        }
        Answer head = new Answer(Api.call().header("If-None-Match", tag).head(path));
        assertEquals(304, head.status());
    }

    @Test
    void personalDataIsKeptByNobody() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT", "email", "maria@example.org");
        String query = "extensions=true&api_key=" + city.manageKey();
        for (String resource : List.of("requests", "requests/" + id)) {
            assertEquals(
                    "private, no-store",
                    city.get(Format.JSON, resource, query).header("Cache-Control"));
            assertEquals(
                    "no-cache",
                    city.get(Format.JSON, resource, "extensions=true").header("Cache-Control"));
        }
        assertEquals(
                "no-store",
                city.submit(Format.JSON, "service_code=LIGHT&address_id=1")
                        .header("Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/q/openapi"})
    void pagesHaveTagsToo(String path) {
        String tag = given().get(path).header("ETag");
        assertEquals(304, given().header("If-None-Match", tag).get(path).statusCode());
        assertEquals(200, given().header("If-None-Match", "\"other\"").get(path).statusCode());
    }

    private static String path(City city, Format format, String resource) {
        int query = resource.indexOf('?');
        return query < 0
                ? city.path(format, resource, "")
                : city.path(format, resource.substring(0, query), resource.substring(query + 1));
    }

    private static String tag(String path) {
        Answer answer = Api.get(path).is(200);
        assertNotNull(answer.header("ETag"), answer::toString);
        assertTrue(answer.header("ETag").matches("\"[-_0-9A-Za-z]{22}\""), answer::toString);
        return answer.header("ETag");
    }

    private static void update(City city, String id, String description) {
        city.update(Format.JSON, "service_request_id", id, "description", description).is(200);
    }

    private static String date(Instant moment) {
        return ZonedDateTime.ofInstant(moment, ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'"));
    }
}
