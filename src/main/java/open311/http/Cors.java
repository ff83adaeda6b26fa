package open311.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Lets every web page call the GeoReport endpoints: that is what they are published for, and no
 * cookie travels. The operator's API stays closed to foreign pages, which is why the framework's
 * own switch, one for all paths, is off.
 */
@ApplicationScoped
class Cors {
    /** After {@link Negotiation}, before the resources. */
    private static final int ORDER = -100;

    private static final int DAY_IN_SECONDS = 86_400;

    void register(@Observes Router router) {
        CorsHandler anyOrigin =
                CorsHandler.create()
                        .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
                        .allowedHeaders(
                                Set.of(
                                        "Accept",
                                        "Accept-Language",
                                        "Authorization",
                                        "Content-Type",
                                        "X-API-Key"))
                        .exposedHeaders(Set.of("Location"))
                        .maxAgeSeconds(DAY_IN_SECONDS);
        for (String path : new String[] {Negotiation.ENDPOINT + "/*", "/discovery"}) {
            router.route(path).order(ORDER).handler(anyOrigin);
        }
    }
}
