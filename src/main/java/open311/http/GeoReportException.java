package open311.http;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call with the error document of GeoReport v2. Of several problems the status is that of
 * the gravest: 403 before 404 before 400 (GeoReport v2 names no order; whoever may not enter learns
 * nothing more).
 */
public final class GeoReportException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final List<Integer> GRAVEST_FIRST =
            List.of(500, 503, 403, 404, 405, 409, 413, 415, 429);

    private final int status;
    private final transient List<Problem> problems;

    /** All problems of one call; at least one. */
    public GeoReportException(List<Problem> problems) {
        super(problems.toString(), null, false, false);
        this.problems = List.copyOf(problems);
        this.status =
                GRAVEST_FIRST.stream()
                        .filter(
                                code ->
                                        problems.stream()
                                                .anyMatch(problem -> problem.code() == code))
                        .findFirst()
                        .orElse(400);
    }

    @FormatMethod
    private static GeoReportException of(int status, @FormatString String text, Object... values) {
        return new GeoReportException(List.of(Problem.of(status, text, values)));
    }

    @FormatMethod
    public static GeoReportException badRequest(@FormatString String text, Object... values) {
        return of(400, text, values);
    }

    @FormatMethod
    public static GeoReportException forbidden(@FormatString String text, Object... values) {
        return of(403, text, values);
    }

    /** For a thing that does not exist, or that the caller may not know to exist. */
    public static GeoReportException notFound(String parameter, @Nullable String value) {
        return new GeoReportException(List.of(unknown(parameter, value)));
    }

    /** For what contradicts how things are. */
    @FormatMethod
    public static GeoReportException conflict(@FormatString String text, Object... values) {
        return of(409, text, values);
    }

    /** For what the server has no room for now; the answer says when to come again. */
    @FormatMethod
    public static GeoReportException unavailable(@FormatString String text, Object... values) {
        return of(503, text, values);
    }

    /** For a caller who calls too often. */
    @FormatMethod
    static GeoReportException tooMany(@FormatString String text, Object... values) {
        return of(429, text, values);
    }

    /** For a path that leads nowhere, with what would be right. */
    static GeoReportException unknownSuffix() {
        return of(
                404,
                "There is nothing at this path; the suffixes of this endpoint are .json and .xml");
    }

    @FormatMethod
    public static GeoReportException tooLarge(@FormatString String text, Object... values) {
        return of(413, text, values);
    }

    @FormatMethod
    public static GeoReportException unsupportedMediaType(
            @FormatString String text, Object... values) {
        return of(415, text, values);
    }

    /** For a method that the path does not know. */
    static GeoReportException notAllowed(HttpMethod method, String allowed) {
        return of(
                405,
                "The method %s is not allowed at this path; allowed are %s",
                Text.shortened(method.name()),
                allowed);
    }

    /** That a value names nothing that exists. */
    public static Problem unknown(String parameter, @Nullable String value) {
        return Problem.of(404, "%s '%s' was not found", parameter, Text.shortened(value));
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The problems in the language of the caller. */
    public List<GeoReportError> errors(String language) {
        return problems.stream().map(problem -> problem.in(language)).toList();
    }

    /** The problems in English. */
    public List<GeoReportError> errors() {
        return errors(ErrorTexts.ENGLISH);
    }
}
