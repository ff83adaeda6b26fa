package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import open311.database.EmbeddedDatabase;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network between the server and its PostgreSQL fails in every way while clients report and
 * read: each answer is right or a 503 that says to come again, none takes for ever, every report
 * that was acknowledged is there exactly once, and the server goes on by itself when the network is
 * whole.
 */
class ProxyFaultIT {
    private static final Logger LOG = Logger.getLogger(ProxyFaultIT.class);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(10);
    private static final Duration DISTURBED = Duration.ofSeconds(75);

    /** How the network fails. */
    private enum Disturbance {
        CUT,
        REFUSED,
        DELAYED,
        SILENT,
        SILENT_THEN_CUT,
        SILENT_FOR_EVER,
        HALF_ANSWERS,
        ANSWERS_WITHHELD
    }

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Long> recoveries = new ArrayList<>();

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private EmbeddedDatabase database;
    private DatabaseProxy proxy;
    private PackagedServer server;
    private CheckedClients clients;

    @BeforeEach
    void start() throws Exception {
        SharedPrograms.linkInto(directory.resolve("database"));
        database = EmbeddedDatabase.start(directory.resolve("database"));
        int port = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
        proxy = new DatabaseProxy(port, seed);
        server =
                PackagedServer.start(
                        directory,
                        Map.of(
                                "QUARKUS_DATASOURCE_JDBC_URL",
                                database.jdbcUrl().replace(":" + port, ":" + proxy.port()),
                                "QUARKUS_DATASOURCE_USERNAME",
                                database.user(),
                                "QUARKUS_DATASOURCE_PASSWORD",
                                database.password()));
        clients = new CheckedClients(server);
    }

    @AfterEach
    void close() throws Exception {
        if (server != null) {
            server.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        database.close();
    }

    @Test
    void aDisturbanceOfEachKindLosesNothing() throws Exception {
        clients.start();
        try {
            for (Disturbance disturbance : Disturbance.values()) {
                // The third is the worst of the silent ones, each of which takes seconds.
                if (disturbance != Disturbance.SILENT
                        && disturbance != Disturbance.SILENT_THEN_CUT) {
                    disturb(disturbance, 200 + random.nextInt(300));
                }
            }
        } finally {
            proxy.heal();
            clients.stop();
        }
        assertNothingIsLost();
    }

    @Test
    @Tag("faults")
    void disturbancesAtRandomLoseNothing() throws Exception {
        clients.start();
        try {
            Disturbance[] all = Disturbance.values();
            long end = System.nanoTime() + DISTURBED.toNanos();
            while (System.nanoTime() < end) {
                disturb(all[random.nextInt(all.length)], 200 + random.nextInt(4000));
            }
            // Longer than the server waits for an answer.
            disturb(Disturbance.SILENT_FOR_EVER, 25_000);
        } finally {
            proxy.heal();
            clients.stop();
        }
        assertNothingIsLost();
    }

    private void disturb(Disturbance disturbance, int millis) throws Exception {
        long begin = System.nanoTime();
        switch (disturbance) {
            case CUT -> proxy.cut();
            case REFUSED -> {
                proxy.refuse();
                clients.awaitNotReady("gives no connection");
                TimeUnit.MILLISECONDS.sleep(millis);
                proxy.heal();
            }
            case DELAYED -> {
                proxy.delay(50 + random.nextInt(1950));
                TimeUnit.MILLISECONDS.sleep(millis);
                proxy.heal();
            }
            case SILENT, SILENT_THEN_CUT, SILENT_FOR_EVER -> {
                proxy.fallSilent();
                clients.awaitNotReady("or no answer");
                TimeUnit.MILLISECONDS.sleep(millis);
                if (disturbance == Disturbance.SILENT_FOR_EVER) {
                    proxy.healForNewConnections();
                } else {
                    if (disturbance == Disturbance.SILENT_THEN_CUT) {
                        proxy.cut();
                    }
                    proxy.heal();
                }
            }
            case HALF_ANSWERS -> proxy.breakAnswers(1 + random.nextInt(10));
            case ANSWERS_WITHHELD ->
                    proxy.withholdAnswers(1 + random.nextInt(10), CheckedClients.DESCRIPTION);
        }
        long whole = System.nanoTime();
        clients.awaitServed();
        long recovery = millisSince(whole);
        recoveries.add(recovery);
        LOG.infof(
                "%s for %d ms: served again after %d ms",
                disturbance, millisSince(begin) - recovery, recovery);
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private void assertNothingIsLost() throws Exception {
        try (var connection = database.address().connect("test")) {
            clients.assertAllIsRight(connection);
        }
        recoveries.sort(null);
        long slowest = recoveries.get(recoveries.size() - 1);
        LOG.infof(
                "%d disturbances (seed %d): %s; served again after %d ms at the median, %d ms at most",
                recoveries.size(), seed, clients, recoveries.get(recoveries.size() / 2), slowest);
        assertTrue(
                slowest < LONGEST_RECOVERY.toMillis(),
                () -> "seed " + seed + ": served again after " + slowest + " ms");
    }
}
