package open311.operation;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import open311.http.Format;

/**
 * One call of a {@link Fuzzer}, byte by byte; characters are bytes.
 *
 * @param torn whether the bytes may be no HTTP at all, so that no answer, or one without a
 *     document, is an answer
 */
record FuzzedCall(String method, String target, String head, String body, boolean torn) {
    /** Stands for the length of the body, or of its one chunk, until all else is filled in. */
    static final String SIZE = "{size}";

    static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private static final Pattern SUFFIX =
            Pattern.compile("/[^?#]*\\w\\.(json|xml)/*(?:\\?.*)?", Pattern.CASE_INSENSITIVE);

    /** The format that the suffix of the path asks for, where it has one beyond doubt. */
    Optional<Format> asked() {
        Matcher suffix = SUFFIX.matcher(target);
        return suffix.matches() && !target.contains("#")
                ? Optional.of(Format.valueOf(suffix.group(1).toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** The call with what stands for the placeholders. */
    FuzzedCall filled(UnaryOperator<String> values) {
        String filled = values.apply(body);
        String chunk = SIZE + "\r\n";
        if (filled.startsWith(chunk)) {
            int size = filled.length() - chunk.length() - LAST_CHUNK.length();
            filled = Integer.toHexString(size) + filled.substring(SIZE.length());
        }
        return new FuzzedCall(
                method,
                values.apply(target),
                values.apply(head).replace(SIZE, Integer.toString(filled.length())),
                filled,
                torn);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    byte[] bytes() {
        return (method + " " + target + " HTTP/1.1\r\n" + head + "\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean mentions(String text) {
        return target.contains(text) || head.contains(text) || body.contains(text);
    }

    /** As it can be read, and typed again. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (byte b : bytes()) {
            char c = (char) (b & 0xFF);
            if (c == '\r') {
                text.append("\\r");
            } else if (c == '\n') {
                text.append("\\n\n");
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.length() <= 3000
                ? text.toString()
                : text.substring(0, 2500) + " … " + text.length() + " characters";
    }
}
