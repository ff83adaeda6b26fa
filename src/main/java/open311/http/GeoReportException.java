package open311.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call with the error document of GeoReport v2. Of several problems the status is that of
 * the gravest: 403 before 404 before 400 (GeoReport v2 names no order; whoever may not enter learns
 * nothing more).
 */
public final class GeoReportException extends RuntimeException {
    private static final List<Integer> GRAVEST_FIRST = List.of(403, 404, 409, 413, 415, 429, 503);

    private final int status;
    private final transient List<GeoReportError> errors;

    /** All problems of one call; at least one. */
    public GeoReportException(List<GeoReportError> errors) {
        super(errors.toString(), null, false, false);
        this.errors = List.copyOf(errors);
        this.status =
                GRAVEST_FIRST.stream()
                        .filter(code -> errors.stream().anyMatch(error -> error.code() == code))
                        .findFirst()
                        .orElse(400);
    }

    private GeoReportException(int status, String description) {
        this(List.of(new GeoReportError(status, description)));
    }

    public static GeoReportException badRequest(String description) {
        return new GeoReportException(400, description);
    }

    public static GeoReportException forbidden(String description) {
        return new GeoReportException(403, description);
    }

    /** For a thing that does not exist, or that the caller may not know to exist. */
    public static GeoReportException notFound(String parameter, @Nullable String value) {
        return new GeoReportException(404, unknown(parameter, value));
    }

    /** For a path that leads nowhere, with what would be right. */
    static GeoReportException unknownSuffix() {
        return new GeoReportException(
                404,
                "There is nothing at this path; the suffixes of this endpoint are .json and .xml");
    }

    public static GeoReportException tooLarge(String description) {
        return new GeoReportException(413, description);
    }

    public static GeoReportException unsupportedMediaType(String description) {
        return new GeoReportException(415, description);
    }

    public static String unknown(String parameter, @Nullable String value) {
        return parameter + " '" + Text.shortened(value) + "' was not found";
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    public List<GeoReportError> errors() {
        return errors;
    }
}
