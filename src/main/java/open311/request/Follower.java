package open311.request;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import open311.http.Parameters;
import org.jspecify.annotations.Nullable;

/** Somebody who has the same problem, by whatever tells them from others; at least one is there. */
record Follower(@Nullable String accountId, @Nullable String email, @Nullable String deviceId) {
    private static final String ALGORITHM = "HmacSHA256";

    static Follower parse(Parameters parameters) {
        String accountId = parameters.text("account_id");
        String email = parameters.text("email");
        String deviceId = parameters.textOrAlias("device_id", "deviceid");
        if (accountId == null && email == null && deviceId == null) {
            parameters.problem(
                    "Who follows was not said; send account_id, email or device_id, so that each counts once");
        }
        parameters.throwIfWrong();
        return new Follower(accountId, email, deviceId);
    }

    /** Whether any of it is the reporter's. */
    boolean is(ReporterEntity reporter) {
        return (accountId != null && accountId.equals(reporter.accountId))
                || (deviceId != null && deviceId.equals(reporter.deviceId))
                || (email != null && email.equalsIgnoreCase(reporter.email));
    }

    /**
     * What is stored instead, the surest first. Nobody who lacks the secret can try addresses
     * against it, and other jurisdictions have other hashes of the same person.
     */
    List<String> hashes(String secret, String jurisdictionId) {
        return Stream.of(
                        accountId == null ? null : "account " + accountId,
                        email == null ? null : "email " + email.toLowerCase(Locale.ROOT),
                        deviceId == null ? null : "device " + deviceId)
                .filter(Objects::nonNull)
                .map(identity -> hash(secret, jurisdictionId + ' ' + identity))
                .toList();
    }

    private static String hash(String secret, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
