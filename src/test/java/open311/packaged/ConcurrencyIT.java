package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at the same moment, and a Java heap of 256 MB for all of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConcurrencyIT {
    private static final Logger LOG = Logger.getLogger(ConcurrencyIT.class);
    private static final String REQUESTS = "/open311/v2/requests";
    private static final int CALLERS = 200;
    private static final int UPLOADERS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PHOTO_BYTES = 9_000_000;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    static PackagedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PackagedServer.start(directory, Map.of());
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void twoHundredReportsAtOnceGetAnIdEach() throws Exception {
        List<String> ids = atOnce(CALLERS, ConcurrencyIT::report);
        assertEquals(CALLERS, new HashSet<>(ids).size());
        assertEquals(
                new HashSet<>(ids),
                Set.copyOf(
                        Bodies.jsonTexts(
                                server.get(REQUESTS + ".json").body(), "service_request_id")));
    }

    @Test
    @Order(2)
    void aListOfAThousandIsAnsweredInBothFormats() throws Exception {
        for (int round = 1; round <= 4; round++) {
            atOnce(CALLERS, ConcurrencyIT::report);
        }
        report();
        List<String> ids =
                Bodies.jsonTexts(server.get(REQUESTS + ".json").body(), "service_request_id");
        assertEquals(1000, ids.size());
        assertEquals(
                ids, Bodies.xmlTexts(server.get(REQUESTS + ".xml").body(), "service_request_id"));
        atOnce(
                20,
                () -> {
                    assertEquals(
                            200, untilAdmitted(() -> server.get(REQUESTS + ".xml")).statusCode());
                    return "";
                });
    }

    @Test
    @Order(3)
    void manyLargePhotosDoNotExhaustTheMemory() throws Exception {
        Path body = multipartBody();
        List<String> statuses =
                atOnce(
                        UPLOADERS,
                        () ->
                                Integer.toString(
                                        server.send(
                                                        HttpRequest.newBuilder(
                                                                        server.uri(
                                                                                REQUESTS + ".json"))
                                                                .header(
                                                                        "Content-Type",
                                                                        "multipart/form-data; boundary=frontier")
                                                                .POST(BodyPublishers.ofFile(body)))
                                                .statusCode()));
        // A server that has too much to do says so.
        assertTrue(Set.of("200", "429", "503").containsAll(statuses), statuses::toString);
        assertTrue(statuses.contains("200"), statuses::toString);
        assertFalse(server.log().contains("OutOfMemory"), server::log);
        assertFalse(server.log().contains("\tat "), server::log);
        assertEquals(200, server.get("/q/health/ready").statusCode());
        report();
        LOG.infof(
                "%d photos of %d bytes at once: %s; resident memory afterwards: %s",
                UPLOADERS, PHOTO_BYTES, new HashSet<>(statuses), residentMemory());
    }

    /** The id, when the report can be read at once. */
    private static String report() throws Exception {
        var answer = untilAdmitted(() -> server.report("One of many at once"));
        assertEquals(200, answer.statusCode(), answer.body());
        String id = Bodies.jsonTexts(answer.body(), "service_request_id").get(0);
        var read = untilAdmitted(() -> server.get(REQUESTS + "/" + id + ".json"));
        assertEquals(200, read.statusCode(), read.body());
        assertEquals(List.of(id), Bodies.jsonTexts(read.body(), "service_request_id"));
        return id;
    }

    /** Calls again as long as the server has more calls than it can answer, as it asks for. */
    private static HttpResponse<String> untilAdmitted(Callable<HttpResponse<String>> call)
            throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = call.call();
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            Thread.sleep(500);
            answer = call.call();
        }
        return answer;
    }

    private static List<String> atOnce(int callers, Callable<String> call) throws Exception {
        var start = new CyclicBarrier(callers);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<String>> answers =
                    IntStream.range(0, callers)
                            .mapToObj(
                                    caller ->
                                            threads.submit(
                                                    () -> {
                                                        start.await(30, TimeUnit.SECONDS);
                                                        return call.call();
                                                    }))
                            .toList();
            var results = new ArrayList<String>();
            for (Future<String> answer : answers) {
                results.add(answer.get(90, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Path multipartBody() throws IOException {
        Path file = directory.resolve("multipart");
        try (OutputStream body = Files.newOutputStream(file)) {
            for (String field :
                    List.of(
                            "\"api_key\"\r\n\r\ndemo",
                            "\"service_code\"\r\n\r\nPOTHOLE",
                            "\"address_string\"\r\n\r\n4 Summer Street",
                            "\"media\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")) {
                body.write(
                        ("--frontier\r\nContent-Disposition: form-data; name="
                                        + field
                                        + (field.contains("photo") ? "" : "\r\n"))
                                .getBytes(StandardCharsets.US_ASCII));
            }
            body.write(new byte[PHOTO_BYTES]);
            body.write("\r\n--frontier--\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static String residentMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
