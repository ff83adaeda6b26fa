package open311.geo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rectangle of degrees, its edges included.
 *
 * @param west greater than east where the box crosses the date line
 */
public record Box(double west, double south, double east, double north) {
    /** Reads {@code west,south,east,north}, the order of GeoJSON; empty for anything else. */
    public static Optional<Box> parse(String text) {
        String[] parts = text.split("[,;]", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        var degrees = new ArrayList<Double>();
        for (int i = 0; i < 4; i++) {
            Optional<Double> value = Coordinates.degrees(parts[i].strip(), i % 2 == 0 ? 180 : 90);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            degrees.add(value.get());
        }
        var box = new Box(degrees.get(0), degrees.get(1), degrees.get(2), degrees.get(3));
        return box.south <= box.north ? Optional.of(box) : Optional.empty();
    }

    /** The same area in boxes of which none crosses the date line: one or two. */
    public List<Box> parts() {
        return west <= east
                ? List.of(this)
                : List.of(new Box(west, south, 180, north), new Box(-180, south, east, north));
    }
}
