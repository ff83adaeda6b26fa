package open311.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import open311.http.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Who reports, as far as they say. Personal data: it goes out to keys that manage alone, and only
 * when asked for.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Reporter(
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        @Nullable String deviceId,
        @Nullable String accountId) {
    /** Who says nothing of themselves. */
    static final Reporter ANONYMOUS = new Reporter(null, null, null, null, null, null);

    /** {@code deviceid} is how FixMyStreet spells device_id. */
    static Reporter parse(Parameters parameters) {
        return new Reporter(
                parameters.text("email"),
                parameters.text("first_name"),
                parameters.text("last_name"),
                parameters.text("phone"),
                parameters.textOrAlias("device_id", "deviceid"),
                parameters.text("account_id"));
    }

    @JsonIgnore
    boolean isAnonymous() {
        return equals(ANONYMOUS);
    }
}
