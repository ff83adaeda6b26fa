package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server, its PostgreSQL, or both are killed at random moments while clients report, each
 * repeating a call that got no answer with the same Idempotency-Key: every report that was
 * acknowledged is there exactly once.
 */
class KillFaultIT {
    private static final Logger LOG = Logger.getLogger(KillFaultIT.class);
    private static final int CLIENTS = 10;
    private static final int PAUSE_MILLIS = 200;
    private static final Duration LONGEST_RESTART = Duration.ofSeconds(10);

    private final AtomicReference<PackagedServer> server = new AtomicReference<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final List<Long> restarts = new ArrayList<>();
    private volatile boolean enough;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @BeforeEach
    void start() throws Exception {
        server.set(PackagedServer.start(directory, Map.of()));
    }

    @AfterEach
    void close() throws Exception {
        server.get().close();
    }

    @Test
    void whatWasAcknowledgedIsThereOnce() throws Exception {
        killAndCount(3);
    }

    @Test
    @Tag("faults")
    void whatWasAcknowledgedIsThereOnceAfterManyKills() throws Exception {
        killAndCount(Integer.getInteger("faults.rounds", 20));
    }

    private void killAndCount(int rounds) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var clients = new ArrayList<Thread>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            var thread = new Thread(() -> reportUntilEnough(number));
            thread.start();
            clients.add(thread);
        }
        try {
            for (int round = 0; round < rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1300));
                kill(round % 3 != 1, round % 3 != 0);
            }
        } finally {
            enough = true;
            for (Thread client : clients) {
                client.join(Duration.ofMinutes(1).toMillis());
            }
        }
        Map<String, Integer> stored = stored();
        acknowledged.keySet().forEach(report -> assertEquals(1, stored.get(report), report));
        assertEquals(
                acknowledged.size(),
                new HashSet<>(acknowledged.values()).size(),
                "Each has its own id");
        assertEquals(acknowledged.keySet(), stored.keySet(), "Nothing else was stored");
        restarts.sort(null);
        long slowest = restarts.get(restarts.size() - 1);
        LOG.infof(
                "%d kills (seed %d): %d reports acknowledged, each stored once; served again after %d ms at the median, %d ms at most",
                rounds, seed, acknowledged.size(), restarts.get(restarts.size() / 2), slowest);
        assertTrue(slowest < LONGEST_RESTART.toMillis(), () -> "A restart took " + slowest + " ms");
    }

    private void kill(boolean theServer, boolean itsPostgres) throws Exception {
        PackagedServer victim = server.get();
        ProcessHandle postmaster = victim.postmaster();
        if (itsPostgres) {
            postmaster.destroyForcibly();
        }
        if (theServer) {
            victim.kill();
        }
        long begin = System.nanoTime();
        if (theServer) {
            server.set(PackagedServer.start(directory, Map.of()));
        }
        int before = acknowledged.size();
        while (acknowledged.size() == before) {
            assertTrue(
                    System.nanoTime() - begin < Duration.ofMinutes(1).toNanos(),
                    () -> "Nobody is served: " + server.get().log());
            TimeUnit.MILLISECONDS.sleep(5);
        }
        restarts.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private void reportUntilEnough(int client) {
        try {
            for (int count = 0; !enough; count++) {
                String report = client + "-" + count;
                String id = acknowledgedId(report);
                while (id == null) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS / 4);
                    id = acknowledgedId(report);
                }
                acknowledged.put(report, id);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null when the call has to be repeated. */
    private String acknowledgedId(String report) throws InterruptedException {
        PackagedServer current = server.get();
        try {
            HttpResponse<String> answer =
                    current.send(
                            HttpRequest.newBuilder(current.uri("/open311/v2/requests.json"))
                                    .header("X-API-Key", "demo")
                                    .header("Idempotency-Key", report)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "service_code=POTHOLE&address_string=4+Summer+Street&description="
                                                            + report)));
            if (answer.statusCode() == 200) {
                return Bodies.jsonTexts(answer.body(), "service_request_id").get(0);
            }
            assertEquals(503, answer.statusCode(), answer.body());
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private Map<String, Integer> stored() throws Exception {
        var stored = new HashMap<String, Integer>();
        try (var connection = server.get().database();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select description, count(*) from service_request group by description")) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getInt(2));
            }
        }
        return stored;
    }
}
