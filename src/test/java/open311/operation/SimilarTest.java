package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may have been reported before. A thousandth of a degree north is 111 metres. */
@QuarkusTest
class SimilarTest {
    private static final String HERE = "service_code=LIGHT&lat=42.77&long=-71.08";

    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource
    void theNearestComesFirstWhereNothingIsSaid(Format format) {
        City city = City.create();
        String near = report(city, "LIGHT", 42.7702, "Dark");
        String here = report(city, "LIGHT", 42.77, "Flickers");
        report(city, "LIGHT", 42.7706, "Too far");
        report(city, "POTHOLE", 42.77, "Another service");
        assertEquals(List.of(here, near), similar(city, format, HERE));
    }

    @ParameterizedTest
    @EnumSource
    void likeWordsOutweighSomeMetres(Format format) {
        City city = City.create();
        String other = report(city, "LIGHT", 42.7701, "Pole leans over the sidewalk");
        String like = report(city, "LIGHT", 42.7702, "Lamp flickers all night");
        String silent = city.submitted("service_code", "LIGHT", "lat", "42.7703", "long", "-71.08");
        assertEquals(
                List.of(like, other, silent),
                similar(city, format, HERE + "&description=The+lamp+flickers+at+night"));
        assertEquals(List.of(other, like, silent), similar(city, format, HERE));
    }

    @Test
    void distanceAndSimilarityAreTold() {
        City city = City.create();
        report(city, "LIGHT", 42.7702, "Dark");
        JsonNode said = extended(city, HERE + "&description=dark").get(0);
        assertEquals(22.2, said.path("distance").asDouble());
        assertEquals(0.78, said.path("similarity").asDouble());
        assertEquals(
                0.53, extended(city, HERE).get(0).path("similarity").asDouble(), "nothing said");
        assertEquals(
                0.28,
                extended(city, HERE + "&description=Moon").get(0).path("similarity").asDouble());
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsOpenPublicAndRecent(Format format) {
        City city = City.create();
        String open = report(city, "LIGHT", 42.77, "Dark");
        String closed = report(city, "LIGHT", 42.77, "Dark");
        city.update(format, "service_request_id", closed, "status", "fixed", "description", "Done")
                .is(200);
        Rows.hide(database, city, report(city, "LIGHT", 42.77, "Dark"));
        report(city, "ABUSE", 42.77, "Dark");
        String old = report(city, "LIGHT", 42.77, "Dark");
        Rows.moveTo(database, city, old, Instant.now().minus(Duration.ofDays(31)));
        city.submitted("service_code", "LIGHT");
        report(City.create(), "LIGHT", 42.77, "Dark");
        assertEquals(List.of(open), similar(city, format, HERE));
        assertEquals(
                List.of(),
                similar(city, format, HERE.replace("LIGHT", "ABUSE")),
                "a service that is not public");
    }

    @Test
    void howNearAndHowRecentTheDocumentSays() {
        String services =
                """
                services:
                  - {service_code: LIGHT, service_name: Light, similar: {within_metres: 200}}
                  - {service_code: POTHOLE, service_name: Pothole}
                """;
        City city = City.with("similar: {within_metres: 10, within_days: 100}\n" + services);
        for (String code : List.of("LIGHT", "POTHOLE")) {
            String far = report(city, code, 42.771, "Dark");
            Rows.moveTo(database, city, far, Instant.now().minus(Duration.ofDays(99)));
        }
        assertEquals(1, similar(city, Format.JSON, HERE).size());
        assertEquals(0, similar(city, Format.JSON, HERE.replace("LIGHT", "POTHOLE")).size());
        city.put(services);
        assertEquals(0, similar(city, Format.JSON, HERE).size(), "30 days where nothing is said");
    }

    @Test
    void tenAreEnough() {
        City city = City.create();
        for (int i = 0; i < 12; i++) {
            report(city, "LIGHT", 42.77 + i * 0.00001, "Dark");
        }
        List<JsonNode> found = extended(city, HERE);
        assertEquals(10, found.size());
        assertTrue(found.get(9).path("distance").asDouble() < 11);
    }

    @ParameterizedTest
    @EnumSource
    void everythingWrongIsNamed(Format format) {
        City city = City.create();
        assertEquals(
                List.of("service_code was not provided", "lat and long were not provided"),
                city.get(format, "requests/similar").errors(400));
        assertEquals(
                List.of(
                        "service_code was not provided",
                        "lat was not provided; lat and long must be sent together",
                        "long '181' is not a number of decimal degrees from -180 to 180, such as -71.0773",
                        "description has 4001 characters; at most 4000 are allowed"),
                city.get(format, "requests/similar", "long=181&description=" + "x".repeat(4001))
                        .errors(400));
        assertEquals(
                "service_code 'NONE' was not found",
                city.get(format, "requests/similar", HERE.replace("LIGHT", "NONE")).error(404));
        assertEquals(
                "Faltan lat y long",
                city.get(format, "requests/similar", "service_code=LIGHT&locale=es").error(400));
    }

    @Test
    void theSuffixMayBeLeftOut() {
        City city = City.create();
        String id = report(city, "LIGHT", 42.77, "Dark");
        String query = "?jurisdiction_id=" + city.id() + "&" + HERE;
        assertEquals(
                List.of(id),
                Api.get(Api.V2 + "requests/similar" + query, "Accept", "text/xml")
                        .all("service_request_id"));
        assertEquals(405, Api.send("DELETE", Api.V2 + "requests/similar" + query).status());
    }

    private static String report(City city, String code, double lat, String description) {
        return city.submitted(
                "service_code",
                code,
                "lat",
                Double.toString(lat),
                "long",
                "-71.08",
                "description",
                description);
    }

    private static List<String> similar(City city, Format format, String query) {
        return city.get(format, "requests/similar", query).all("service_request_id");
    }

    private static List<JsonNode> extended(City city, String query) {
        return city.get(Format.JSON, "requests/similar", query)
                .is(200)
                .json()
                .findValues("extended_attributes");
    }
}
