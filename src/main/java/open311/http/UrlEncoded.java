package open311.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries and urlencoded forms. No library is used because none decodes by byte: some clients still
 * send ISO-8859-1, and that shows only after the escapes are undone.
 */
final class UrlEncoded {
    private UrlEncoded() {}

    /**
     * Adds the pairs of {@code a=1&b=2} to the fields. Each character of the text is one byte as it
     * came.
     *
     * @param where "query" or "body", for the error's description
     */
    static void read(String raw, String where, Map<String, List<String>> fields) {
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            if (end < 0) {
                end = raw.length();
            }
            if (end > start) {
                int equals = raw.indexOf('=', start);
                boolean named = equals >= 0 && equals < end;
                String name = decoded(raw.substring(start, named ? equals : end), where);
                String value = named ? decoded(raw.substring(equals + 1, end), where) : "";
                add(fields, name, value);
            }
            start = end + 1;
        }
    }

    /**
     * One parameter of a query that nothing else of is wanted yet: the first value that is not
     * blank, cleaned. Empty also when the query is malformed, which is for others to say.
     */
    static Optional<String> first(@Nullable String query, String name) {
        boolean canHoldIt = query != null && (query.contains(name) || query.indexOf('%') >= 0);
        if (!canHoldIt) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, List<String>>();
        try {
            read(query, "query", fields);
        } catch (GeoReportException e) {
            return Optional.empty();
        }
        return fields.getOrDefault(name, List.of()).stream()
                .map(Text::clean)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Names are trimmed: documentation in the field prints some with a blank at the end, and
     * clients copied it.
     */
    static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name.strip(), any -> new ArrayList<>()).add(value);
    }

    /** UTF-8 as GeoReport v2 demands, ISO-8859-1 where it is not UTF-8. */
    static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static String decoded(String raw, String where) {
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '+') {
                bytes.write(' ');
            } else if (c == '%') {
                if (i + 2 >= raw.length()
                        || !Paths.isHex(raw.charAt(i + 1))
                        || !Paths.isHex(raw.charAt(i + 2))) {
                    throw GeoReportException.badRequest(
                            "The %s holds a percent sign that is not followed by two hexadecimal digits, near '%s'; write a percent sign as %%25",
                            where, Text.shortened(raw.substring(i)));
                }
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else if (c <= 0xFF) {
                bytes.write(c);
            } else {
                bytes.writeBytes(Paths.bytes(c));
            }
        }
        return decoded(bytes.toByteArray());
    }
}
