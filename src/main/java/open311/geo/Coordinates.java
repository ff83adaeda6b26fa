package open311.geo;

import java.util.Optional;
import java.util.regex.Pattern;
import open311.http.Parameters;
import open311.http.Text;
import org.jspecify.annotations.Nullable;

/** A point in WGS 84, in decimal degrees: |lat| ≤ 90, |lon| ≤ 180. */
public record Coordinates(double lat, double lon) {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,3}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,3})?");

    /**
     * The parameters lat and long; null when neither is there, or when they are wrong, which is
     * noted. One without the other is wrong even beside an address (GeoReport v2, "POST Service
     * Request", lat and long).
     */
    public static @Nullable Coordinates parse(Parameters parameters) {
        String lat = parameters.text("lat");
        String lon = parameters.text("long");
        if (lat == null && lon == null) {
            return null;
        }
        Double latitude = degrees(parameters, "lat", lat, 90);
        Double longitude = degrees(parameters, "long", lon, 180);
        return latitude == null || longitude == null ? null : new Coordinates(latitude, longitude);
    }

    /** As {@link #parse}, where there is no answer without a point; null once that was noted. */
    public static @Nullable Coordinates required(Parameters parameters) {
        if (!parameters.has("lat") && !parameters.has("long")) {
            parameters.problem("lat and long were not provided");
        }
        return parse(parameters);
    }

    private static @Nullable Double degrees(
            Parameters parameters, String name, @Nullable String text, int max) {
        if (text == null) {
            parameters.problem("%s was not provided; lat and long must be sent together", name);
            return null;
        }
        return degrees(text, max)
                .orElseGet(
                        () -> {
                            parameters.problem(
                                    "%s '%s' is not a number of decimal degrees from -%s to %s, such as %s",
                                    name,
                                    Text.shortened(text),
                                    max,
                                    max,
                                    (max == 90 ? "42.7762" : "-71.0773"));
                            return null;
                        });
    }

    /** A number of decimal degrees from -max to max; empty for anything else. */
    static Optional<Double> degrees(String text, int max) {
        return Optional.of(text)
                .filter(number -> DECIMAL.matcher(number).matches())
                .map(number -> Double.parseDouble(number) + 0.0)
                .filter(degrees -> Math.abs(degrees) <= max);
    }
}
