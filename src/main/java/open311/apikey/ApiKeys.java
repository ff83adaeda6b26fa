package open311.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import open311.database.SharedLooks;
import open311.http.GeoReportException;
import open311.http.Parameters;
import open311.http.RateLimits;
import open311.http.Text;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/**
 * All keys of this server. A key is looked up by the hash of what the caller sent; what is found is
 * believed for a second, so that a key revoked on another server ends here too.
 */
@ApplicationScoped
public class ApiKeys {
    /** The key of the sample jurisdiction, which everybody knows. */
    public static final String DEMO_KEY = "demo";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;

    private final Rows rows;
    private final Clock clock;
    private final RateLimits rateLimits;
    private final Cache<String, Optional<ApiKey>> known =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(1))
                    .build();

    private final SharedLooks<String, Optional<ApiKey>> looks = new SharedLooks<>();

    ApiKeys(Rows rows, Clock clock, RateLimits rateLimits) {
        this.rows = rows;
        this.clock = clock;
        this.rateLimits = rateLimits;
    }

    /**
     * The key of a call, good for the scope in the jurisdiction. Everything else is a 403
     * (GeoReport v2, "api_key").
     */
    public ApiKey require(Parameters parameters, Scope scope, Jurisdiction jurisdiction) {
        String sent = sent(parameters.text("api_key"), parameters.http());
        ApiKey key = require(sent, parameters.http(), scope);
        if (jurisdiction.isInProduction() && DEMO_KEY.equals(sent)) {
            throw GeoReportException.forbidden(
                    "api_key '%s' is for trying out, and %s is in production; ask for a key of your own",
                    DEMO_KEY, jurisdiction.jurisdictionId());
        }
        if (!key.isGoodIn(jurisdiction.jurisdictionId())) {
            throw GeoReportException.forbidden(
                    "api_key is not good for jurisdiction_id '%s'", jurisdiction.jurisdictionId());
        }
        return key;
    }

    /**
     * The key of a call, good for the scope somewhere.
     *
     * @param parameter the parameter api_key; null: the headers X-API-Key and Authorization are
     *     read
     */
    public ApiKey require(@Nullable String parameter, RoutingContext http, Scope scope) {
        String sent = sent(parameter, http);
        if (sent == null) {
            throw GeoReportException.forbidden(
                    "api_key was not provided; send it as a parameter or in the header X-API-Key");
        }
        ApiKey key =
                counted(sent, http)
                        .orElseThrow(
                                () ->
                                        GeoReportException.forbidden(
                                                "api_key is not valid, or was revoked"));
        if (!key.scopes().contains(scope)) {
            throw GeoReportException.forbidden(
                    "api_key does not have the scope %s", scope.onTheWire());
        }
        return key;
    }

    /**
     * Whether the call carries a key that is good for the scope in the jurisdiction: for calls that
     * need none and show more with one. A wrong key is no fault there.
     */
    public boolean isPresent(Parameters parameters, Scope scope, Jurisdiction jurisdiction) {
        Set<String> sent = parameters.present("api_key");
        String header = ofHeaders(parameters.http().request());
        return (sent.isEmpty() && header != null ? Set.of(header) : sent)
                .stream()
                        .flatMap(key -> counted(key, parameters.http()).stream())
                        .anyMatch(
                                key ->
                                        key.scopes().contains(scope)
                                                && key.isGoodIn(jurisdiction.jurisdictionId()));
    }

    /** The key that was sent, the call being counted for it, or for its address if it is none. */
    private Optional<ApiKey> counted(String sent, RoutingContext http) {
        Optional<ApiKey> key = find(sent);
        key.ifPresentOrElse(
                known -> rateLimits.countKey(http, known.id(), known.rateLimit()),
                () -> rateLimits.countWrongKey(http));
        return key;
    }

    /** Whose key a method marked {@link RequiresAdmin} was called with. */
    public static ApiKey caller(RoutingContext http) {
        return AdminFilter.passed(http);
    }

    /**
     * Makes a key of 256 random bits.
     *
     * @param rateLimit calls a minute; null: as configured for all
     */
    public NewApiKey create(
            String name,
            @Nullable String contact,
            Set<Scope> scopes,
            List<String> jurisdictionIds,
            @Nullable Integer rateLimit) {
        byte[] secret = new byte[KEY_BYTES];
        RANDOM.nextBytes(secret);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return NewApiKey.of(key, save(key, name, contact, scopes, jurisdictionIds, rateLimit));
    }

    /** Keeps a key that somebody else chose; {@link #create} says what the values mean. */
    public ApiKeyRecord save(
            String key,
            String name,
            @Nullable String contact,
            Set<Scope> scopes,
            List<String> jurisdictionIds,
            @Nullable Integer rateLimit) {
        var row = new ApiKeyEntity();
        row.id = UUID.randomUUID();
        row.keyHash = hash(key);
        row.name = name;
        row.contact = contact;
        row.scopes = scopes.stream().sorted().map(Scope::onTheWire).toList();
        row.jurisdictionIds = List.copyOf(jurisdictionIds);
        row.rateLimit = rateLimit;
        row.createdDatetime = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        rows.save(row);
        forget();
        return row.toRecord();
    }

    /** The key that was sent, unless it is unknown or revoked. */
    public Optional<ApiKey> find(String sent) {
        byte[] hash = hash(sent);
        String place = HexFormat.of().formatHex(hash);
        Optional<ApiKey> seen = known.getIfPresent(place);
        return seen != null ? seen : looks.look(place, () -> use(place, hash));
    }

    private Optional<ApiKey> use(String place, byte[] hash) {
        Optional<ApiKey> key = rows.use(hash, clock.instant());
        known.put(place, key);
        return key;
    }

    /** After a change; what was seen of the time before does not count any more. */
    private void forget() {
        looks.await();
        known.invalidateAll();
    }

    /** Whether the key is known, be it revoked. */
    public boolean isKnown(String sent) {
        return rows.isKnown(hash(sent));
    }

    /** Whether any key with the scope is still good. */
    public boolean exists(Scope scope) {
        return rows.exists(scope);
    }

    /**
     * Those that are good in no other jurisdiction than the given ones; all, when none is given.
     */
    public List<ApiKeyRecord> within(Set<String> jurisdictionIds) {
        return rows.all().stream()
                .filter(key -> isWithin(key.jurisdictionIds(), jurisdictionIds))
                .toList();
    }

    /**
     * Ends a key at once; again does nothing. False when there is none such within the
     * jurisdictions.
     */
    public boolean revoke(UUID id, Set<String> jurisdictionIds) {
        boolean found =
                within(jurisdictionIds).stream().anyMatch(key -> key.id().equals(id.toString()));
        if (found) {
            rows.revoke(id, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            forget();
        }
        return found;
    }

    private static boolean isWithin(List<String> of, Set<String> jurisdictionIds) {
        return jurisdictionIds.isEmpty() || (!of.isEmpty() && jurisdictionIds.containsAll(of));
    }

    private static @Nullable String sent(@Nullable String parameter, RoutingContext http) {
        return parameter == null ? ofHeaders(http.request()) : parameter;
    }

    private static @Nullable String ofHeaders(HttpServerRequest request) {
        String authorization = Text.clean(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return Text.clean(authorization.substring("bearer ".length()));
        }
        return Text.clean(request.getHeader("X-API-Key"));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * Package-private so that the proxy's transactions work; the cache above stays out of the
     * proxy's way.
     */
    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<ApiKeyEntity, UUID> {
        @Transactional
        Optional<ApiKey> use(byte[] hash, Instant now) {
            Optional<ApiKeyEntity> row = find(hash).filter(key -> key.revokedDatetime == null);
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            // One write a minute, not one a call.
            row.filter(key -> key.lastUsedDatetime == null || key.lastUsedDatetime.isBefore(minute))
                    .ifPresent(key -> key.lastUsedDatetime = minute);
            return row.map(ApiKeyEntity::toApiKey);
        }

        @Transactional
        void save(ApiKeyEntity row) {
            persistAndFlush(row);
        }

        @Transactional
        boolean isKnown(byte[] hash) {
            return find(hash).isPresent();
        }

        @Transactional
        boolean exists(Scope scope) {
            return !keys("select * from api_key where revoked_datetime is null and :scope = any(scopes)")
                    .setParameter("scope", scope.onTheWire())
                    .getResultList()
                    .isEmpty();
        }

        private Optional<ApiKeyEntity> find(byte[] hash) {
            return keys("select * from api_key where key_hash = :hash")
                    .setParameter("hash", hash)
                    .getResultStream()
                    // In constant time, unlike the index.
                    .filter(key -> MessageDigest.isEqual(key.keyHash, hash))
                    .findFirst();
        }

        /**
         * In SQL, like every read at the start: Hibernate's own language takes half a second to
         * load.
         */
        @SuppressWarnings("unchecked")
        private TypedQuery<ApiKeyEntity> keys(String sql) {
            return (TypedQuery<ApiKeyEntity>)
                    getEntityManager().createNativeQuery(sql, ApiKeyEntity.class);
        }

        @Transactional
        List<ApiKeyRecord> all() {
            return list("order by createdDatetime, id").stream()
                    .map(ApiKeyEntity::toRecord)
                    .toList();
        }

        @Transactional
        void revoke(UUID id, Instant now) {
            update("revokedDatetime = ?1 where id = ?2 and revokedDatetime is null", now, id);
        }
    }
}
