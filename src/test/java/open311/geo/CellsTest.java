package open311.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsTest {
    @Test
    void aPointHasOne() {
        assertEquals(
                List.of(4277 * 36_001 - 7108),
                Cells.covering(new Box(-71.071, 42.775, -71.071, 42.775)));
    }

    @Test
    void everyPointOfTheBoxIsCovered() {
        var random = new Random(311);
        for (int i = 0; i < 1000; i++) {
            double west = random.nextDouble(-180, 179.98);
            double south = random.nextDouble(-90, 89.98);
            var box =
                    new Box(
                            west,
                            south,
                            west + random.nextDouble(0.015),
                            south + random.nextDouble(0.015));
            List<Integer> cells = Cells.covering(box);
            assertEquals(cells.size(), new HashSet<>(cells).size());
            for (int n = 0; n < 10; n++) {
                double lon = random.nextDouble(box.west(), box.east());
                double lat = random.nextDouble(box.south(), box.north());
                assertTrue(
                        cells.containsAll(Cells.covering(new Box(lon, lat, lon, lat))),
                        box + " " + lat + " " + lon);
            }
        }
    }

    @Test
    void theDateLineHasTwoSides() {
        List<Integer> cells = Cells.covering(new Box(179.995, 0.001, -179.995, 0.002));
        assertEquals(List.of(17_999, 18_000, -18_000), cells);
    }

    @Test
    void aLargeBoxHasNone() {
        assertEquals(List.of(), Cells.covering(new Box(-71.1, 42.7, -71, 42.8)));
        assertEquals(List.of(), Cells.covering(new Box(-180, -90, 180, 90)));
        assertEquals(List.of(), Cells.covering(new Box(170, 0, -170, 0)));
    }

    @Test
    void theCornersOfTheWorldHaveSome() {
        assertEquals(1, Cells.covering(new Box(180, 90, 180, 90)).size());
        assertEquals(1, Cells.covering(new Box(-180, -90, -180, -90)).size());
    }
}
