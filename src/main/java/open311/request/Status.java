package open311.request;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** GeoReport v2 knows two: reported, and resolved. */
public enum Status {
    OPEN,
    CLOSED;

    @JsonValue
    public String onTheWire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
