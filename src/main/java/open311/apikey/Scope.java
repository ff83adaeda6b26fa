package open311.apikey;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key is good for; none includes another. */
public enum Scope {
    /** POST Service Request. */
    REPORT,
    /** Updates, hidden and personal data, acceptance. */
    MANAGE,
    /** Jurisdictions and keys. */
    ADMIN;

    @JsonValue
    public String onTheWire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> named(String name) {
        return Arrays.stream(values()).filter(scope -> scope.onTheWire().equals(name)).findFirst();
    }
}
