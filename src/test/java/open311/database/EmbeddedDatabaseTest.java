package open311.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each test works on a copy of one data directory that was set up and stopped in order. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedDatabaseTest {
    /** A space and, where this JVM can name such files at all, a letter outside ASCII. */
    private static final String NAME =
            "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "my dätä" : "my data";

    @TempDir static Path shared;
    @TempDir Path temporary;

    @BeforeAll
    static void setUp() {
        try (var database = EmbeddedDatabase.start(shared.resolve("original"))) {
            assertEquals("open311", database.user());
        }
    }

    @Test
    void keepsItsRowsAcrossRestarts() throws Exception {
        var directory = existingDirectory();
        try (var database = EmbeddedDatabase.start(directory)) {
            execute(database, "CREATE TABLE report (text text)");
            execute(database, "INSERT INTO report VALUES ('pothole')");
        }
        try (var database = EmbeddedDatabase.start(directory)) {
            assertEquals("pothole", query(database, "SELECT text FROM report"));
        }
    }

    @Test
    void whatIsKilledIsStartedAgainAtTheSameAddress() throws Exception {
        var directory = existingDirectory();
        try (var database = EmbeddedDatabase.start(directory)) {
            execute(database, "CREATE TABLE report (text text)");
            execute(database, "INSERT INTO report VALUES ('pothole')");
            long first =
                    Long.parseLong(
                            Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                                    .get(0));
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            String found = null;
            while (found == null) {
                try {
                    found = query(database, "SELECT text FROM report");
                } catch (SQLException e) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }
            assertEquals("pothole", found);
        }
        assertFalse(Files.exists(directory.resolve("postgres/postmaster.pid")), "it was stopped");
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        assumeTrue(Staged.POSIX);
        var original = shared.resolve("original");
        assertEquals("rwx------", permissions(original));
        assertEquals("rwx------", permissions(original.resolve("postgres")));
        assertEquals("rw-------", permissions(original.resolve("postgres-password")));
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (var database = EmbeddedDatabase.start(existingDirectory())) {
            var wrong =
                    assertThrows(
                            SQLException.class,
                            () ->
                                    DriverManager.getConnection(
                                                    database.jdbcUrl(), database.user(), "wrong")
                                            .close());
            assertEquals("28P01", wrong.getSQLState());
            assertEquals(43, database.password().length());
            assertEquals(
                    "0",
                    query(
                            database,
                            "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"));
        }
    }

    @Test
    void listensOnLoopbackOnlyAndLosesNoCommit() throws Exception {
        try (var database = EmbeddedDatabase.start(existingDirectory())) {
            assertEquals("127.0.0.1", query(database, "SHOW listen_addresses"));
            assertEquals("", query(database, "SHOW unix_socket_directories"));
            assertEquals("on", query(database, "SHOW fsync"));
            assertEquals("on", query(database, "SHOW synchronous_commit"));
            assertEquals("on", query(database, "SHOW full_page_writes"));
            assertEquals("on", query(database, "SHOW data_checksums"));
            assertEquals("UTF8", query(database, "SHOW server_encoding"));
        }
    }

    @Test
    void rowsDoNotReachTheLog() throws Exception {
        var directory = existingDirectory();
        try (var database = EmbeddedDatabase.start(directory)) {
            execute(database, "CREATE TABLE person (email text UNIQUE)");
            execute(database, "INSERT INTO person VALUES ('someone@example.org')");
            assertThrows(
                    SQLException.class,
                    () -> execute(database, "INSERT INTO person VALUES ('someone@example.org')"));
            assertThrows(
                    SQLException.class,
                    () -> execute(database, "SELECT 'someone@example.org'::integer"));
        }
        try (var logs = Files.list(directory.resolve("postgres/log"))) {
            for (var log : logs.toList()) {
                assertFalse(
                        Files.readString(log).contains("someone@"),
                        () -> log + " tells an address");
            }
        }
    }

    @Test
    void closingTwiceIsHarmless() throws Exception {
        var database = EmbeddedDatabase.start(existingDirectory());
        database.close();
        database.close();
        assertThrows(SQLException.class, () -> query(database, "SELECT 1"));
    }

    @Test
    void refusesASecondServerOnTheSameDirectory() throws Exception {
        var directory = existingDirectory();
        try (var database = EmbeddedDatabase.start(directory)) {
            var refusal =
                    assertThrows(
                            EmbeddedDatabaseException.class,
                            () -> EmbeddedDatabase.start(directory));
            assertEquals(
                    "The data directory %s is in use by another server (process %d). Stop that server, or give this one a directory of its own."
                            .formatted(directory.toRealPath(), ProcessHandle.current().pid()),
                    refusal.getMessage());
            // The refused attempt has not loosened the lock, in this process or for others.
            assertThrows(EmbeddedDatabaseException.class, () -> EmbeddedDatabase.start(directory));
            var other = server(directory);
            assertTrue(other.waitFor(30, TimeUnit.SECONDS));
            assertNotEquals(0, other.exitValue());
            var output = Files.readString(output(directory));
            assertTrue(
                    output.contains(
                            "in use by another server (process "
                                    + ProcessHandle.current().pid()
                                    + ")"),
                    output);
            assertEquals("1", query(database, "SELECT 1"));
        }
    }

    @Test
    void refusesADirectoryThatCannotBeWritten() throws Exception {
        var file = Files.createFile(temporary.resolve("file"));
        var directory = file.resolve("data");
        var refusal =
                assertThrows(
                        EmbeddedDatabaseException.class, () -> EmbeddedDatabase.start(directory));
        assertTrue(
                refusal.getMessage()
                        .startsWith("The data directory " + directory + " cannot be used: "),
                refusal.getMessage());
    }

    @Test
    void stopsThePostgresThatAKilledServerLeft() throws Exception {
        var directory = existingDirectory();
        var killed = server(directory);
        var pidFile = directory.resolve("postgres/postmaster.pid");
        try {
            awaitRow(killed, directory);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        var orphan =
                ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0))).orElseThrow();
        assertTrue(orphan.isAlive());
        try (var database = EmbeddedDatabase.start(directory)) {
            assertEquals("pothole", query(database, "SELECT text FROM report"));
            assertNotEquals(Long.toString(orphan.pid()), Files.readAllLines(pidFile).get(0));
        }
    }

    @Test
    void recoversWhenPostgresWasKilledToo() throws Exception {
        var directory = existingDirectory();
        var killed = server(directory);
        try {
            awaitRow(killed, directory);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        var postmaster = Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0);
        ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow().destroyForcibly();
        try (var database = EmbeddedDatabase.start(directory)) {
            assertEquals("pothole", query(database, "SELECT text FROM report"));
        }
    }

    @Test
    void aPidFileThatNamesAnotherProcessIsNoObstacle() throws Exception {
        var directory = existingDirectory();
        var sleep = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    directory.resolve("postgres/postmaster.pid"),
                    "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1234567  7\nready   \n"
                            .formatted(sleep.pid(), directory.resolve("postgres")));
            EmbeddedDatabase.start(directory).close();
            assertTrue(sleep.isAlive());
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void aPidFileThatNamesAnotherPostgresIsNoObstacle() throws Exception {
        var directory = existingDirectory();
        try (var other = EmbeddedDatabase.start(shared.resolve("original"))) {
            Files.copy(
                    shared.resolve("original/postgres/postmaster.pid"),
                    directory.resolve("postgres/postmaster.pid"));
            EmbeddedDatabase.start(directory).close();
            assertEquals("1", query(other, "SELECT 1"));
        }
    }

    @Test
    void anEmptyPidFileIsNoObstacle() throws Exception {
        var directory = existingDirectory();
        Files.createFile(directory.resolve("postgres/postmaster.pid"));
        EmbeddedDatabase.start(directory).close();
    }

    @Test
    void aHalfFinishedSetUpIsNoObstacle() throws Exception {
        var directory = Files.createDirectory(temporary.resolve(NAME));
        var halfUnpacked =
                Files.createDirectories(directory.resolve("postgres-binaries.partial-1/bin"));
        var halfInitialized = Files.createDirectories(directory.resolve("postgres.partial-1/base"));
        Files.writeString(halfInitialized.resolveSibling("PG_VERSION"), "17\n");
        Files.createFile(directory.resolve("postgres-password.partial-1"));
        try (var database = EmbeddedDatabase.start(directory)) {
            assertEquals("open311", query(database, "SELECT current_database()"));
        }
        assertFalse(Files.exists(halfUnpacked.getParent()));
        assertFalse(Files.exists(halfInitialized.getParent()));
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws Exception {
        var directory = existingDirectory();
        var version = directory.resolve("postgres/PG_VERSION");
        Files.writeString(version, "16\n");
        var refusal =
                assertThrows(
                        EmbeddedDatabaseException.class, () -> EmbeddedDatabase.start(directory));
        assertTrue(refusal.getMessage().contains("is PostgreSQL 16's"), refusal.getMessage());
        assertTrue(
                refusal.getMessage()
                        .contains("nothing was changed. Make a backup with the program"),
                refusal.getMessage());
        Files.writeString(version, "17\n");
        EmbeddedDatabase.start(directory).close();
    }

    @Test
    void tellsOfALostOrWrongPassword() throws Exception {
        var directory = existingDirectory();
        var password = directory.resolve("postgres-password");
        Files.writeString(password, "wrong");
        var wrong =
                assertThrows(
                        EmbeddedDatabaseException.class, () -> EmbeddedDatabase.start(directory));
        assertTrue(
                wrong.getMessage().startsWith("The password in " + password.toRealPath()),
                wrong.getMessage());
        Files.delete(password);
        var lost =
                assertThrows(
                        EmbeddedDatabaseException.class, () -> EmbeddedDatabase.start(directory));
        assertTrue(
                lost.getMessage().startsWith("The password of the database is missing"),
                lost.getMessage());
        assertFalse(Files.exists(directory.resolve("postgres/postmaster.pid")));
    }

    @Test
    void aPostgresThatDoesNotStartIsExplained() throws Exception {
        var directory = existingDirectory();
        Files.writeString(directory.resolve("postgres/postgresql.conf"), "no_such_setting = 1\n");
        var failure =
                assertThrows(
                        EmbeddedDatabaseException.class, () -> EmbeddedDatabase.start(directory));
        assertTrue(
                failure.getMessage().startsWith("PostgreSQL did not start in "),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("no_such_setting"), failure.getMessage());
    }

    /** A server in a process of its own, to be killed: it commits one row and goes on. */
    static final class Server {
        public static void main(String[] arguments) throws Exception {
            var database = EmbeddedDatabase.start(Path.of(arguments[0]));
            execute(database, "CREATE TABLE report (text text)");
            execute(database, "INSERT INTO report VALUES ('pothole')");
            Files.createFile(Path.of(arguments[0], "committed"));
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
            database.close();
        }
    }

    private static Process server(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output(directory).toFile())
                .start();
    }

    private static Path output(Path directory) {
        return directory.resolveSibling("server-output");
    }

    private static void awaitRow(Process server, Path directory) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(directory.resolve("committed"))) {
            assertTrue(server.isAlive(), () -> "the server ended, see " + output(directory));
            assertTrue(System.nanoTime() < deadline, "the server took too long");
            Thread.sleep(20);
        }
    }

    private Path existingDirectory() throws IOException {
        var copy = temporary.resolve(NAME);
        copyTree(shared.resolve("original"), copy);
        return copy;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        Files.copy(
                                folder,
                                to.resolve(from.relativize(folder)),
                                StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        var target = to.resolve(from.relativize(file));
                        if (file.startsWith(from.resolve("postgres"))
                                || file.getParent().equals(from)) {
                            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                        } else {
                            // The programs are large and never written to.
                            Files.createLink(target, file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }
}
