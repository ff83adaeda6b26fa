package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A report that was answered with an id is never lost, however the server ended. */
class RecoveryIT {
    private static final Logger LOG = Logger.getLogger(RecoveryIT.class);
    private static final String REQUESTS = "/open311/v2/requests";
    private static final int WRITERS = 4;
    private static final int ANSWERS_BEFORE_A_KILL = 150;
    private static final int IDS_PER_SEARCH = 500;

    private final Queue<String> answered = new ConcurrentLinkedQueue<>();

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    PackagedServer server;

    @BeforeEach
    void start() throws Exception {
        server = PackagedServer.start(directory, Map.of());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void everyIdThatWasAnsweredSurvivesAKill() throws Exception {
        for (boolean postgresToo : List.of(false, true, false)) {
            writeUntilKilled(postgresToo);
            server = PackagedServer.start(directory, Map.of());
            assertAllReadable();
        }
        assertEquals(
                200,
                server.report("After it all").statusCode(),
                "The server accepts reports again");
        LOG.infof("%d reports were answered and found again", answered.size());
    }

    private void writeUntilKilled(boolean postgresToo) throws Exception {
        int before = answered.size();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.execute(this::writeUntilItFails);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (answered.size() < before + ANSWERS_BEFORE_A_KILL) {
            assertTrue(System.nanoTime() < deadline, server::log);
            Thread.sleep(5);
        }
        ProcessHandle postmaster = server.postmaster();
        if (postgresToo) {
            postmaster.destroyForcibly();
        }
        server.kill();
        writers.shutdown();
        assertTrue(writers.awaitTermination(90, TimeUnit.SECONDS));
        assertEquals(!postgresToo, postmaster.info().command().isPresent(), "an orphan is left");
    }

    private void writeUntilItFails() {
        int count = 0;
        try {
            while (true) {
                var answer = server.report("Report " + ++count);
                if (answer.statusCode() == 200) {
                    answered.addAll(Bodies.jsonTexts(answer.body(), "service_request_id"));
                }
            }
        } catch (IOException e) {
            // The server was killed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertAllReadable() throws IOException, InterruptedException {
        var ids = new ArrayList<>(answered);
        Set<String> distinct = new HashSet<>(ids);
        assertEquals(ids.size(), distinct.size(), "No id is given twice");
        var missing = new HashSet<>(distinct);
        for (int from = 0; from < ids.size(); from += IDS_PER_SEARCH) {
            var some = ids.subList(from, Math.min(from + IDS_PER_SEARCH, ids.size()));
            missing.removeAll(
                    Bodies.jsonTexts(
                            server.get(
                                            REQUESTS
                                                    + ".json?service_request_id="
                                                    + String.join(",", some))
                                    .body(),
                            "service_request_id"));
        }
        assertEquals(Set.of(), missing, "Answered, and lost");
        // The very last ones are the ones in danger.
        for (String id : ids.subList(Math.max(0, ids.size() - 20), ids.size())) {
            assertEquals(200, server.get(REQUESTS + "/" + id + ".json").statusCode(), id);
            assertEquals(200, server.get(REQUESTS + "/" + id + ".xml").statusCode(), id);
        }
    }
}
