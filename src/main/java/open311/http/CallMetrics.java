package open311.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What operators watch: every call is counted by operation, format, jurisdiction and outcome
 * ({@code open311_calls_total}), and timed by operation and outcome ({@code
 * open311_call_duration_seconds}). No label is what a caller made up: there are as many values as
 * operations, formats, outcomes and jurisdictions of this server, and none more.
 */
@ApplicationScoped
public class CallMetrics {
    /** Before {@link RequestId}: whatever refuses a call, it is counted. */
    private static final int FIRST = 13_000;

    private static final String BEGAN = "open311.began";
    private static final String JURISDICTION = "open311.jurisdiction";
    private static final String NONE = "none";

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
    };

    private final MeterRegistry registry;
    private final Map<Call, Counter> calls = new ConcurrentHashMap<>();
    private final Map<Kind, Timer> durations = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, FIRST);
    }

    /**
     * Says whose call it is.
     *
     * @param jurisdictionId of a jurisdiction that this server has
     */
    public static void concerns(RoutingContext http, String jurisdictionId) {
        http.put(JURISDICTION, jurisdictionId);
    }

    /** Whose call it is; null: nobody's, or not known yet. */
    static @Nullable String jurisdiction(RoutingContext http) {
        return http.get(JURISDICTION);
    }

    private void begin(RoutingContext http) {
        // A call whose path is made good comes twice.
        if (http.get(BEGAN) == null) {
            long began = System.nanoTime();
            http.put(BEGAN, began);
            http.addEndHandler(end -> count(http, began, end.succeeded()));
        }
        http.next();
    }

    private void count(RoutingContext http, long began, boolean isComplete) {
        Operation operation = Operation.of(http.request().method(), http.request().path());
        Outcome outcome =
                isComplete ? Outcome.of(http.response().getStatusCode()) : Outcome.CUT_OFF;
        String jurisdiction = jurisdiction(http);
        calls.computeIfAbsent(
                        new Call(
                                operation,
                                format(http),
                                jurisdiction == null ? NONE : jurisdiction,
                                outcome),
                        this::counter)
                .increment();
        durations
                .computeIfAbsent(new Kind(operation, outcome), this::timer)
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /** Of the answer, if it has a body; otherwise the one that was asked for. */
    private static String format(RoutingContext http) {
        String type = http.response().headers().get(HttpHeaders.CONTENT_TYPE);
        String mediaType = type == null ? "" : type.split(";", 2)[0];
        return switch (mediaType) {
            case "text/xml" -> "xml";
            case "application/json" -> "json";
            case "text/csv" -> "csv";
            case "application/x-ndjson" -> "ndjson";
            case "application/geo+json" -> "geojson";
            case "text/event-stream" -> "events";
            case "text/html" -> "html";
            case "" -> Negotiation.format(http).name().toLowerCase(Locale.ROOT);
            default -> "other";
        };
    }

    private Counter counter(Call call) {
        return Counter.builder("open311.calls")
                .description("Calls that were answered, or could not be")
                .tag("operation", call.operation.operationId())
                .tag("format", call.format)
                .tag("jurisdiction", call.jurisdiction)
                .tag("outcome", call.outcome.label())
                .register(registry);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("open311.call.duration")
                .description("From the head of a call to the end of its answer")
                .tag("operation", kind.operation.operationId())
                .tag("outcome", kind.outcome.label())
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    /** How a call ended. */
    private enum Outcome {
        ANSWERED,
        NOT_MODIFIED,
        REDIRECTED,
        /** Something was wrong with the call. */
        REFUSED,
        TOO_MANY,
        /** Overloaded, or without a database. */
        UNAVAILABLE,
        /** A fault of ours. */
        FAILED,
        /** The connection ended before the answer did. */
        CUT_OFF;

        static Outcome of(int status) {
            return switch (status) {
                case 304 -> NOT_MODIFIED;
                case 429 -> TOO_MANY;
                case 503 -> UNAVAILABLE;
                default ->
                        status < 300
                                ? ANSWERED
                                : status < 400 ? REDIRECTED : status < 500 ? REFUSED : FAILED;
            };
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Call(Operation operation, String format, String jurisdiction, Outcome outcome) {}

    private record Kind(Operation operation, Outcome outcome) {}
}
