package open311.service;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an answer to an attribute looks like (GeoReport v2, "GET Service Definition", datatype). */
public enum Datatype {
    STRING,
    NUMBER,
    DATETIME,
    TEXT,
    SINGLEVALUELIST,
    MULTIVALUELIST;

    @JsonValue
    public String onTheWire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the answer is one or several of predefined values. */
    public boolean isList() {
        return this == SINGLEVALUELIST || this == MULTIVALUELIST;
    }
}
