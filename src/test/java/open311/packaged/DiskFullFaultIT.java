package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the embedded PostgreSQL, or that of its write-ahead log, fills up while clients
 * report and read: each answer is right or a 503 that says to come again, readiness says what is
 * wrong, every report that was acknowledged is there exactly once, and the server goes on by itself
 * when there is room again.
 */
class DiskFullFaultIT {
    private static final Logger LOG = Logger.getLogger(DiskFullFaultIT.class);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(20);
    private static final int ROUNDS = 3;
    private static final int MOST_LOG_FILES = 50;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Long> recoveries = new ArrayList<>();
    private PackagedServer server;
    private CheckedClients clients;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        SmallDisk disk = mount("data", 200);
        SharedPrograms.copyInto(disk.directory());
        start();
        fillAndEmpty(
                disk,
                () -> {
                    clients.awaitRefusedReports(20);
                    // What is there can be read.
                    clients.awaitReads(20);
                });
        stop();
    }

    @Test
    @Tag("faults")
    void aDiskThatIsFullAgainAndAgainLosesNothing() throws Exception {
        SmallDisk disk = mount("data", 200);
        SharedPrograms.copyInto(disk.directory());
        start();
        for (int round = 0; round < ROUNDS; round++) {
            fillAndEmpty(disk, this::endPostgres);
        }
        stop();
    }

    @Test
    @Tag("faults")
    void aFullDiskOfTheLogLosesNothing() throws Exception {
        PackagedServer first = PackagedServer.start(directory, Map.of());
        first.stop();
        SmallDisk disk = mount("wal", 80);
        moveLog(first.dataDirectory().resolve("postgres/pg_wal"), disk.directory());
        start();
        for (int round = 0; round < ROUNDS; round++) {
            fillAndEmpty(disk, this::endPostgres);
        }
        stop();
    }

    private SmallDisk mount(String name, int megabytes) throws Exception {
        SmallDisk disk = SmallDisk.mount(directory.resolve(name), megabytes);
        open.add(disk);
        return disk;
    }

    private void start() throws Exception {
        server = PackagedServer.start(directory, Map.of());
        open.add(server);
        clients = new CheckedClients(server);
        clients.start();
    }

    private static void moveLog(Path log, Path disk) throws Exception {
        Path moved = disk.resolve("pg_wal");
        try (var files = Files.walk(log)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, moved.resolve(log.relativize(file).toString()));
            }
        }
        Files.move(log, log.resolveSibling("pg_wal.before"));
        Files.createSymbolicLink(log, moved);
    }

    /** What is done while the disk is full. */
    private interface Meanwhile {
        void run() throws Exception;
    }

    private void fillAndEmpty(SmallDisk disk, Meanwhile meanwhile) throws Exception {
        disk.fill();
        long full = System.nanoTime();
        clients.awaitNotReady("disk");
        meanwhile.run();
        disk.empty();
        long whole = System.nanoTime();
        clients.awaitServed();
        long recovery = System.nanoTime() - whole;
        recoveries.add(TimeUnit.NANOSECONDS.toMillis(recovery));
        LOG.infof(
                "Full for %d ms: served again after %d ms",
                TimeUnit.NANOSECONDS.toMillis(whole - full),
                TimeUnit.NANOSECONDS.toMillis(recovery));
        assertTrue(recovery < LONGEST_RECOVERY.toNanos(), server::log);
    }

    /**
     * Its processes end when its log needs another file, as it does after some thousand reports;
     * then it may start again, and end again.
     */
    private void endPostgres() throws Exception {
        try (var connection = server.database();
                var statement = connection.createStatement()) {
            for (int file = 0; file < MOST_LOG_FILES; file++) {
                statement.execute("select pg_switch_wal()");
                statement.execute(
                        "select pg_logical_emit_message(true, 'test', repeat('x', 10000))");
            }
            fail("The log still has room");
        } catch (SQLException e) {
            assertTrue(e.getSQLState().matches("08.*|53100|57P.*"), e::toString);
        }
        clients.awaitRefusedReports(20);
        // Meanwhile the server tries to start it.
        TimeUnit.SECONDS.sleep(5);
        clients.awaitNotReady("disk");
    }

    private void stop() throws Exception {
        clients.stop();
        try (var connection = server.database()) {
            clients.assertAllIsRight(connection);
        }
        LOG.infof(
                "%d times without room: %s; served again after %d ms at most",
                recoveries.size(), clients, Collections.max(recoveries));
    }
}
