package open311.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the catalog that were given before, given again on the spot: most of what they would
 * cost otherwise is the way to a thread and back. Only what depends on nothing but the catalog, the
 * URL and the headers that are part of the key may be kept, and only until the catalog changes or
 * has to be looked up again.
 */
@ApplicationScoped
public class Shortcuts {
    /** What a generation is called while nobody knows whether the catalog has changed. */
    public static final long UNKNOWN = -1;

    /** Behind {@link SecureTransport}, before {@link Negotiation}. */
    private static final int ORDER = 10_500;

    private static final int MAX_ANSWERS = 1000;
    private static final String CALL = Call.class.getName();
    private static final String IS_ALLOWED = "open311.shortcut";

    private final Cache<Key, Answer> known = Caffeine.newBuilder().maximumSize(MAX_ANSWERS).build();
    private volatile LongSupplier generation = () -> UNKNOWN;

    void register(@Observes Filters filters) {
        filters.register(this::answer, ORDER);
    }

    /**
     * Says who knows how old the catalog is.
     *
     * @param generation never the same for two states of the catalog, and {@link #UNKNOWN} as soon
     *     as a look at the database is due; must not wait for anything
     */
    public void areGoodFor(LongSupplier generation) {
        this.generation = generation;
    }

    /** To be called by a resource whose answer may be kept. */
    public static void allow(RoutingContext http) {
        http.put(IS_ALLOWED, true);
    }

    private void answer(RoutingContext http) {
        HttpServerRequest request = http.request();
        long current = generation.getAsLong();
        if (current == UNKNOWN
                || http.get(CALL) != null
                || !HttpMethod.GET.equals(request.method())
                // What the framework adds for these stays its own.
                || request.getHeader(HttpHeaders.ORIGIN) != null
                || isCompressed(request)) {
            http.next();
            return;
        }
        Key key = Key.of(request);
        Answer answer = known.getIfPresent(key);
        if (answer != null && answer.generation == current) {
            if (answer.jurisdiction != null) {
                CallMetrics.concerns(http, answer.jurisdiction);
            }
            answer.send(request);
        } else {
            http.put(CALL, new Call(key, current));
            http.next();
        }
    }

    /** Keeps a good answer with all that is said about it. */
    void keep(
            RoutingContext http,
            MultivaluedMap<String, Object> headers,
            Prepared.Body body,
            Caching.Validators validators) {
        Call call = http.get(CALL);
        // A date that is missing may be told in a moment.
        if (call == null || http.get(IS_ALLOWED) == null || validators.changed() == null) {
            return;
        }
        var fields = new ArrayList<Map.Entry<CharSequence, CharSequence>>();
        headers.forEach(
                (name, values) ->
                        values.forEach(
                                value ->
                                        fields.add(
                                                Map.entry(
                                                        HttpHeaders.createOptimized(name),
                                                        HttpHeaders.createOptimized(
                                                                value.toString())))));
        known.put(
                call.key,
                new Answer(
                        call.generation,
                        fields,
                        body.bytes(),
                        validators,
                        CallMetrics.jurisdiction(http)));
    }

    private static boolean isCompressed(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
    }

    private record Call(Key key, long generation) {}

    /** Everything of a call that decides its answer. */
    private record Key(
            String uri,
            @Nullable String accept,
            @Nullable String language,
            @Nullable String encoding) {
        static Key of(HttpServerRequest request) {
            return new Key(
                    request.uri(),
                    request.getHeader(HttpHeaders.ACCEPT),
                    request.getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                    request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        }
    }

    private record Answer(
            long generation,
            List<Map.Entry<CharSequence, CharSequence>> headers,
            Buffer body,
            Caching.Validators validators,
            @Nullable String jurisdiction) {
        void send(HttpServerRequest request) {
            HttpServerResponse response = request.response();
            boolean isHeld = validators.areHeldBy(request);
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
                if (!isHeld || !Caching.isOfTheBody(header.getKey())) {
                    response.putHeader(header.getKey(), header.getValue());
                }
            }
            if (isHeld) {
                response.setStatusCode(304).end();
            } else {
                response.end(body);
            }
        }
    }
}
