package open311.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import open311.ServerConfig;

/**
 * Takes in no more calls than can be answered soon: beyond, a call is refused at once with a 503,
 * while those that were taken in finish. A call has left as soon as its answer begins: exports and
 * streams of events have bounds of their own. Answers that are only given again ({@link
 * Shortcuts}), health and metrics always pass.
 *
 * <p>A refusal has to cost little, or there are more calls than can be refused: they would wait
 * unread for seconds. Hence most are refused before anything else is found out about them.
 */
@ApplicationScoped
class Admission {
    /** Behind {@link Shortcuts}, before {@link Negotiation}. */
    private static final int AT_FIRST_SIGHT = 10_450;

    /** Behind {@link Cors} and {@link Bodies}: a call whose body still comes takes no place. */
    private static final int ORDER = -60;

    private final Places places;
    private final Map<String, Buffer> documents = new ConcurrentHashMap<>();

    Admission(ServerConfig config, MeterRegistry metrics) {
        places = new Places(config.maxCalls());
        Gauge.builder("open311.calls.under.way", places, Places::taken)
                .description("Calls that are worked on; open311.max-calls at most")
                .register(metrics);
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseAtFirstSight, AT_FIRST_SIGHT);
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit);
    }

    private void refuseAtFirstSight(RoutingContext http) {
        if (places.areTaken() && !Negotiation.isOfTheFramework(http)) {
            refuse(http);
        } else {
            http.next();
        }
    }

    private void admit(RoutingContext http) {
        if (Negotiation.isOfTheFramework(http) || places.take(http, true)) {
            http.next();
        } else {
            refuse(http);
        }
    }

    private void refuse(RoutingContext http) {
        Format format = Negotiation.format(http);
        String language = Languages.ofError(http);
        Buffer document =
                documents.computeIfAbsent(
                        format + language, any -> Errors.document(format, refusal(), language));
        Errors.answer(http, Errors.UNAVAILABLE, language, document);
    }

    private static GeoReportException refusal() {
        return GeoReportException.unavailable(
                "The server has more calls than it can answer; try again in some seconds");
    }
}
