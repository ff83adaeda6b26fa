package open311.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Text that clients hand back as they got it: opaque, good in a URL, and only for the purpose that
 * it was made for. No secret: whoever computes one gets what is public anyway.
 */
public final class Seal {
    private static final int CHECKSUM_BYTES = 9;

    private Seal() {}

    /**
     * As clients send it back.
     *
     * @param purpose any other one refuses the text
     */
    public static String close(String text, String purpose) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(CHECKSUM_BYTES + content.length)
                                .put(checksum(purpose, content))
                                .put(content)
                                .array());
    }

    /** Empty when it was tampered with or made for another purpose. */
    public static Optional<String> open(String sealed, String purpose) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length <= CHECKSUM_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(bytes, CHECKSUM_BYTES, bytes.length);
        return MessageDigest.isEqual(
                        Arrays.copyOf(bytes, CHECKSUM_BYTES), checksum(purpose, content))
                ? Optional.of(new String(content, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static byte[] checksum(String purpose, byte[] content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(purpose.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return Arrays.copyOf(sha.digest(content), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
