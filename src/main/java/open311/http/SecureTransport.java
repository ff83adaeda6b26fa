package open311.http;

import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Set;
import open311.ServerConfig;

/**
 * Keeps keys and personal data off plain http where {@code open311.https} is {@code required}: what
 * only reads is redirected, everything else is refused before its body is read. Whether a call came
 * by https is for the framework to say, which heeds a proxy's X-Forwarded-Proto as far as it trusts
 * the proxy. The standard shows nothing but https and says nothing of http (GeoReport v2,
 * "Format").
 */
@ApplicationScoped
class SecureTransport {
    /** Before {@link Negotiation}. */
    private static final int FIRST = 11_000;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int HTTPS_PORT = 443;

    /** RFC 6797; not for subdomains, which may be others'. */
    private static final CharSequence STRICT =
            HttpHeaders.createOptimized("Strict-Transport-Security");

    private static final CharSequence YEAR_OF_HTTPS =
            HttpHeaders.createOptimized("max-age=31536000");

    private final ServerConfig config;
    private final BaseUrl baseUrl;
    private volatile int port = HTTPS_PORT;

    SecureTransport(ServerConfig config, BaseUrl baseUrl) {
        this.config = config;
        this.baseUrl = baseUrl;
    }

    void register(@Observes Filters filters) {
        if (config.https() == ServerConfig.Https.REQUIRED) {
            filters.register(this::require, FIRST);
        }
    }

    /** Where this server ends TLS itself, and not a proxy before it. */
    void learnPort(@ObservesAsync HttpsServerStart start) {
        port = start.options().getPort();
    }

    private void require(RoutingContext http) {
        HttpServerRequest request = http.request();
        if (request.isSSL()) {
            http.response().putHeader(STRICT, YEAR_OF_HTTPS);
        }
        if (request.isSSL()
                || HttpMethod.OPTIONS.equals(request.method())
                || Negotiation.isOfTheFramework(http)) {
            http.next();
        } else if (!READING.contains(request.method())) {
            Errors.answer(
                    http,
                    GeoReportException.forbidden(
                            "This server takes calls that change something over https only; send it to %s",
                            httpsUrl(request)));
        } else if (carriesKey(request)) {
            Errors.answer(
                    http,
                    GeoReportException.forbidden(
                            "An api_key was sent over plain http, where anyone on the way can read it; send it to %s",
                            httpsUrl(request)));
        } else {
            http.response()
                    .setStatusCode(308)
                    .putHeader(HttpHeaders.LOCATION, httpsUrl(request) + pathAndQuery(request))
                    // A proxy that is not set up yet must not be remembered for ever.
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end();
        }
    }

    private static boolean carriesKey(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getHeader("X-API-Key") != null
                || UrlEncoded.first(request.query(), "api_key").isPresent();
    }

    /** The same server by https; a proxy that ends TLS does so on the usual port. */
    private String httpsUrl(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return config.baseUrl()
                .filter(url -> url.startsWith("https://"))
                .map(url -> baseUrl.of(request))
                .orElseGet(
                        () ->
                                "https://"
                                        + (authority == null ? "localhost" : authority.host())
                                        + (port == HTTPS_PORT ? "" : ":" + port));
    }

    private static String pathAndQuery(HttpServerRequest request) {
        return request.path() + (request.query() == null ? "" : "?" + request.query());
    }
}
