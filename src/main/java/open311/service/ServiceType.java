package open311.service;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a POST to a service is answered (GeoReport v2, "GET Service List", type). */
public enum ServiceType {
    /** With the service_request_id, at once. */
    REALTIME,
    /** With a token, to be exchanged later. */
    BATCH,
    /** With neither, ever. */
    BLACKBOX;

    @JsonValue
    public String onTheWire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
