package open311.conformance;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What holds of every answer in both formats. */
final class Rules {
    private static final Pattern DATETIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");

    private Rules() {}

    /** Reads an answer, and holds it against the rules of its format on the way. */
    static List<Item> read(Syntax syntax, Shape shape, String contentType, byte[] body) {
        checkContentType(syntax, contentType);
        String text = utf8(body);
        return syntax == Syntax.XML ? XmlRules.read(shape, text) : JsonRules.read(shape, text);
    }

    private static void checkContentType(Syntax syntax, String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT).replaceAll(";.*", "").strip();
        Violation.unless(
                type.equals(syntax.mediaType()),
                type.endsWith("/xml") ? "A-32" : "ERR-01",
                "the Content-Type is '" + contentType + "'");
        Violation.unless(
                contentType
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[ \"]", "")
                        .endsWith(";charset=utf-8"),
                "GEN-05",
                "the Content-Type is '" + contentType + "'");
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new Violation("GEN-05", "the body is not UTF-8");
        }
    }

    static void checkCount(Shape shape, int count) {
        Violation.unless(
                count >= shape.atLeast() && count <= shape.atMost(),
                "11.3",
                shape.root() + " holds " + count + " items");
    }

    /** The value of a member that has one. */
    static void checkValue(Shape.Field field, String value) {
        boolean isGood =
                switch (field.type()) {
                    case TEXT -> field.allows(value);
                    case BOOLEAN -> value.equals("true") || value.equals("false");
                    case INTEGER -> value.matches("\\d+");
                    case NUMBER -> value.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
                    case DATETIME -> isDatetime(value);
                    case URL -> isAbsolute(value);
                    case ITEMS -> false;
                };
        Violation.unless(isGood, field.rule(), field.name() + " is '" + value + "'");
    }

    private static boolean isDatetime(String value) {
        try {
            return DATETIME.matcher(value).matches() && Instant.parse(value) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isAbsolute(String value) {
        try {
            return new URI(value).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
