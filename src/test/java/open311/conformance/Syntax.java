package open311.conformance;

import java.util.Locale;

/** The two formats of the standard, as a client asks for them. */
public enum Syntax {
    XML("text/xml"),
    JSON("application/json");

    private final String mediaType;

    Syntax(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    Syntax other() {
        return this == XML ? JSON : XML;
    }
}
