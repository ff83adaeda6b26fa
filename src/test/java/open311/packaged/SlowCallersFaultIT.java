package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of calls whose heads and bodies come slowly, or stop: others are answered meanwhile as
 * ever, and the server ends the slow ones by its time-outs and keeps nothing of them.
 */
class SlowCallersFaultIT {
    private static final Logger LOG = Logger.getLogger(SlowCallersFaultIT.class);
    private static final String ADMIN_KEY = "an-admin-key-of-the-tests";
    private static final String DOCUMENT = "/admin/v1/jurisdictions/haverhillma.gov";

    /** No measure of speed: nobody may be kept waiting by a slow caller until that one is ended. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    /** What the time-outs may come late. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int ROUNDS_BEFORE = 10;
    private static final long MOST_MORE_KILOBYTES = 100_000;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private PackagedServer server;
    private String document;
    private int refusals;

    @AfterEach
    void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void slowCallersKeepNobodyWaitingAndAreEnded() throws Exception {
        start(
                Map.of(
                        "OPEN311_BODY_TIMEOUT", "2s",
                        "QUARKUS_HTTP_IDLE_TIMEOUT", "3s"));
        callSlowly(150, Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    /** Twice, since what the first time leaves behind may be kept for the second. */
    @Test
    @Tag("faults")
    void manySlowCallersLeaveNothingBehind() throws Exception {
        start(Map.of());
        callSlowly(500, Duration.ofSeconds(20), Duration.ofSeconds(60));
        long before = server.residentKilobytes();
        callSlowly(500, Duration.ofSeconds(20), Duration.ofSeconds(60));
        assertTrue(
                server.residentKilobytes() < before + MOST_MORE_KILOBYTES,
                () -> "The memory grows, from " + before + " KB");
    }

    private void start(Map<String, String> environment) throws Exception {
        var all = new HashMap<>(environment);
        all.put("OPEN311_ADMIN_KEY", ADMIN_KEY);
        server = PackagedServer.start(directory, all);
        document = server.get(DOCUMENT, ADMIN_KEY).body();
        callAll();
    }

    private void callSlowly(int callers, Duration bodyTimeout, Duration idleTimeout)
            throws Exception {
        List<Long> without = new ArrayList<>();
        for (int round = 0; round < ROUNDS_BEFORE; round++) {
            without.addAll(callAll());
        }
        long openFiles = server.openFiles();
        long kilobytes = server.residentKilobytes();
        List<Long> with = new ArrayList<>();
        List<SlowCaller> slow = new ArrayList<>();
        long most;
        try {
            for (int caller = 0; caller < callers; caller++) {
                slow.add(new SlowCaller(server.port(), manner(caller)));
            }
            most = server.openFiles();
            long deadline = System.nanoTime() + idleTimeout.plus(GRACE).toNanos();
            while (!slow.stream().allMatch(SlowCaller::isEnded) && System.nanoTime() < deadline) {
                slow.forEach(SlowCaller::goOn);
                with.addAll(callAll());
            }
        } finally {
            for (SlowCaller caller : slow) {
                caller.close();
            }
        }
        for (SlowCaller caller : slow) {
            assertEnded(caller, caller.manner().isOfTheHead() ? idleTimeout : bodyTimeout);
        }
        awaitOpenFiles(openFiles);
        LOG.infof(
                "%d slow callers: calls took %s, without them %s; documents refused before one was taken: %d; ended: %s; files open %d, %d, %d; memory %d KB, %d KB",
                callers,
                percentiles(with),
                percentiles(without),
                refusals,
                ends(slow),
                openFiles,
                most,
                server.openFiles(),
                kilobytes,
                server.residentKilobytes());
    }

    /** A third heads, a third bodies of a length that was told, a third others. */
    private static SlowCaller.Manner manner(int caller) {
        SlowCaller.Manner[] manners = SlowCaller.Manner.values();
        return manners[caller % manners.length];
    }

    /** What others do meanwhile; how long each call took, in microseconds. */
    private List<Long> callAll() throws Exception {
        return List.of(
                took(() -> server.get("/open311/v2/requests.json?page_size=50")),
                took(() -> server.report("Sent while others are slow")),
                took(this::publish),
                took(() -> server.get("/q/health/ready")));
    }

    /**
     * More than 64 KB. The slow ones have half a second to get going, before they have to make room
     * for others.
     */
    private HttpResponse<String> publish() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_CALL.toNanos();
        HttpResponse<String> answer = server.put(DOCUMENT, ADMIN_KEY, document);
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            refusals++;
            TimeUnit.MILLISECONDS.sleep(50);
            answer = server.put(DOCUMENT, ADMIN_KEY, document);
        }
        return answer;
    }

    private static long took(Call call) throws Exception {
        long begin = System.nanoTime();
        HttpResponse<String> answer = call.send();
        long took = System.nanoTime() - begin;
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(took < LONGEST_CALL.toNanos(), () -> "A call took " + took + " ns");
        return TimeUnit.NANOSECONDS.toMicros(took);
    }

    private static void assertEnded(SlowCaller caller, Duration timeout) {
        assertTrue(caller.isEnded(), () -> caller.manner() + " was not ended");
        assertTrue(
                caller.endedAfterMillis() < timeout.plus(GRACE).toMillis(),
                () -> caller.manner() + " was ended after " + caller.endedAfterMillis() + " ms");
        switch (caller.manner()) {
            case BODY_THAT_STOPS, BODY_THAT_DRIPS ->
                    assertEquals("400", caller.status(), caller.manner()::name);
            default -> assertTrue(List.of("no answer", "400", "503").contains(caller.status()));
        }
    }

    private void awaitOpenFiles(long before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (server.openFiles() > before && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        // Other calls may have another connection now.
        assertTrue(server.openFiles() <= before + 5, () -> "More files are open than " + before);
    }

    private static String percentiles(List<Long> micros) {
        List<Long> sorted = micros.stream().sorted().toList();
        return "%.1f ms (p50), %.1f ms (p99)"
                .formatted(
                        sorted.get(sorted.size() / 2) / 1000.0,
                        sorted.get(sorted.size() * 99 / 100) / 1000.0);
    }

    private static Map<String, Long> ends(List<SlowCaller> slow) {
        return slow.stream()
                .collect(
                        Collectors.groupingBy(
                                caller ->
                                        caller.manner()
                                                + " "
                                                + caller.status()
                                                + " after "
                                                + Math.round(caller.endedAfterMillis() / 1000.0)
                                                + " s",
                                TreeMap::new,
                                Collectors.counting()));
    }

    /** A call and its answer. */
    private interface Call {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }
}
