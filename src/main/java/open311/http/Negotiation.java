package open311.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first thing every call meets: finds the {@link Format}, takes the suffix off the path and
 * makes harmless what clients get wrong in paths and headers. {@code //open311/v2/requests.JSON/}
 * goes on as {@code /open311/v2/requests} with JSON.
 *
 * <p>The suffix decides whatever Accept says (GeoReport v2, "Format"); without one Accept decides,
 * and JSON where it leaves the choice. An unknown suffix below the GeoReport endpoint is a 404.
 */
@ApplicationScoped
public class Negotiation {
    /** Where the GeoReport v2 endpoint stands. */
    public static final String ENDPOINT = "/open311/v2";

    /** Paths with a suffix of their own; Accept decides the format of their errors. */
    private static final Set<String> OTHER_SUFFIX =
            Set.of(
                    ENDPOINT + "/requests.csv",
                    ENDPOINT + "/requests.ndjson",
                    ENDPOINT + "/requests.geojson",
                    ENDPOINT + "/boundary.geojson");

    private static final String FORMAT = Format.class.getName();
    private static final String HAS_SUFFIX = "open311.has-suffix";
    private static final String WANTS_EVENTS = "open311.wants-events";
    private static final String CONTENT_TYPE = "open311.content-type";

    /** Some pages of the framework would take every other method, too. */
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /** Behind {@link RequestId}, before {@link Shortcuts}. */
    private static final int BEFORE_ANY_ANSWER = 11_900;

    /** Before CORS, authentication and routing of the framework. */
    private static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(Negotiation::refuseOtherProtocols, BEFORE_ANY_ANSWER);
        filters.register(Negotiation::negotiate, FIRST);
    }

    /** Otherwise {@code FOO/1.1} would be answered as such. */
    private static void refuseOtherProtocols(RoutingContext http) {
        if (http.request().version() == null) {
            http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            http.addEndHandler(any -> http.request().connection().close());
            Errors.answer(
                    http,
                    GeoReportException.badRequest(
                            "The protocol of the request line is not supported; send HTTP/1.1"));
        } else {
            http.next();
        }
    }

    /**
     * What the router refuses never becomes a route, and its own answer would be no error document.
     */
    void answerRefusals(@Observes Router router) {
        router.errorHandler(
                400,
                http -> {
                    RequestId.give(http);
                    Errors.answer(http, badPath());
                });
        router.route().order(-2 * FIRST).failureHandler(Errors::answerFailure);
    }

    /** The format of this call's answer. */
    public static Format format(RoutingContext http) {
        Format format = http.get(FORMAT);
        return format == null ? asked(http.request(), Format.JSON) : format;
    }

    /** Whether the call leaves it to a resource that can to answer with a stream of events. */
    public static boolean wantsEvents(RoutingContext http) {
        return http.get(WANTS_EVENTS) != null;
    }

    /** What a cache has to tell apart besides the URL. */
    static String vary(RoutingContext http) {
        return http.get(HAS_SUFFIX) == null
                ? "Accept, Accept-Encoding, Accept-Language"
                : "Accept-Encoding, Accept-Language";
    }

    private static Format asked(HttpServerRequest request, Format fallback) {
        return Format.ofSuffix(Paths.suffix(request.path()))
                .orElseGet(
                        () -> Format.preferredBy(request.getHeader(HttpHeaders.ACCEPT), fallback));
    }

    /** The Content-Type header as the client sent it. */
    public static @Nullable String contentType(RoutingContext http) {
        return http.get(CONTENT_TYPE);
    }

    private static void negotiate(RoutingContext http) {
        if (http.get(FORMAT) != null) {
            http.next();
            return;
        }
        HttpServerRequest request = http.request();
        http.put(FORMAT, asked(request, Format.JSON));
        Optional<String> canonical = Paths.canonical(request.path());
        if (canonical.isEmpty()) {
            Errors.answer(http, badPath());
            return;
        }
        if (isOfTheFramework(http)) {
            if (READING.contains(request.method())) {
                takeWhatThereIs(request);
                http.next();
            } else {
                http.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
                Errors.answer(http, GeoReportException.notAllowed(request.method(), "GET, HEAD"));
            }
            return;
        }
        String path = PathAliases.resolve(canonical.get(), request.query());
        String suffix = Paths.suffix(path);
        Optional<Format> bySuffix = Format.ofSuffix(suffix);
        if (bySuffix.isPresent()) {
            http.put(FORMAT, bySuffix.get());
            http.put(HAS_SUFFIX, true);
            path = path.substring(0, path.length() - suffix.length() - 1);
            if (Paths.endsInNoName(path)) {
                Errors.answer(http, GeoReportException.unknownSuffix());
                return;
            }
        } else if (!suffix.isEmpty()
                && path.startsWith(ENDPOINT + "/")
                && !OTHER_SUFFIX.contains(path)) {
            http.put(FORMAT, asked(request, Format.XML));
            Errors.answer(http, GeoReportException.unknownSuffix());
            return;
        }
        if (bySuffix.isEmpty()
                && Format.leavesRoomForEvents(request.getHeader(HttpHeaders.ACCEPT))) {
            http.put(WANTS_EVENTS, true);
        }
        hideFromTheFramework(http, request);
        if (path.equals(request.path())) {
            http.next();
        } else {
            String query = request.query();
            http.reroute(query == null ? path : path + "?" + query);
        }
    }

    private static GeoReportException badPath() {
        return GeoReportException.badRequest(
                "The path of the URL is malformed; write a percent sign as %%25 and what is not ASCII as UTF-8 in percent-escapes");
    }

    /** A page of the framework in one format refuses every other one, and without a document. */
    private static void takeWhatThereIs(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null) {
            request.headers().set(HttpHeaders.ACCEPT, accept + ", */*;q=0.1");
        }
    }

    /** As the router reads the path: dots in it must not lead from these pages to others. */
    static boolean isOfTheFramework(RoutingContext http) {
        if (Paths.canonical(http.request().path()).isEmpty()) {
            return false;
        }
        String path = Paths.canonical(http.normalizedPath()).orElse("/");
        return path.equals("/q")
                || path.startsWith("/q/")
                || path.equals("/docs")
                || path.startsWith("/docs/");
    }

    /**
     * Accept has been read, and an unquoted boundary or a Content-Type on a GET must not end in the
     * framework's own error before a resource sees the call.
     */
    private static void hideFromTheFramework(RoutingContext http, HttpServerRequest request) {
        request.headers().set(HttpHeaders.ACCEPT, "*/*");
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType != null) {
            http.put(CONTENT_TYPE, contentType);
            request.headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        if (WITH_BODY.contains(request.method())) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        }
    }
}
