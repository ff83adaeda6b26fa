package open311.http;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.List;
import java.util.Locale;

/**
 * One problem of a call before it is worded, since the language is the caller's.
 *
 * @param code the HTTP status that this problem alone would have
 * @param text in English, a format for the values; translations are found by it
 */
public record Problem(int code, String text, List<Object> values) {
    public Problem {
        values = List.copyOf(values);
    }

    @FormatMethod
    public static Problem of(int code, @FormatString String text, Object... values) {
        return new Problem(code, text, List.of(values));
    }

    /** As the error document shows it, in one of {@link ErrorTexts#LANGUAGES}. */
    public GeoReportError in(String language) {
        return new GeoReportError(
                code,
                String.format(
                        Locale.ROOT, ErrorTexts.translated(text, language), values.toArray()));
    }
}
