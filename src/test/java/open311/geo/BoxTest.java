package open311.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {
    @Test
    void isWestSouthEastNorth() {
        assertEquals(
                Optional.of(new Box(-71.2, 42.7, -71, 42.8)), Box.parse("-71.2, 42.7;-71.0 ,42.8"));
        assertEquals(Optional.of(new Box(-180, -90, 180, 90)), Box.parse("-180,-90,180,90"));
        assertEquals(Optional.of(new Box(1, 2, 1, 2)), Box.parse("1,2,1,2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,,",
                "1,2,3",
                "1,2,3,4,5",
                "1,2,3,91",
                "181,2,3,4",
                "1,3,2,2",
                "1,2,3,NaN",
                "1 2 3 4"
            })
    void everythingElseIsNoBox(String text) {
        assertEquals(Optional.empty(), Box.parse(text));
    }

    @Test
    void boxAcrossTheDateLineHasTwoParts() {
        assertEquals(
                List.of(new Box(170, -20, 180, -10), new Box(-180, -20, -170, -10)),
                new Box(170, -20, -170, -10).parts());
        assertEquals(List.of(new Box(-170, 1, 170, 2)), new Box(-170, 1, 170, 2).parts());
    }

    /** Around points on the circle nothing is left out. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1000",
        "42.776, -71.077, 0",
        "42.776, -71.077, 500",
        "-17.7, 179.999, 5000",
        "-17.7, -179.999, 100000",
        "0, 180, 10",
        "89.9, 20, 100000",
        "-90, 0, 10",
        "70, 179, 100000",
    })
    void circleLiesInItsBox(double lat, double lon, double radius) {
        List<Box> parts = new Circle(new Coordinates(lat, lon), radius).box().parts();
        for (int degrees = 0; degrees < 360; degrees += 5) {
            double[] point = away(lat, lon, radius, Math.toRadians(degrees));
            assertTrue(
                    parts.stream().anyMatch(box -> holds(box, point)),
                    () -> point[0] + " " + point[1] + " is not in " + parts);
        }
    }

    private static boolean holds(Box box, double[] point) {
        double rounding = 1e-9;
        return box.south() <= point[0] + rounding
                && point[0] <= box.north() + rounding
                && box.west() <= point[1] + rounding
                && point[1] <= box.east() + rounding;
    }

    /** Where one arrives after so many metres on a sphere. */
    private static double[] away(double lat, double lon, double metres, double bearing) {
        double angle = metres / 6_371_008.8;
        double from = Math.toRadians(lat);
        double to =
                Math.asin(
                        Math.sin(from) * Math.cos(angle)
                                + Math.cos(from) * Math.sin(angle) * Math.cos(bearing));
        double turned =
                Math.atan2(
                        Math.sin(bearing) * Math.sin(angle) * Math.cos(from),
                        Math.cos(angle) - Math.sin(from) * Math.sin(to));
        double east = lon + Math.toDegrees(turned);
        return new double[] {
            Math.toDegrees(to), east > 180 ? east - 360 : east < -180 ? east + 360 : east
        };
    }
}
