package open311.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import open311.ServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a minute one caller may make, in this process. Every call counts for its address,
 * until it turns out to carry a good api_key: then it counts for the key, and the address gets its
 * count back. A wrong key counts ten times, so that guessing ends soon. Health, metrics and the
 * documentation are not counted. Where a proxy is trusted the address is the one it tells of.
 *
 * <p>The answers say what is left in RateLimit-Limit, -Remaining and -Reset (IETF draft "RateLimit
 * header fields for HTTP", as of its third version, which clients in the field read).
 */
@ApplicationScoped
public class RateLimits {
    /** Behind {@link SecureTransport}, before {@link Shortcuts}. */
    private static final int ORDER = 10_800;

    private static final int MAX_CALLERS = 100_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MORE_FOR_A_WRONG_KEY = 9;
    private static final int NETWORK_BYTES = 8;

    private static final CharSequence LIMIT_HEADER = HttpHeaders.createOptimized("RateLimit-Limit");
    private static final CharSequence REMAINING_HEADER =
            HttpHeaders.createOptimized("RateLimit-Remaining");
    private static final CharSequence RESET_HEADER = HttpHeaders.createOptimized("RateLimit-Reset");

    private static final String ADDRESS = "open311.rate-limit.address";
    private static final String KEY = "open311.rate-limit.key";
    private static final String LEFT = Left.class.getName();

    private final int perAddress;
    private final int perKey;
    private final Cache<Object, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(PERIOD).build();

    RateLimits(ServerConfig config) {
        perAddress = config.callsAMinutePerAddress();
        perKey = config.callsAMinutePerKey();
    }

    void register(@Observes Filters filters) {
        if (perAddress > 0) {
            filters.register(this::countAddress, ORDER);
        }
    }

    private void countAddress(RoutingContext http) {
        if (Negotiation.isOfTheFramework(http)) {
            http.next();
            return;
        }
        Left known = http.get(LEFT);
        if (known != null) {
            // A call whose path is made good comes twice, and its answer has lost its headers.
            known.tell(http.response());
            http.next();
            return;
        }
        Bucket bucket = bucket(address(http.request()), perAddress);
        http.put(ADDRESS, bucket);
        try {
            take(http, bucket, perAddress);
        } catch (GeoReportException e) {
            Errors.answer(http, e);
            return;
        }
        http.next();
    }

    /**
     * Counts the call for its key instead of its address, once. A 429 when the key has made too
     * many.
     *
     * @param ownLimit calls a minute; null: as configured for all
     */
    public void countKey(RoutingContext http, UUID key, @Nullable Integer ownLimit) {
        if (http.get(KEY) != null) {
            return;
        }
        http.put(KEY, key);
        Bucket address = http.get(ADDRESS);
        if (address != null) {
            address.addTokens(1);
        }
        int limit = ownLimit == null ? perKey : ownLimit;
        if (limit > 0) {
            take(http, bucket(new KeyLimit(key, limit), limit), limit);
        } else {
            HttpServerResponse response = http.response();
            response.headers().remove(LIMIT_HEADER).remove(REMAINING_HEADER).remove(RESET_HEADER);
        }
    }

    /** Counts a call more, since its key is none. */
    public void countWrongKey(RoutingContext http) {
        Bucket address = http.get(ADDRESS);
        if (address != null) {
            address.tryConsumeAsMuchAsPossible(MORE_FOR_A_WRONG_KEY);
        }
    }

    private Bucket bucket(Object caller, int limit) {
        return buckets.get(
                caller,
                any ->
                        Bucket.builder()
                                .addLimit(of -> of.capacity(limit).refillGreedy(limit, PERIOD))
                                .build());
    }

    private static void take(RoutingContext http, Bucket bucket, int limit) {
        ConsumptionProbe taken = bucket.tryConsumeAndReturnRemaining(1);
        var left =
                new Left(
                        limit, taken.getRemainingTokens(), seconds(taken.getNanosToWaitForReset()));
        http.put(LEFT, left);
        left.tell(http.response());
        if (!taken.isConsumed()) {
            String wait = seconds(taken.getNanosToWaitForRefill());
            http.response().putHeader(HttpHeaders.RETRY_AFTER, wait);
            throw GeoReportException.tooMany(
                    "More than %s calls in a minute; try again in %s seconds", limit, wait);
        }
    }

    /** Whole ones, at least one. */
    private static String seconds(long nanos) {
        return Long.toString(Math.max(1, -Math.floorDiv(-nanos, TimeUnit.SECONDS.toNanos(1))));
    }

    /** Whoever has an IPv6 address has a whole network of them. */
    static String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null || remote.host() == null ? "" : remote.host();
        byte[] bytes =
                NetUtil.isValidIpV6Address(address)
                        ? NetUtil.createByteArrayFromIpAddressString(address)
                        : null;
        return bytes == null || bytes.length <= NETWORK_BYTES
                ? address
                : HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
    }

    /**
     * What a caller may still do.
     *
     * @param reset seconds until all calls are there again
     */
    private record Left(int limit, long remaining, String reset) {
        void tell(HttpServerResponse response) {
            response.putHeader(LIMIT_HEADER, Integer.toString(limit))
                    .putHeader(REMAINING_HEADER, Long.toString(remaining))
                    .putHeader(RESET_HEADER, reset);
        }
    }

    /** A key whose limit changes begins anew. */
    private record KeyLimit(UUID key, int limit) {}
}
