package open311.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What a call is called, in its answer ({@code X-Request-ID}), in every line of the log that is
 * about it, and in the text of an error of ours. A caller, or a proxy, may choose it; otherwise it
 * is made up.
 */
@ApplicationScoped
public class RequestId {
    /** Before {@link SecureTransport}: whatever refuses a call does so under its id. */
    private static final int FIRST = 12_000;

    /** Behind {@link Shortcuts}, which have nothing to say to the log. */
    private static final int BEFORE_THE_WORK = 10_400;

    private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-ID");
    private static final int LONGEST = 64;
    private static final String OTHERS = "-._";

    /** In the log's format, {@code %X{requestId}}. */
    private static final String LOGGED = "requestId";

    private static final String ID = RequestId.class.getName();
    private static final int RANDOM_BYTES = 6;

    /** Tells the servers and starts apart; not a secret. */
    private static final String PREFIX = prefix();

    private static final AtomicLong LAST = new AtomicLong();

    void register(@Observes Filters filters) {
        filters.register(RequestId::name, FIRST);
        filters.register(RequestId::log, BEFORE_THE_WORK);
    }

    /** The id of the call, as the caller knows it. */
    public static String of(RoutingContext http) {
        String id = http.get(ID);
        return id == null ? give(http) : id;
    }

    private static void name(RoutingContext http) {
        give(http);
        http.next();
    }

    /**
     * To be called for what the router refuses before it comes to any filter; again, for a call
     * whose path was made good: its answer has lost its headers.
     */
    static String give(RoutingContext http) {
        String id = http.get(ID);
        if (id == null) {
            String sent = http.request().getHeader(HEADER);
            id = isWellFormed(sent) ? sent : PREFIX + LAST.incrementAndGet();
            http.put(ID, id);
        }
        http.response().putHeader(HEADER, id);
        return id;
    }

    private static void log(RoutingContext http) {
        MDC.put(LOGGED, of(http));
        http.next();
    }

    /**
     * 1 to 64 letters, digits, dashes, dots and underscores: nothing that a log could trip over.
     */
    static boolean isWellFormed(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isPlain =
                    (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!isPlain && OTHERS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String prefix() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random) + "-";
    }
}
