package open311.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Raw paths of URLs, percent-escapes left in place so that an escaped slash never becomes a
 * segment.
 */
final class Paths {
    private static final String PLAIN = "-._~!$&'()*+,=:@/";

    private Paths() {}

    /**
     * One spelling for each path: slashes that follow each other are one, a slash at the end is
     * gone, what may not stand plainly in a path (RFC 3986) is percent-encoded. Empty when an
     * escape is malformed.
     */
    static Optional<String> canonical(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return Optional.of("/");
        }
        var path = new StringBuilder(raw.length() + 16);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()
                        || !isHex(raw.charAt(i + 1))
                        || !isHex(raw.charAt(i + 2))) {
                    return Optional.empty();
                }
                path.append(raw, i, i + 3);
                i += 2;
            } else if (c == '/') {
                if (path.length() == 0 || path.charAt(path.length() - 1) != '/') {
                    path.append(c);
                }
            } else if (isAlphanumeric(c) || PLAIN.indexOf(c) >= 0) {
                path.append(c);
            } else {
                for (byte b : bytes(c)) {
                    path.append(String.format("%%%02X", b & 0xFF));
                }
            }
        }
        if (path.length() > 1 && path.charAt(path.length() - 1) == '/') {
            path.setLength(path.length() - 1);
        }
        return Optional.of(path.toString());
    }

    /**
     * What follows the last dot of the last segment, slashes behind it aside; empty when there is
     * no dot.
     */
    static String suffix(@Nullable String path) {
        if (path == null) {
            return "";
        }
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        int dot = path.lastIndexOf('.', end - 1);
        return dot > path.lastIndexOf('/', end - 1) ? path.substring(dot + 1, end) : "";
    }

    /** Whether the last segment is empty or one of the dots that mean another path. */
    static boolean endsInNoName(String path) {
        return path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
    }

    static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }

    /**
     * A request line is read byte by byte, so a character up to 0xFF is one byte of what the client
     * sent.
     */
    static byte[] bytes(char c) {
        return c <= 0xFF
                ? new byte[] {(byte) c}
                : String.valueOf(c).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
