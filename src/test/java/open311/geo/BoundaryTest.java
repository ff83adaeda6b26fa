package open311.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundaryTest {
    private static final String SQUARE = "[[0,0],[10,0],[10,10],[0,10],[0,0]]";
    private static final String HOLE = "[[4,4],[4,6],[6,6],[6,4],[4,4]]";
    private static final String ISLAND = "[[20,0],[22,0],[22,2],[20,2],[20,0]]";

    @ParameterizedTest
    @CsvSource({
        "5, 5, true",
        "0, 0, true",
        "0, 5, true",
        "10, 10, true",
        "10.0000001, 5, false",
        "-0.0000001, 5, false",
        "5, 11, false",
        "90, 180, false",
    })
    void polygonCoversItsInsideAndItsLine(double lat, double lon, boolean expected) {
        assertCovers(expected, polygon(SQUARE), lat, lon);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5, false",
        "4, 5, true",
        "4, 4, true",
        "3.9, 5, true",
        "6.1, 6.1, true",
        "11, 11, false"
    })
    void holesAreOutsideAndTheirLinesInside(double lat, double lon, boolean expected) {
        assertCovers(expected, polygon(SQUARE + "," + HOLE), lat, lon);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 21, true", "1, 15, false", "5, 5, false", "2, 22, true"})
    void multiPolygonCoversAllItsParts(double lat, double lon, boolean expected) {
        String parts = "[" + SQUARE + "," + HOLE + "],[" + ISLAND + "]";
        assertCovers(
                expected, "{\"type\":\"MultiPolygon\",\"coordinates\":[" + parts + "]}", lat, lon);
    }

    @ParameterizedTest
    @CsvSource({"42.77, -71.08, true", "-71.08, 42.77, false"})
    void positionsAreLongitudeFirst(double lat, double lon, boolean expected) {
        assertCovers(expected, polygon("[[-72,42],[-70,42],[-70,43],[-72,43],[-72,42]]"), lat, lon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Clockwise, with heights, with foreign members: RFC 7946 asks readers to take
                // them.
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,10],[10,10],[10,0],[0,0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0,1],[10,0,1],[10,10,1],[0,10,1],[0,0,1]]]}",
                "{\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]],\"bbox\":[0,0,10,10],\"type\":\"Polygon\"}",
                // The geometry alone is what a tool exports less often than the feature around it.
                "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\","
                        + "\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}}",
            })
    void variantsAreRead(String json) {
        assertCovers(true, json, 5, 5);
        assertCovers(false, json, 5, 11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "{}",
                "x",
                "{\"type\":\"Polygon\"}",
                "{\"type\":\"Polygon\",\"coordinates\":null}",
                "{\"type\":\"Polygon\",\"coordinates\":1}",
                "{\"type\":\"Polygon\",\"coordinates\":\"x\"}",
                "{\"type\":\"Polygon\",\"coordinates\":{}}",
                "{\"type\":\"Polygon\",\"coordinates\":[1]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[1,2]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0],[1],[2],[0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",0],[1,0],[1,1],[\"a\",0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}",
                "{\"type\":\"MultiPolygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}",
                "{\"type\":\"Curve\",\"coordinates\":[]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]",
                "{\"type\":1,\"coordinates\":[]}",
            })
    void whatIsNotGeoJsonIsRefused(String json) {
        assertMessage("is not", json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Point\",\"coordinates\":[0,0]}",
                "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}",
                "{\"type\":\"MultiPoint\",\"coordinates\":[[0,0],[1,1]]}",
                "{\"type\":\"GeometryCollection\",\"geometries\":[]}",
                "{\"type\":\"FeatureCollection\",\"features\":[]}",
            })
    void otherShapesAreRefused(String json) {
        assertMessage("must be a GeoJSON Polygon or MultiPolygon", json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Polygon\",\"coordinates\":[]}",
                "{\"type\":\"MultiPolygon\",\"coordinates\":[]}",
            })
    void emptyIsRefused(String json) {
        assertMessage("is not a valid polygon: it is empty", json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[0,0],[10,10],[10,0],[0,10],[0,0]]  | is not a valid polygon: Self-intersection near [5.0, 5.0]",
                "[[0,0],[10,0],[10,10],[0,10],[0,0]],[[20,20],[21,20],[21,21],[20,20]] | is not a valid polygon: Hole lies outside shell near [20.0, 20.0]",
                "[[42,-72],[42,-70],[43,-70],[43,-92],[42,-72]]    | has the position [43.0, -92.0]; positions are [longitude, latitude] in degrees",
                "[[0,0],[181,0],[10,10],[0,0]]        | has the position [181.0, 0.0]; positions are [longitude, latitude] in degrees",
                "[[0,0],[1e400,0],[10,10],[0,0]]      | has the position [Infinity, 0.0]; positions are [longitude, latitude] in degrees",
            })
    void invalidShapesAreRefusedWithThePlace(String rings, String expected) {
        assertMessage(expected, polygon(rings));
    }

    /** Looking for crossings in it would take many seconds. */
    @Test
    void morePositionsThanAnyCityNeedsAreRefused() {
        String position = "[0,0],";
        assertMessage(
                "has 100001 positions; at most 100000 are allowed",
                polygon("[" + position.repeat(100_000) + "[0,0]]"));
    }

    private static String polygon(String rings) {
        return "{\"type\":\"Polygon\",\"coordinates\":[" + rings + "]}";
    }

    private static void assertCovers(boolean expected, String json, double lat, double lon) {
        assertEquals(expected, Boundary.ofGeoJson(json).covers(new Coordinates(lat, lon)));
    }

    private static void assertMessage(String beginning, String json) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> Boundary.ofGeoJson(json))
                        .getMessage();
        assertTrue(message.startsWith(beginning), message);
    }
}
