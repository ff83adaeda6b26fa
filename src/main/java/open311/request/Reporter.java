package open311.request;

import open311.http.Parameters;
import org.jspecify.annotations.Nullable;

/** Who reports, as far as they say. Personal data: it never goes out with the request. */
record Reporter(
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        @Nullable String deviceId,
        @Nullable String accountId) {

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

    boolean isAnonymous() {
        return email == null
                && firstName == null
                && lastName == null
                && phone == null
                && deviceId == null
                && accountId == null;
    }
}
