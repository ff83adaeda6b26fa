package open311.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * The only place that turns a failure into an answer: the error document of GeoReport v2, in the
 * format asked for, on every path. A fault of ours is logged under the {@link RequestId} and never
 * explained to the caller.
 */
public class Errors {
    private static final Logger LOG = Logger.getLogger(Errors.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    static final int UNAVAILABLE = 503;

    /**
     * A statement that took too long (open311.query-timeout), a database that is read-only for now,
     * its disk.
     */
    private static final Set<String> TRANSIENT = Set.of("57014", "25006", "58030");

    private final AllowedMethods allowedMethods;

    Errors(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    /** Ends a call that has not reached a resource. */
    public static void answer(RoutingContext http, GeoReportException e) {
        String language = Languages.ofError(http);
        answer(http, e.status(), language, document(Negotiation.format(http), e, language));
    }

    static Buffer document(Format format, GeoReportException e, String language) {
        return Buffer.buffer(Wire.errors(format, e.errors(language)));
    }

    /** Ends a call by a document that is there already. */
    static void answer(RoutingContext http, int status, String language, Buffer document) {
        if (status == UNAVAILABLE) {
            http.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        Cors.letReadRefusal(http);
        http.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Negotiation.format(http).contentType())
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language)
                .putHeader(HttpHeaders.VARY, Negotiation.vary(http))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(document);
    }

    /** Ends a call that failed outside the resources. */
    public static void answer(RoutingContext http, Throwable fault) {
        answer(http, fault instanceof GeoReportException known ? known : understood(fault, http));
    }

    /** Ends a call that the router, or a page of the framework, refused. */
    static void answerFailure(RoutingContext http) {
        if (http.response().ended()) {
            http.next();
            return;
        }
        int status = http.statusCode();
        if (status >= 400 && status < 500) {
            answer(http, GeoReportException.badRequest("The call could not be understood"));
            return;
        }
        answer(http, fault(http.failure(), http));
    }

    /** What a caller may know of a failure; the log knows the rest. */
    private static GeoReportException understood(Throwable fault, RoutingContext http) {
        if (!isDatabaseAway(fault)) {
            return fault(fault, http);
        }
        String id = RequestId.of(http);
        LOG.errorf(
                "%s: the database cannot be reached or is overloaded: %s", id, rootMessage(fault));
        return GeoReportException.unavailable(
                "The server cannot reach its database; try again in some seconds (%s)", id);
    }

    private static GeoReportException fault(@Nullable Throwable fault, RoutingContext http) {
        String id = RequestId.of(http);
        LOG.errorf(fault, "%s: %s %s failed", id, http.request().method(), http.request().path());
        return new GeoReportException(
                List.of(
                        Problem.of(
                                500,
                                "The server failed; nothing is wrong with the call (%s)",
                                id)));
    }

    @ServerExceptionMapper
    Response ofGeoReport(GeoReportException e, RoutingContext http) {
        return document(http, e.status(), e.errors(Languages.ofError(http))).build();
    }

    /** What the framework itself refuses: no such path, no such method. */
    @ServerExceptionMapper
    Response ofFramework(WebApplicationException e, RoutingContext http) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return ofFault(e, http);
        }
        String allowed = status == 405 ? allowedMethods.at(http.request().path()) : null;
        Problem problem =
                switch (status) {
                    case 404 -> Problem.of(status, "There is nothing at this path");
                    case 405 ->
                            Problem.of(
                                    status,
                                    "The method %s is not allowed at this path; allowed are %s",
                                    Text.shortened(http.request().method().name()),
                                    String.valueOf(allowed));
                    case 413 -> Problem.of(status, "The body is too large");
                    case 415 -> Problem.of(status, "The Content-Type of the body is not supported");
                    default -> Problem.of(status, "The call could not be understood");
                };
        Response.ResponseBuilder answer = document(http, problem);
        if (allowed != null) {
            answer.header("Allow", allowed);
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response ofFault(Throwable fault, RoutingContext http) {
        return ofGeoReport(understood(fault, http), http);
    }

    private static Response.ResponseBuilder document(RoutingContext http, Problem problem) {
        return document(http, problem.code(), List.of(problem.in(Languages.ofError(http))));
    }

    private static Response.ResponseBuilder document(
            RoutingContext http, int status, List<GeoReportError> errors) {
        Format format = Negotiation.format(http);
        return Response.status(status)
                .header("Retry-After", status == UNAVAILABLE ? RETRY_AFTER_SECONDS : null)
                .header("Content-Type", format.contentType())
                .header("Content-Language", Languages.ofError(http))
                .header("Vary", Negotiation.vary(http))
                .entity(Wire.errors(format, errors));
    }

    /**
     * Connection lost or refused (08), resources exhausted (53), shut down (57P), what is {@link
     * #TRANSIENT}, pool exhausted (no state).
     */
    private static boolean isDatabaseAway(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            // Of a commit that failed the transaction manager tells the cause in this way.
            if (Stream.of(cause.getSuppressed()).anyMatch(Errors::isDatabaseAway)) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                if (state == null
                        || state.startsWith("08")
                        || state.startsWith("53")
                        || TRANSIENT.contains(state)
                        || state.startsWith("57P")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String rootMessage(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            // Some have nothing to say, such as those of timeouts.
            if (cause.getMessage() != null) {
                message = cause.getMessage();
            }
        }
        return message;
    }
}
