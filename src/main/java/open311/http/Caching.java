package open311.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Conditional calls (RFC 9110, 13): every answer to a GET has a strong ETag. Where what an answer
 * depends on is known beforehand ({@link #check}), a caller who holds it is told so before any
 * request is read. All else is told by its bytes.
 *
 * <p>Whoever keeps an answer must ask each time whether it still holds, so that nobody sees
 * yesterday's status; answers with personal data must not be kept.
 */
@ApplicationScoped
public class Caching {
    private static final String VALIDATORS = Caching.class.getName();
    private static final String IS_PERSONAL = "open311.is-personal";
    private static final String BYTES = "open311.bytes";

    private static final int DIGEST_BYTES = 16;
    private static final Set<String> OF_THE_BODY = Set.of("content-type", "content-language");

    /**
     * A moment of the last seconds says nothing: more may happen within the same second, or may
     * have happened in a transaction that has yet to end.
     */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Shortcuts shortcuts;

    /** Another release may write the same rows in another way. */
    private final String release;

    Caching(
            Clock clock,
            Shortcuts shortcuts,
            @ConfigProperty(name = "quarkus.application.version") String applicationVersion) {
        this.clock = clock;
        this.shortcuts = shortcuts;
        this.release = applicationVersion;
    }

    /**
     * Ends the call with 304 if the caller holds this version of the answer; otherwise the answer
     * will tell its version. Whatever could be wrong with the call must have been found before.
     */
    public void check(RoutingContext http, Version version) {
        if (remember(http, version).areHeldBy(http.request())) {
            throw new NotModifiedException();
        }
    }

    /**
     * As {@link #check}, but a date or {@code *} waits for the answer, which may be that there is
     * nothing to be seen: only who was shown the answer can know its tag, as long as the version
     * holds a secret.
     */
    public void checkTag(RoutingContext http, Version version) {
        if (remember(http, version).isNamedBy(http.request())) {
            throw new NotModifiedException();
        }
    }

    /** Whether the caller says what it holds. */
    public static boolean isConditional(RoutingContext http) {
        return http.request().getHeader(HttpHeaders.IF_NONE_MATCH) != null
                || http.request().getHeader(HttpHeaders.IF_MODIFIED_SINCE) != null;
    }

    /** The answer will tell this version of it. */
    public void tell(RoutingContext http, Version version) {
        remember(http, version);
    }

    private Validators remember(RoutingContext http, Version version) {
        var validators =
                new Validators(
                        tag(http, release + '\n' + version.text()), settled(version.changed()));
        http.put(VALIDATORS, validators);
        return validators;
    }

    /** The answer holds what only this caller may see: nobody keeps it. */
    public static void forbid(RoutingContext http) {
        http.put(IS_PERSONAL, true);
    }

    /** What tells bytes from all others. */
    public static String digest(byte[] bytes) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            Arrays.copyOf(
                                    MessageDigest.getInstance("SHA-256").digest(bytes),
                                    DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Whether the caller of a fixed text holds it already; the answer is given its headers. */
    public static boolean isHeld(RoutingContext http, String digest) {
        var validators = new Validators(tag(http, digest), null);
        http.response()
                .putHeader(HttpHeaders.ETAG, validators.tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        boolean isHeld = validators.areHeldBy(http.request());
        if (isHeld) {
            sayNothingOfTheEncoding(http);
        }
        return isHeld;
    }

    /** The framework would; a cache would believe it of the bytes that it holds. */
    private static void sayNothingOfTheEncoding(RoutingContext http) {
        http.addHeadersEndHandler(
                any -> http.response().headers().remove(HttpHeaders.CONTENT_ENCODING));
    }

    /** The bytes of an answer that was written in order to be compared. */
    static @Nullable Buffer bytes(RoutingContext http) {
        return http.get(BYTES);
    }

    @ServerExceptionMapper
    Response notModified(NotModifiedException e) {
        return Response.notModified().build();
    }

    @ServerResponseFilter(priority = -1000)
    void sayValidators(ContainerResponseContext response, RoutingContext http) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        boolean isRead = isRead(http.request());
        boolean isGood = response.getStatus() == 200 || response.getStatus() == 304;
        if (!isRead || !isGood) {
            headers.putSingle("Cache-Control", "no-store");
            return;
        }
        headers.putSingle(
                "Cache-Control", http.get(IS_PERSONAL) == null ? "no-cache" : "private, no-store");
        headers.putSingle("Vary", Negotiation.vary(http));
        Validators validators = http.get(VALIDATORS);
        Prepared.Body body = null;
        if (validators == null || validators.tag.isEmpty()) {
            body = body(response.getEntity(), response.getEntityType(), http);
            if (body == null) {
                return;
            }
            http.put(BYTES, body.bytes());
            validators =
                    new Validators(
                            tag(http, body.digest()),
                            validators == null ? null : validators.changed);
        }
        headers.putSingle("ETag", validators.tag);
        if (validators.changed != null) {
            headers.putSingle("Last-Modified", HTTP_DATE.format(validators.changed));
        }
        if (body != null) {
            shortcuts.keep(http, headers, body, validators);
        }
        if (validators.areHeldBy(http.request())) {
            headers.keySet().removeIf(Caching::isOfTheBody);
            response.setStatus(304);
            response.setEntity(null);
            sayNothingOfTheEncoding(http);
        }
    }

    /** Whether a header says something of the body, and nothing where there is none. */
    static boolean isOfTheBody(CharSequence header) {
        return OF_THE_BODY.contains(header.toString().toLowerCase(Locale.ROOT));
    }

    /** Says when an answer changed last that is told by its bytes. */
    public void sayChanged(RoutingContext http, Instant changed) {
        http.put(VALIDATORS, new Validators("", settled(changed)));
    }

    private static Prepared.@Nullable Body body(
            @Nullable Object answer, Type type, RoutingContext http) {
        Format format = Negotiation.format(http);
        if (answer instanceof Prepared prepared) {
            return prepared.in(format);
        }
        if (answer instanceof byte[] bytes) {
            return Prepared.Body.of(bytes);
        }
        if (answer instanceof String text) {
            return Prepared.Body.of(text.getBytes(StandardCharsets.UTF_8));
        }
        Class<?> wireType = answer == null ? null : WireWriter.wireType(answer.getClass(), type);
        return wireType == null ? null : Prepared.Body.of(Wire.bytes(format, wireType, answer));
    }

    /**
     * Path, format, language and encoding make other bytes of the same version, and a strong tag is
     * one of bytes.
     */
    private static String tag(RoutingContext http, String version) {
        return '"'
                + digest(
                        String.join(
                                        "\n",
                                        version,
                                        http.normalizedPath(),
                                        Negotiation.format(http).name(),
                                        Languages.ofAnswer(http).orElse(""),
                                        String.valueOf(
                                                http.request()
                                                        .getHeader(HttpHeaders.ACCEPT_ENCODING)))
                                .getBytes(StandardCharsets.UTF_8))
                + '"';
    }

    private @Nullable Instant settled(@Nullable Instant changed) {
        return changed != null && changed.isBefore(clock.instant().minus(SETTLED)) ? changed : null;
    }

    private static boolean isRead(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    }

    /**
     * What a caller may hold.
     *
     * @param tag with its quotes; empty: not known yet
     * @param changed whole seconds; null: no matter what the caller holds
     */
    record Validators(String tag, @Nullable Instant changed) {
        /** If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2). */
        boolean areHeldBy(HttpServerRequest request) {
            String held = request.getHeader(HttpHeaders.IF_NONE_MATCH);
            if (held != null) {
                return held.strip().equals("*") || isNamedBy(request);
            }
            String since = request.getHeader(HttpHeaders.IF_MODIFIED_SINCE);
            if (since == null || changed == null) {
                return false;
            }
            try {
                Instant moment =
                        ZonedDateTime.parse(since.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
                return !changed.isAfter(moment.plusMillis(999));
            } catch (DateTimeException e) {
                return false;
            }
        }

        boolean isNamedBy(HttpServerRequest request) {
            String held = request.getHeader(HttpHeaders.IF_NONE_MATCH);
            return held != null
                    && Arrays.stream(held.split(",", -1))
                            .map(String::strip)
                            .anyMatch(each -> each.equals(tag) || each.equals("W/" + tag));
        }
    }

    /** The caller holds the answer. */
    static final class NotModifiedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotModifiedException() {
            super("304", null, false, false);
        }
    }
}
