package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who serves a place, on an endpoint of many jurisdictions. */
@QuarkusTest
class CoverageTest {
    private static final String WEST = square(10);
    private static final String EAST = square(20);

    /** In the sea, where no other test has a city. */
    private static String square(int west) {
        return "{type: Polygon, coordinates: [[[%1$d, -61], [%2$d, -61], [%2$d, -60], [%1$d, -60], [%1$d, -61]]]}"
                .formatted(west, west + 1);
    }

    @ParameterizedTest
    @CsvSource({"-60.5, true", "-60, true", "-61, true", "-59.999, false", "-61.001, false"})
    void theBoundaryDecidesItselfIncluded(String lat, boolean served) {
        City city = City.with("boundary: " + WEST + "\nservices: []\n");
        JsonNode coverage = coverage(city, "lat=" + lat + "&long=10.5");
        assertEquals(served, coverage.path("served").booleanValue());
        assertEquals(served ? 1 : 0, coverage.path("jurisdictions").size());
    }

    @Test
    void agenciesAreToldForEachGroupInTheWantedLanguage() {
        City city =
                City.with(
                        """
                        boundary: %s
                        agencies:
                          - {code: a, name: Highway, translations: {es: {name: Vías}}}
                          - {code: b, name: Parks}
                        services:
                          - {service_code: "1", service_name: One, group: Streets, agency: a}
                          - {service_code: "2", service_name: Two, group: Trees, agency: b}
                          - {service_code: "3", service_name: Three, group: Streets, agency: b}
                          - {service_code: "4", service_name: Four, group: Streets, agency: a}
                          - {service_code: "5", service_name: Five, group: Gone, agency: a, active: false}
                          - {service_code: "6", service_name: Six}
                        """
                                .formatted(WEST));
        assertEquals(
                "[{name:Streets,agencies:[Highway,Parks]},{name:Trees,agencies:[Parks]},{name:,agencies:[]}]",
                groups(coverage(city, "lat=-60.5&long=10.5")));
        assertTrue(
                groups(coverage(city, "lat=-60.5&long=10.5&locale=es")).contains("[Vías,Parks]"));
    }

    @ParameterizedTest
    @EnumSource
    void withoutAJurisdictionAllAreAsked(Format format) {
        City east = City.with("boundary: " + EAST + "\nservices: []\n");
        City same = City.with("boundary: " + EAST + "\nservices: []\n");
        Answer both =
                Api.get(Api.V2 + "coverage" + format.suffix() + "?lat=-60.5&long=20.5").is(200);
        for (City city : List.of(east, same)) {
            assertTrue(both.text().contains(city.id()), both::toString);
        }
        City west = City.with("boundary: " + WEST + "\nservices: []\n");
        JsonNode elsewhere = coverage(west, "lat=-60.5&long=20.5");
        assertEquals(false, elsewhere.path("served").booleanValue());
        assertTrue(
                elsewhere
                        .path("neighbours")
                        .findValuesAsText("jurisdiction_id")
                        .contains(east.id()));
    }

    @Test
    void neighboursAreThoseWhoServeThePlaceOrThoseOfWhomItIsNotKnown() {
        City city =
                City.with(
                        """
                        boundary: %s
                        neighbours:
                          - {name: There, boundary: %s}
                          - {name: Anywhere, contact: Call 211, url: "https://example.org/"}
                          - {name: Elsewhere, boundary: %s}
                        services: []
                        """
                                .formatted(WEST, square(30), square(40)));
        assertEquals(List.of("There"), neighbours(coverage(city, "lat=-60.5&long=30.5")));
        assertEquals(List.of("Anywhere"), neighbours(coverage(city, "lat=-60.5&long=50")));
        assertEquals(List.of(), neighbours(coverage(city, "lat=-60.5&long=10.5")));
    }

    @ParameterizedTest
    @EnumSource
    void withoutABoundaryNobodyCanTell(Format format) {
        City city = City.with("neighbours: [{name: Anywhere}]\nservices: []\n");
        JsonNode coverage = coverage(city, "lat=-60.5&long=50");
        assertTrue(coverage.path("served").isNull());
        assertEquals(city.id(), coverage.at("/jurisdictions/0/jurisdiction_id").asText());
        assertEquals(false, coverage.at("/jurisdictions/0/has_boundary").booleanValue());
        assertEquals(List.of("Anywhere"), neighbours(coverage));
        assertTrue(city.get(format, "coverage", "lat=-60.5&long=50").text().contains(city.id()));
    }

    @ParameterizedTest
    @EnumSource
    void nonsenseIsRefused(Format format) {
        City city = City.create();
        assertEquals("lat and long were not provided", city.get(format, "coverage").error(400));
        assertEquals(2, city.get(format, "coverage", "lat=91&long=x").errors(400).size());
        assertEquals(
                "jurisdiction_id 'nowhere' was not found",
                Api.get(
                                Api.V2
                                        + "coverage"
                                        + format.suffix()
                                        + "?lat=1&long=1&jurisdiction_id=nowhere")
                        .error(404));
    }

    /** Whatever way round the document draws them. */
    @Test
    void theBoundaryIsAFeatureWithItsRingsTheRightWayRound() {
        City city =
                City.with(
                        "boundary: {type: Polygon, coordinates: [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]], [[3, 3], [4, 3], [4, 4], [3, 3]]]}\nservices: []\n");
        Answer answer = Api.get(Api.V2 + "boundary.geojson?jurisdiction_id=" + city.id()).is(200);
        assertEquals("application/geo+json", answer.header("Content-Type"));
        assertEquals("Feature", answer.json().path("type").asText());
        assertEquals(city.id(), answer.json().at("/properties/jurisdiction_id").asText());
        assertEquals(
                "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[4,4],[4,3],[3,3]]]",
                answer.json().at("/geometry/coordinates").toString().replace(".0", ""));
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNoBoundarySaysSo(Format format) {
        City city = City.with("services: []\n");
        String path = Api.V2 + "boundary.geojson?jurisdiction_id=" + city.id();
        assertEquals(
                "City of the test has no boundary; it takes reports from anywhere",
                Api.get(path, "Accept", format.mediaType()).error(404));
        assertEquals(404, Api.get(path.replace(".geojson", ".csv")).status());
    }

    private static JsonNode coverage(City city, String query) {
        return city.get(Format.JSON, "coverage", query).is(200).json();
    }

    private static String groups(JsonNode coverage) {
        return coverage.at("/jurisdictions/0/groups").toString().replace("\"", "");
    }

    private static List<String> neighbours(JsonNode coverage) {
        return coverage.path("neighbours").findValuesAsText("name");
    }
}
