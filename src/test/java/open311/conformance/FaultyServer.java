package open311.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a good server and makes it a bad one: answers pass, altered by the
 * fault of the moment.
 */
public final class FaultyServer implements AutoCloseable {
    /** Those of the connection; the client and the two servers see to them. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "content-type",
                    "date",
                    "expect",
                    "host",
                    "http2-settings",
                    "transfer-encoding",
                    "upgrade");

    private static final Pattern EMAIL = Pattern.compile("(?:^|&)email=([^&]+)");

    static {
        // Or every answer waits for the acknowledgement of its own head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI target;
    private final HttpServer server;
    private volatile @Nullable Fault fault;
    private volatile String email = "";

    public FaultyServer(URI target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens. */
    public URI root() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** From now on; null: it is a good server. */
    public void show(@Nullable Fault next) {
        fault = next;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            rememberEmail(new String(body, StandardCharsets.ISO_8859_1));
            HttpResponse<byte[]> answer =
                    client.send(call(exchange, body), BodyHandlers.ofByteArray());
            var passing =
                    new Passing(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath(),
                            email,
                            answer.statusCode(),
                            answer.headers().firstValue("Content-Type").orElse(""),
                            new String(answer.body(), StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8);
            Fault shown = fault;
            send(exchange, answer, shown == null ? passing : shown.alter(passing));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest call(HttpExchange exchange, byte[] body) {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        Fault shown = fault;
        var call =
                HttpRequest.newBuilder(
                        URI.create(
                                target
                                        + uri.getRawPath()
                                        + (query == null
                                                ? ""
                                                : "?"
                                                        + (shown == null
                                                                ? query
                                                                : shown.query(query)))));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (lower.equals("content-type")
                                    || !OF_THE_CONNECTION.contains(lower)) {
                                values.forEach(value -> call.header(name, value));
                            }
                        });
        return call.method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(body))
                .build();
    }

    private static void send(HttpExchange exchange, HttpResponse<byte[]> answer, Passing passing)
            throws IOException {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                                exchange.getResponseHeaders().put(name, List.copyOf(values));
                            }
                        });
        if (!passing.contentType().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", passing.contentType());
        }
        byte[] body = passing.body().getBytes(passing.charset());
        boolean isEmpty = body.length == 0 || passing.method().equals("HEAD");
        exchange.sendResponseHeaders(passing.status(), isEmpty ? -1 : body.length);
        if (!isEmpty) {
            exchange.getResponseBody().write(body);
        }
    }

    private void rememberEmail(String form) {
        var matcher = EMAIL.matcher(form);
        if (matcher.find()) {
            email = URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
