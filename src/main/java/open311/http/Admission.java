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
 * while those that were taken in finish. How many that are is learned from how long they take
 * ({@link Pace}). A call has left as soon as its answer begins, or it waits for changes: exports,
 * streams of events and those that wait have bounds of their own. Answers that are only given again
 * ({@link Shortcuts}), health and metrics always pass.
 *
 * <p>A refusal has to cost little, or there are more calls than can be refused: they would wait
 * unread for seconds. Hence most are refused before anything else is found out about them.
 */
@ApplicationScoped
public class Admission {
    /** Behind {@link Shortcuts}, before {@link Negotiation}. */
    private static final int AT_FIRST_SIGHT = 10_450;

    /** Behind {@link Cors} and {@link Bodies}: a call whose body still comes takes no place. */
    private static final int ORDER = -60;

    private static final String LEAVE = Admission.class.getName();

    private final Pace pace;
    private final Places places;
    private final Map<String, Buffer> documents = new ConcurrentHashMap<>();

    Admission(ServerConfig config, MeterRegistry metrics) {
        pace = new Pace(config.maxCalls(), System.nanoTime());
        places = new Places(pace::most);
        Gauge.builder("open311.calls.under.way", places, Places::taken)
                .description("Calls that are worked on")
                .register(metrics);
        Gauge.builder("open311.calls.most", pace, Pace::most)
                .description("Calls that may be worked on; fewer while they take too long")
                .register(metrics);
    }

    /** To be called for a call that only waits from here on, and is in nobody's way. */
    public static void leave(RoutingContext http) {
        Runnable leave = http.get(LEAVE);
        if (leave != null) {
            http.remove(LEAVE);
            leave.run();
        }
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
        if (Negotiation.isOfTheFramework(http)) {
            http.next();
            return;
        }
        Runnable leave = places.take(http);
        if (leave == null) {
            refuse(http);
            return;
        }
        http.put(LEAVE, leave);
        long began = System.nanoTime();
        http.addHeadersEndHandler(
                any -> {
                    long now = System.nanoTime();
                    if (http.get(LEAVE) != null) {
                        pace.learn(now - began, places.taken(), now);
                    }
                    leave.run();
                });
        http.next();
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
