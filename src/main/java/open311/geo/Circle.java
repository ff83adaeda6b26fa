package open311.geo;

/** All within a distance of a point, the line included. */
public record Circle(Coordinates centre, double radiusMetres) {
    /** As far as a search around a point goes. */
    public static final int MAX_RADIUS_METRES = 100_000;

    private static final double METRES_OF_A_DEGREE = 111_195;

    /** The smallest box around the circle, or a little more; all longitudes near a pole. */
    public Box box() {
        // A thousandth more than needed, since rounding must not lose what lies on the line.
        double high = radiusMetres * 1.001 / METRES_OF_A_DEGREE;
        double south = Math.max(-90, centre.lat() - high);
        double north = Math.min(90, centre.lat() + high);
        double narrowest = Math.cos(Math.toRadians(Math.max(Math.abs(south), Math.abs(north))));
        double wide = narrowest <= 0 ? 180 : high / narrowest;
        return south <= -90 || north >= 90 || wide >= 180
                ? new Box(-180, south, 180, north)
                : new Box(wrapped(centre.lon() - wide), south, wrapped(centre.lon() + wide), north);
    }

    private static double wrapped(double lon) {
        return lon < -180 ? lon + 360 : lon > 180 ? lon - 360 : lon;
    }
}
