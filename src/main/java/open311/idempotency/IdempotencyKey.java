package open311.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import open311.apikey.ApiKey;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/** The Idempotency-Key of one call, and a fingerprint of what it sent. */
public final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,255}");

    /** Where the call goes is part of the row's key; how it is answered may differ each time. */
    private static final Set<String> NO_CONTENT = Set.of("jurisdiction_id", "locale");

    private final String jurisdictionId;
    private final UUID keyId;
    private final byte[] hash;
    private final byte[] fingerprint;

    private IdempotencyKey(String jurisdictionId, UUID keyId, byte[] hash, byte[] fingerprint) {
        this.jurisdictionId = jurisdictionId;
        this.keyId = keyId;
        this.hash = hash;
        this.fingerprint = fingerprint;
    }

    /**
     * Null when the call has none, or when it is malformed, which is noted as a problem.
     *
     * @param operation what the call does, and to what
     */
    public static @Nullable IdempotencyKey of(
            Parameters parameters, Jurisdiction jurisdiction, ApiKey caller, String operation) {
        List<String> sent = parameters.http().request().headers().getAll(HEADER);
        if (sent.isEmpty()) {
            return null;
        }
        Set<String> keys = new LinkedHashSet<>(sent);
        if (keys.size() > 1) {
            parameters.problem(
                    "%s was given several times with different values; give it once", HEADER);
            return null;
        }
        String key = sent.get(0);
        if (!VISIBLE_ASCII.matcher(key).matches()) {
            parameters.problem(
                    "%s is not 1 to 255 visible ASCII characters; a UUID is a good one", HEADER);
            return null;
        }
        return new IdempotencyKey(
                jurisdiction.jurisdictionId(),
                caller.id(),
                hash(key, List.of()),
                hash(key, content(parameters, operation)));
    }

    /**
     * In one order, since that of the names means nothing; the values of one name stay as they
     * came.
     */
    private static List<String> content(Parameters parameters, String operation) {
        var content = new ArrayList<String>();
        content.add(operation);
        parameters.all().stream()
                .filter(parameter -> !NO_CONTENT.contains(parameter.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        parameter -> {
                            content.add(parameter.getKey());
                            content.add(parameter.getValue());
                        });
        return content;
    }

    /**
     * Under the caller's key, which is not stored: without it nobody can try out whose name or
     * phone number makes the hash.
     */
    private static byte[] hash(String key, List<String> texts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), mac.getAlgorithm()));
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                // The length first: where one text ends and the next begins makes a difference.
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
        }
    }

    /** The values of {@link IdempotencyKeys#CLAIM}. */
    public Object[] values() {
        return new Object[] {jurisdictionId, keyId, hash, fingerprint};
    }

    /** The values of the primary key. */
    Object[] id() {
        return new Object[] {jurisdictionId, keyId, hash};
    }

    byte[] fingerprint() {
        return fingerprint;
    }
}
