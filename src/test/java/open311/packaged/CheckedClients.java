package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/**
 * Clients of a server behind which something fails. Some report, each repeating a call with the
 * same Idempotency-Key until it is acknowledged; others read what was acknowledged before. Every
 * answer has to be right, or a 503 in the format that was asked for that says when to come again,
 * and none may take for ever.
 */
final class CheckedClients {
    /** With which every description begins. */
    static final String DESCRIPTION = "Hole in the road ";

    private static final String REQUESTS = "/open311/v2/requests";
    private static final int WRITERS = 6;
    private static final int READERS = 4;
    private static final int PAUSE_MILLIS = 50;
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PackagedServer server;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger refusedReports = new AtomicInteger();
    private final AtomicInteger refusedReads = new AtomicInteger();
    private final AtomicLong slowestMillis = new AtomicLong();
    private volatile boolean enough;

    CheckedClients(PackagedServer server) {
        this.server = server;
    }

    /** Returns when the first report is acknowledged. */
    void start() throws Exception {
        for (int client = 0; client < WRITERS + READERS; client++) {
            int number = client;
            Thread thread =
                    new Thread(
                            () -> callUntilEnough(number), number < WRITERS ? "writer" : "reader");
            thread.start();
            threads.add(thread);
        }
        awaitAnotherReport();
    }

    /** To be called when the server can answer again. */
    void stop() throws InterruptedException {
        enough = true;
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }

    /**
     * Nothing wrong was answered, and each report that was acknowledged is there, once, and no
     * other.
     */
    void assertAllIsRight(Connection database) throws SQLException {
        assertEquals(List.of(), List.copyOf(faults), server::log);
        Map<String, Integer> stored = new HashMap<>();
        try (var statement = database.createStatement();
                var rows =
                        statement.executeQuery(
                                "select description, count(*) from service_request group by description")) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getInt(2));
            }
        }
        assertEquals(acknowledged.keySet(), stored.keySet(), "No less and no more was stored");
        stored.forEach((description, count) -> assertEquals(1, count, description));
        assertEquals(
                acknowledged.size(),
                new HashSet<>(acknowledged.values()).size(),
                "Each has its own id");
    }

    /** Answers to readers that were right. */
    int reads() {
        return reads.get();
    }

    int refusedReports() {
        return refusedReports.get();
    }

    @Override
    public String toString() {
        return "%d reports acknowledged, each stored once; %d right answers to readers; 503 to %d reports and %d readers; the slowest call %d ms"
                .formatted(
                        acknowledged.size(),
                        reads.get(),
                        refusedReports.get(),
                        refusedReads.get(),
                        slowestMillis.get());
    }

    /** Waits until a report is acknowledged, a list is answered and the server says it is ready. */
    void awaitServed() throws Exception {
        awaitAnotherReport();
        awaitAnswer(REQUESTS + ".json", answer -> answer.statusCode() == 200);
        awaitAnswer("/q/health/ready", answer -> answer.statusCode() == 200);
    }

    /** Waits until readiness says that something is wrong with the database, and what. */
    void awaitNotReady(String what) throws Exception {
        String health = awaitAnswer("/q/health/ready", answer -> answer.statusCode() == 503).body();
        assertTrue(health.contains("\"problem\"") && health.contains(what), health);
    }

    HttpResponse<String> awaitAnswer(String path, Predicate<HttpResponse<String>> isWanted)
            throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = server.get(path);
        while (!isWanted.test(answer)) {
            String last = answer.body();
            assertTrue(System.nanoTime() < deadline, () -> path + " still says " + last);
            TimeUnit.MILLISECONDS.sleep(20);
            answer = server.get(path);
        }
        return answer;
    }

    private void awaitAnotherReport() throws InterruptedException {
        awaitMore(acknowledged::size, 1);
    }

    void awaitRefusedReports(int more) throws InterruptedException {
        awaitMore(refusedReports::get, more);
    }

    void awaitReads(int more) throws InterruptedException {
        awaitMore(reads::get, more);
    }

    private void awaitMore(IntSupplier count, int more) throws InterruptedException {
        int enoughOfThem = count.getAsInt() + more;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count.getAsInt() < enoughOfThem) {
            assertEquals(List.of(), List.copyOf(faults), server::log);
            assertTrue(System.nanoTime() < deadline, () -> "Nothing comes: " + server.log());
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void callUntilEnough(int client) {
        try {
            for (int count = 0; !enough; count++) {
                if (client < WRITERS) {
                    reportUntilAcknowledged(DESCRIPTION + client + "-" + count);
                } else {
                    read((client + count) % 4);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | AssertionError e) {
            faults.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also when it is enough: of the last ones, too, is known what became of them. */
    private void reportUntilAcknowledged(String description)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = report(description);
        while (answer == null) {
            refusedReports.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            answer = report(description);
        }
        acknowledged.put(description, Bodies.jsonTexts(answer.body(), "service_request_id").get(0));
    }

    private HttpResponse<String> report(String description)
            throws IOException, InterruptedException {
        return answer(
                HttpRequest.newBuilder(server.uri(REQUESTS + ".json"))
                        .header("X-API-Key", "demo")
                        .header("Idempotency-Key", description.replace(' ', '-'))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "service_code=POTHOLE&address_string=4+Summer+Street&description="
                                                + description.replace(' ', '+'))));
    }

    /** One that was acknowledged before the call. */
    private void read(int kind) throws IOException, InterruptedException {
        var known = acknowledged.entrySet().stream().skip(acknowledged.size() / 2).findFirst();
        if (known.isEmpty()) {
            return;
        }
        String description = known.get().getKey();
        String id = known.get().getValue();
        String path =
                switch (kind) {
                    case 0 -> REQUESTS + "/" + id + ".json";
                    case 1 -> REQUESTS + "/" + id + ".xml";
                    case 2 -> REQUESTS + ".json?service_request_id=none," + id;
                    default -> REQUESTS + ".xml?service_request_id=none," + id;
                };
        HttpResponse<String> answer = answer(HttpRequest.newBuilder(server.uri(path)));
        if (answer == null) {
            refusedReads.incrementAndGet();
        } else {
            assertEquals(List.of(id), texts(answer, "service_request_id"), path);
            assertEquals(List.of(description), texts(answer, "description"), path);
            reads.incrementAndGet();
        }
    }

    /** Null when the call has to be repeated, as the answer says itself. */
    private HttpResponse<String> answer(HttpRequest.Builder call)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<String> answer = server.send(call);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        slowestMillis.accumulateAndGet(millis, Math::max);
        String what =
                answer.uri()
                        + " "
                        + answer.statusCode()
                        + " after "
                        + millis
                        + " ms: "
                        + answer.body();
        assertTrue(millis < LONGEST_CALL.toMillis(), what);
        assertEquals(answer.uri().getPath().endsWith(".xml"), isXml(answer), what);
        if (answer.statusCode() == 200) {
            return answer;
        }
        assertEquals(503, answer.statusCode(), what);
        assertNotNull(answer.headers().firstValue("Retry-After").orElse(null), what);
        assertEquals(List.of("503"), texts(answer, "code"), what);
        return null;
    }

    private static List<String> texts(HttpResponse<String> answer, String name) throws IOException {
        try {
            return isXml(answer)
                    ? Bodies.xmlTexts(answer.body(), name)
                    : Bodies.jsonTexts(answer.body(), name);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(answer.body(), e);
        }
    }

    private static boolean isXml(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/xml");
    }
}
