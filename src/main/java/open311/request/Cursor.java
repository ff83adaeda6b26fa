package open311.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a walk through a list stands: the row after which it goes on, and the moment at which it
 * began, so that the window of ninety days does not move under it. What it goes on with depends on
 * the row alone and not on how many came before, so that a deep page costs what the first does and
 * requests made meanwhile shift nothing.
 *
 * @param began seconds since 1970
 * @param position the row's values of {@link Sort#keysWithId()}, as text
 */
record Cursor(long began, List<String> position) {
    private static final int CHECKSUM_BYTES = 9;
    private static final String SEPARATOR = "\n";

    Cursor {
        position = List.copyOf(position);
    }

    /**
     * As clients send it back.
     *
     * @param search what distinguishes the search from others; another search refuses the cursor
     */
    String encoded(String search) {
        byte[] content =
                (began + SEPARATOR + String.join(SEPARATOR, position))
                        .getBytes(StandardCharsets.UTF_8);
        byte[] checksum = checksum(search, content);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(CHECKSUM_BYTES + content.length)
                                .put(checksum)
                                .put(content)
                                .array());
    }

    /** Empty when it was tampered with or is one of another search. */
    static Optional<Cursor> decoded(String text, String search) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length <= CHECKSUM_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(bytes, CHECKSUM_BYTES, bytes.length);
        if (!MessageDigest.isEqual(
                Arrays.copyOf(bytes, CHECKSUM_BYTES), checksum(search, content))) {
            return Optional.empty();
        }
        String[] lines = new String(content, StandardCharsets.UTF_8).split(SEPARATOR, -1);
        return Optional.of(
                new Cursor(
                        Long.parseLong(lines[0]),
                        List.of(Arrays.copyOfRange(lines, 1, lines.length))));
    }

    /** No secret: whoever computes one gets rows that are public anyway. */
    private static byte[] checksum(String search, byte[] content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(search.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return Arrays.copyOf(sha.digest(content), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
