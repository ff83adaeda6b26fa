package open311.http;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two formats of GeoReport v2, chosen by the suffix of the path (GeoReport v2, "Format"). */
public enum Format {
    JSON("application/json"),
    XML("text/xml");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type without parameters, as discovery lists it. */
    public String mediaType() {
        return mediaType;
    }

    /** The value of the Content-Type header of an answer. */
    public String contentType() {
        return mediaType + "; charset=utf-8";
    }

    /** The suffix of a path, with its dot. */
    public String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** The suffix without its dot, in any case; empty for every other suffix. */
    static Optional<Format> ofSuffix(String suffix) {
        return switch (suffix.toLowerCase(Locale.ROOT)) {
            case "json" -> Optional.of(JSON);
            case "xml" -> Optional.of(XML);
            default -> Optional.empty();
        };
    }

    /**
     * The format that an Accept header prefers, or the fallback where it leaves the choice. For
     * each format its most specific range counts (RFC 9110, 12.5.1); of two formats the one with
     * the higher quality wins, of equals the one named first. An Accept header that makes no sense,
     * or refuses both, leaves the choice.
     */
    static Format preferredBy(@Nullable String accept, Format fallback) {
        if (accept == null) {
            return fallback;
        }
        String[] ranges = accept.toLowerCase(Locale.ROOT).split(",", -1);
        Preference json = JSON.preference(ranges);
        Preference xml = XML.preference(ranges);
        if (json.quality <= 0 && xml.quality <= 0) {
            return fallback;
        }
        if (json.quality != xml.quality) {
            return json.quality > xml.quality ? JSON : XML;
        }
        return json.place == xml.place ? fallback : json.place < xml.place ? JSON : XML;
    }

    /**
     * Whether an Accept header asks for server-sent events, or for neither of the formats. A format
     * is asked for where it is named more closely than by everything.
     */
    static boolean leavesRoomForEvents(@Nullable String accept) {
        String[] ranges = (accept == null ? "" : accept.toLowerCase(Locale.ROOT)).split(",", -1);
        double asked = 0;
        for (Format format : values()) {
            Preference preference = format.preference(ranges);
            asked = Math.max(asked, preference.specificity > 1 ? preference.quality : 0);
        }
        for (String range : ranges) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().equals("text/event-stream")) {
                return quality(parts) > 0 && quality(parts) >= asked;
            }
        }
        return asked == 0;
    }

    private Preference preference(String[] ranges) {
        Preference best = new Preference(0, 0, 0);
        for (int place = 0; place < ranges.length; place++) {
            String[] parts = ranges[place].split(";", -1);
            int specificity = specificity(parts[0].strip());
            if (specificity > best.specificity) {
                best = new Preference(specificity, quality(parts), place);
            }
        }
        return best;
    }

    /** 3: this very type, 2: all of its kind, 1: everything, 0: another one. */
    private int specificity(String range) {
        return switch (range) {
            case "application/json", "text/json" -> this == JSON ? 3 : 0;
            case "text/xml", "application/xml" -> this == XML ? 3 : 0;
            case "application/*" -> this == JSON ? 2 : 0;
            case "text/*" -> this == XML ? 2 : 0;
            case "*/*" -> 1;
            default -> 0;
        };
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** What the ranges say of one format: how closely, how much, and where. */
    private record Preference(int specificity, double quality, int place) {}
}
