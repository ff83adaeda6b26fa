package open311.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import open311.ServerConfig;

/**
 * Takes in no more calls than can be answered soon: beyond, a call is refused at once with a 503,
 * while those that were taken in finish. A call has left as soon as its answer begins: exports and
 * streams of events have bounds of their own. Answers that are only given again ({@link
 * Shortcuts}), health and metrics always pass.
 */
@ApplicationScoped
class Admission {
    /** Behind {@link Cors} and {@link Bodies}: a call whose body still comes takes no place. */
    private static final int ORDER = -60;

    private final Places places;

    Admission(ServerConfig config, MeterRegistry metrics) {
        places = new Places(config.maxCalls());
        Gauge.builder("open311.calls.under.way", places, Places::taken)
                .description("Calls that are worked on; open311.max-calls at most")
                .register(metrics);
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit);
    }

    private void admit(RoutingContext http) {
        if (Negotiation.isOfTheFramework(http) || places.take(http, true)) {
            http.next();
        } else {
            Errors.answer(
                    http,
                    GeoReportException.unavailable(
                            "The server has more calls than it can answer; try again in some seconds"));
        }
    }
}
