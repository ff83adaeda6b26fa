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
     * The format that an Accept header prefers, or the fallback where it leaves the choice. Of
     * several types the one with the highest quality wins, the first of equals. An Accept header
     * that makes no sense leaves the choice.
     */
    static Format preferredBy(@Nullable String accept, Format fallback) {
        if (accept == null) {
            return fallback;
        }
        Format best = fallback;
        double bestQuality = 0;
        for (String entry : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = entry.split(";", -1);
            Format candidate =
                    switch (parts[0].strip()) {
                        case "application/json", "text/json", "application/*" -> JSON;
                        case "text/xml", "application/xml" -> XML;
                        case "*/*" -> fallback;
                        default -> null;
                    };
            if (candidate == null) {
                continue;
            }
            double quality = quality(parts);
            if (quality > bestQuality) {
                best = candidate;
                bestQuality = quality;
            }
        }
        return best;
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
}
