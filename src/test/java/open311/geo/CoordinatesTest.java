package open311.geo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import open311.http.Calls;
import open311.http.GeoReportError;
import open311.http.GeoReportException;
import open311.http.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {
    @ParameterizedTest
    @CsvSource({
        "42.7762,               -71.0773,               42.7762,            -71.0773",
        "90,                    180,                    90,                 180",
        "-90,                   -180,                   -90,                -180",
        "90.0000,               -180.0,                 90,                 -180",
        "0,                     0,                      0,                  0",
        "%2B42.5,               +71.5,                  42.5,               71.5",
        "042.5,                 -071.5,                 42.5,               -71.5",
        ".5,                    -.5,                    0.5,                -0.5",
        "42.,                   -71.,                   42,                 -71",
        "42.776199999999996,    -71.07730000000001,     42.776199999999996, -71.07730000000001",
        // As Java and JavaScript print a place near the meridian of Greenwich.
        "51.4779,               -5.0E-4,                51.4779,            -0.0005",
        "1e-7,                  1.5e%2B1,                 0.0000001,          15",
    })
    void decimalDegreesAreRead(String lat, String lon, double expectedLat, double expectedLon) {
        Parameters parameters = Calls.query("lat=" + lat + "&long=" + lon);
        Coordinates point = Coordinates.parse(parameters);
        assertDoesNotThrow(parameters::throwIfWrong);
        assertEquals(new Coordinates(expectedLat, expectedLon), point);
    }

    @Test
    void zeroHasNoSign() {
        Coordinates point = Coordinates.parse(Calls.query("lat=-0&long=-0.0"));
        assertEquals(new Coordinates(0.0, 0.0), point, "-0.0 would go out as such");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90.0001",
                "-90.0000001",
                "91",
                "1000",
                "42%2C7762",
                "42.77.62",
                "42 46",
                "42°46'34\"N",
                "N42.7",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e3",
                "1e999",
                "0x1p3",
                "42d",
                "42f",
                "null",
                "undefined",
                ".",
                "-",
                "%2B-1",
                "--1",
                "٤٢",
            })
    void everythingElseIsAProblemThatNamesTheParameter(String wrong) {
        assertProblem("lat", Calls.query("lat=" + wrong + "&long=-71.0773"));
        String wrongLong = wrong.replace("91", "181").replaceFirst("90\\.", "180.");
        assertProblem("long", Calls.query("lat=42.7762&long=" + wrongLong));
    }

    @Test
    void bothAreNamedWhenBothAreWrong() {
        Parameters parameters = Calls.query("lat=x&long=y");
        assertNull(Coordinates.parse(parameters));
        assertEquals(2, problems(parameters).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lat=&long=", "lat=+", "long=", "address_string=x"})
    void neitherIsNoProblem(String query) {
        Parameters parameters = Calls.query(query);
        assertNull(Coordinates.parse(parameters));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @CsvSource({
        "lat=42.7762,                       long",
        "lat=42.7762&long=,                 long",
        "long=-71.0773&address_string=x,    lat",
        "lat=+&long=-71.0773,               lat"
    })
    void oneWithoutTheOtherIsAProblem(String query, String missing) {
        Parameters parameters = Calls.query(query);
        assertNull(Coordinates.parse(parameters));
        assertEquals(
                List.of(
                        new GeoReportError(
                                400,
                                missing + " was not provided; lat and long must be sent together")),
                problems(parameters));
    }

    private static void assertProblem(String name, Parameters parameters) {
        assertNull(Coordinates.parse(parameters));
        List<GeoReportError> problems = problems(parameters);
        assertEquals(1, problems.size());
        String description = problems.get(0).description();
        assertTrue(description.startsWith(name + " '"), description);
    }

    private static List<GeoReportError> problems(Parameters parameters) {
        return assertThrows(GeoReportException.class, parameters::throwIfWrong).errors();
    }
}
