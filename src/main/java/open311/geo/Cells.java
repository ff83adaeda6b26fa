package open311.geo;

import java.util.ArrayList;
import java.util.List;

/**
 * Squares of a hundredth of a degree, a kilometre or less in each direction, by which the database
 * finds what is in a small area; its function place_cell numbers them in the same way.
 */
public final class Cells {
    private static final int OF_A_DEGREE = 100;

    /** More than there are from west to east. */
    private static final int ROW = 36_001;

    /** Each of them costs a search of its own. */
    private static final int MOST = 9;

    private Cells() {}

    /** Those that cover the box; none if it takes too many. */
    public static List<Integer> covering(Box box) {
        var cells = new ArrayList<Integer>();
        for (Box part : box.parts()) {
            int west = of(part.west());
            int east = of(part.east());
            int south = of(part.south());
            int north = of(part.north());
            if ((long) (east - west + 1) * (north - south + 1) > MOST - cells.size()) {
                return List.of();
            }
            for (int row = south; row <= north; row++) {
                for (int column = west; column <= east; column++) {
                    cells.add(row * ROW + column);
                }
            }
        }
        return cells;
    }

    private static int of(double degrees) {
        return (int) Math.floor(degrees * OF_A_DEGREE);
    }
}
