package open311.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls as Vert.x would hand them on, without Vert.x. */
public final class Calls {
    public static final String URLENCODED = "application/x-www-form-urlencoded";

    private static final long MAX_BYTES = 1 << 24;

    private Calls() {}

    /** The parameters of a GET with this raw query. */
    public static Parameters query(@Nullable String query) {
        return Parameters.of(call(query, null, null));
    }

    /** The parameters of a POST with this urlencoded body; each character is a byte. */
    public static Parameters form(String body) {
        return form(null, URLENCODED, body);
    }

    /** The parameters of a POST with this urlencoded body and values of one header. */
    public static Parameters form(String body, String header, String... values) {
        return Parameters.of(
                call(
                        null,
                        URLENCODED,
                        null,
                        MultiMap.caseInsensitiveMultiMap()
                                .add(header, (Iterable<String>) List.of(values))),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)),
                MAX_BYTES);
    }

    /** The parameters of a POST; each character of the body is a byte. */
    static Parameters form(@Nullable String query, @Nullable String contentType, String body) {
        return form(query, contentType, body.getBytes(StandardCharsets.ISO_8859_1), MAX_BYTES);
    }

    static Parameters form(
            @Nullable String query, @Nullable String contentType, byte[] body, long maxBytes) {
        return Parameters.of(
                call(query, contentType, null), new ByteArrayInputStream(body), maxBytes);
    }

    /** A GET with this raw query and Accept-Language. */
    static RoutingContext wishing(@Nullable String query, @Nullable String acceptLanguage) {
        return call(query, null, acceptLanguage);
    }

    private static RoutingContext call(
            @Nullable String query, @Nullable String contentType, @Nullable String acceptLanguage) {
        return call(query, contentType, acceptLanguage, MultiMap.caseInsensitiveMultiMap());
    }

    /** A call of which the query and the data that {@link Negotiation} leaves are known. */
    private static RoutingContext call(
            @Nullable String query,
            @Nullable String contentType,
            @Nullable String acceptLanguage,
            MultiMap headers) {
        Map<String, Object> data = new HashMap<>();
        if (contentType != null) {
            data.put("open311.content-type", contentType);
        }
        HttpServerRequest request =
                answering(
                        HttpServerRequest.class,
                        (method, arguments) ->
                                switch (method) {
                                    case "query" -> query;
                                    case "headers" -> headers;
                                    case "method" -> HttpMethod.GET;
                                    case "getHeader" ->
                                            "accept-language"
                                                            .contentEquals(
                                                                    (CharSequence) arguments[0])
                                                    ? acceptLanguage
                                                    : null;
                                    default -> throw new UnsupportedOperationException(method);
                                });
        return answering(
                RoutingContext.class,
                (method, arguments) ->
                        switch (method) {
                            case "request" -> request;
                            case "get" -> data.get(arguments[0]);
                            case "put" -> data.put((String) arguments[0], arguments[1]);
                            default -> throw new UnsupportedOperationException(method);
                        });
    }

    private static <T> T answering(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                answer.to(
                                        method.getName(),
                                        arguments == null ? new Object[0] : arguments)));
    }

    @FunctionalInterface
    private interface Answer {
        @Nullable Object to(String method, Object[] arguments);
    }
}
