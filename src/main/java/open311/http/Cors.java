package open311.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets every web page call the GeoReport endpoints: that is what they are published for, and no
 * cookie travels. The operator's API stays closed to foreign pages, which is why the framework's
 * own switch, one for all paths, is off. Vert.x' handler is not used either: it ends a call with an
 * odd Origin in an error of its own.
 */
@ApplicationScoped
class Cors {
    /** After {@link Negotiation}, before the resources. */
    private static final int ORDER = -100;

    private static final String DISCOVERY = "/discovery";
    private static final String DAY_IN_SECONDS = "86400";

    void register(@Observes Router router) {
        for (String path : new String[] {Negotiation.ENDPOINT + "/*", DISCOVERY}) {
            router.route(path).order(ORDER).handler(Cors::open);
        }
    }

    private static void open(RoutingContext http) {
        HttpServerRequest request = http.request();
        if (request.getHeader(HttpHeaders.ORIGIN) == null) {
            http.next();
            return;
        }
        HttpServerResponse response = http.response();
        letRead(response);
        boolean isPreflight =
                HttpMethod.OPTIONS.equals(request.method())
                        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
        if (isPreflight) {
            response.setStatusCode(204)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST")
                    .putHeader(
                            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                            "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key,"
                                    + " If-Modified-Since, If-None-Match, X-API-Key, X-Request-ID")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, DAY_IN_SECONDS)
                    .end();
        } else {
            http.next();
        }
    }

    /** For what is refused before it comes to a route: the page may know why, and for how long. */
    static void letReadRefusal(RoutingContext http) {
        HttpServerRequest request = http.request();
        if (request.getHeader(HttpHeaders.ORIGIN) != null
                && Paths.canonical(request.path()).filter(Cors::isPublic).isPresent()) {
            letRead(http.response());
        }
    }

    private static boolean isPublic(String path) {
        return path.startsWith(Negotiation.ENDPOINT + "/")
                || path.equals(DISCOVERY)
                || path.startsWith(DISCOVERY + ".");
    }

    private static void letRead(HttpServerResponse response) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(
                        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                        "ETag, Link, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset,"
                                + " Retry-After, X-Request-ID, X-Total-Count");
    }
}
