package open311.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.postgresql.Driver;

/**
 * A running PostgreSQL of the server's own. All it needs is in one data directory, which one server
 * at a time may use: the programs, the rows, and the generated password, readable by the owner
 * only.
 *
 * <p>It listens on the loopback address, on another port at each start, and admits nobody without
 * the password. What a killed server left behind is put in order by the next start. Safe for use by
 * several threads.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    private static final String USER = "open311";
    private static final String DATABASE = "open311";
    private static final String PASSWORD_FILE = "postgres-password";
    private static final String URL = "jdbc:postgresql://127.0.0.1:%d/%s";

    /**
     * The errors of statements, whose texts may quote rows, go to the caller and not into
     * PostgreSQL's log as well.
     */
    private static final String QUIET_URL = URL + "?options=-c%%20log_min_messages%%3Dlog";

    private static final int LOOK_EVERY_MILLIS = 250;

    private final DirectoryLock lock;
    private final PostgresCluster cluster;
    private final int port;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Held while PostgreSQL is started or stopped. */
    private final Object change = new Object();

    private EmbeddedDatabase(
            DirectoryLock lock, PostgresCluster cluster, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the database of that directory, which is made if there is none. Returns when
     * connections are accepted.
     *
     * @throws EmbeddedDatabaseException when a person has to mend something first; the message says
     *     what
     */
    public static EmbeddedDatabase start(Path dataDirectory) {
        var directory = dataDirectory.toAbsolutePath().normalize();
        try {
            createPrivately(directory);
            var realDirectory = directory.toRealPath();
            var lock = DirectoryLock.acquire(realDirectory);
            try {
                return start(realDirectory, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw EmbeddedDatabaseException.unusable(directory, e);
        }
    }

    private static EmbeddedDatabase start(Path directory, DirectoryLock lock) throws IOException {
        Staged.deleteLeftovers(directory);
        var binaries = PostgresBinaries.in(directory);
        var passwordFile = directory.resolve(PASSWORD_FILE);
        if (!PostgresCluster.existsIn(directory) && !Files.exists(passwordFile)) {
            generatePassword(directory);
        }
        var cluster = PostgresCluster.in(directory, binaries, USER, passwordFile);
        var password = readPassword(passwordFile);
        var database = new EmbeddedDatabase(lock, cluster, cluster.start(), password);
        try {
            database.createDatabase(passwordFile);
        } catch (RuntimeException e) {
            cluster.stop();
            throw e;
        }
        database.keepRunning();
        return database;
    }

    /** A PostgreSQL that was killed under the server is started again, where the pool looks. */
    private void keepRunning() {
        var watcher = new Thread(this::watch, "embedded-database-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        String lastFailure = "";
        while (!closed.get()) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                startAgainIfItEnded();
                lastFailure = "";
            } catch (IOException | EmbeddedDatabaseException e) {
                String failure = String.valueOf(e.getMessage());
                if (!failure.equals(lastFailure)) {
                    LOG.errorf("PostgreSQL could not be started again: %s", failure);
                }
                lastFailure = failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void startAgainIfItEnded() throws IOException {
        synchronized (change) {
            if (!closed.get() && !cluster.isRunning()) {
                LOG.warn("PostgreSQL ended without being asked to; starting it again");
                cluster.startAgain(port);
            }
        }
    }

    /** Whether the directory holds a database already. */
    public static boolean existsIn(Path dataDirectory) {
        return PostgresCluster.existsIn(dataDirectory);
    }

    public DatabaseAddress address() {
        return new DatabaseAddress(jdbcUrl(), USER, password);
    }

    /**
     * Where the PostgreSQL is that another process runs in that directory. It may still be
     * starting: then nobody answers at the address, or there is none yet.
     *
     * @throws EmbeddedDatabaseException when its password cannot be read
     */
    public static Optional<DatabaseAddress> runningIn(Path dataDirectory) {
        try {
            var port = PostgresCluster.recordedPort(dataDirectory);
            if (port.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new DatabaseAddress(
                            QUIET_URL.formatted(port.getAsInt(), DATABASE),
                            USER,
                            readPassword(dataDirectory.resolve(PASSWORD_FILE))));
        } catch (IOException e) {
            throw EmbeddedDatabaseException.unusable(dataDirectory, e);
        }
    }

    /** How many bytes are left on its disk, or on that of its log. */
    long room() throws IOException {
        return cluster.room();
    }

    public String jdbcUrl() {
        return QUIET_URL.formatted(port, DATABASE);
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /**
     * Stops PostgreSQL in order, ending the connections that are still open. A second call does
     * nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        synchronized (change) {
            try (lock) {
                if (!cluster.stop()) {
                    LOG.error("PostgreSQL did not stop; the next start of the server tries again");
                }
            } catch (IOException e) {
                LOG.error(
                        "PostgreSQL could not be stopped; the next start of the server tries again",
                        e);
            }
        }
    }

    private String jdbcUrl(String database) {
        return URL.formatted(port, database);
    }

    private void createDatabase(Path passwordFile) {
        var login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        try (var connection = new Driver().connect(jdbcUrl("postgres"), login);
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new EmbeddedDatabaseException(
                        "The password in %s is not the one of the database beside it. Put the right file back, from a backup for instance."
                                .formatted(passwordFile),
                        e);
            }
            throw new EmbeddedDatabaseException(
                    "PostgreSQL started, but its database cannot be used: %s. See the log files in the data directory."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static void createPrivately(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (Staged.POSIX) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    private static void generatePassword(Path directory) throws IOException {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        try (var staged = Staged.file(directory, PASSWORD_FILE)) {
            Files.writeString(
                    staged.path(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            staged.publishAs(PASSWORD_FILE);
        }
    }

    private static String readPassword(Path passwordFile) throws IOException {
        try {
            return Files.readString(passwordFile).strip();
        } catch (NoSuchFileException e) {
            throw new EmbeddedDatabaseException(
                    "The password of the database is missing: %s. Put the file back, from a backup for instance."
                            .formatted(passwordFile),
                    e);
        }
    }
}
