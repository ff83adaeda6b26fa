package open311.http;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Text from outside, made fit for XML 1.0 and PostgreSQL. */
public final class Text {
    private static final int SHORT = 80;

    private Text() {}

    /**
     * The text without characters that XML 1.0 or a database cannot hold (controls, NUL, lone
     * surrogates, U+FFFE, U+FFFF), line ends as single line feeds, white space at both ends gone.
     * Null stays null; what is blank becomes null, since a blank parameter counts as absent
     * (GeoReport v2, "Optional").
     */
    public static @Nullable String clean(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        String stripped = legal(raw).strip();
        return stripped.isEmpty() ? null : stripped;
    }

    /** A number as people write it, without an exponent or a needless fraction. */
    public static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** At most {@value #SHORT} characters of the text, for an error's description. */
    public static String shortened(@Nullable String text) {
        String clean = clean(text);
        if (clean == null) {
            return "";
        }
        if (clean.codePointCount(0, clean.length()) <= SHORT) {
            return clean;
        }
        return clean.substring(0, clean.offsetByCodePoints(0, SHORT)) + "…";
    }

    /** The length in Unicode code points, which is how limits are meant. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0xD800) {
                int point = text.codePointAt(i);
                if (!isLegal(point)) {
                    return false;
                }
                i += Character.charCount(point) - 1;
            } else if (c < 0x20 && c != '\n' && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /**
     * The text without characters that XML 1.0 cannot hold, line ends as single line feeds; nothing
     * else changes.
     */
    static String legal(String text) {
        return isClean(text) ? text : withoutIllegal(text);
    }

    private static String withoutIllegal(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        var clean = new StringBuilder(lines.length());
        lines.codePoints().filter(Text::isLegal).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The production Char of XML 1.0, without the carriage return that is gone by now. */
    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0xD800)
                || (c >= 0xE000 && c < 0xFFFE)
                || c >= 0x10000;
    }
}
