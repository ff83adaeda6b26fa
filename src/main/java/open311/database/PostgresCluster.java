package open311.database;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The folder {@code postgres} in the data directory, where the rows live, and the PostgreSQL that
 * serves it.
 */
final class PostgresCluster {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    private static final String NAME = "postgres";

    /**
     * The settings are this code's and not those of the first start, so they stand in a file of
     * their own.
     */
    private static final String SETTINGS_FILE = "open311.conf";

    private static final String SETTINGS =
            """
            # Written anew at every start of the server: changes belong into postgresql.conf, or use ALTER SYSTEM.
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            cluster_name = 'open311'
            max_connections = 60

            # A commit that was answered is on the disk.
            fsync = on
            full_page_writes = on
            synchronous_commit = on

            shared_buffers = 128MB
            work_mem = 8MB
            # Solid-state disks.
            random_page_cost = 1.1
            jit = off
            timezone = 'UTC'

            # Rows hold personal data: no statements, parameters or details in the log. It keeps a week.
            logging_collector = on
            log_directory = 'log'
            log_filename = 'postgresql-%%a.log'
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 0
            log_error_verbosity = terse
            log_statement = none
            log_min_error_statement = panic
            log_min_duration_statement = -1
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """;

    /**
     * How long a start is tried again: for a port taken meanwhile, or for the last processes of a
     * killed PostgreSQL.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Path dataDirectory;
    private final Path folder;
    private final PostgresCommands commands;

    private PostgresCluster(Path dataDirectory, Path folder, PostgresCommands commands) {
        this.dataDirectory = dataDirectory;
        this.folder = folder;
        this.commands = commands;
    }

    static boolean existsIn(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(NAME));
    }

    /**
     * The port of the PostgreSQL that serves the folder, or did when it was killed; empty when it
     * was stopped or is not far enough yet.
     */
    static OptionalInt recordedPort(Path dataDirectory) throws IOException {
        try {
            return Files.readString(dataDirectory.resolve(NAME).resolve("postmaster.pid"))
                    .lines()
                    .skip(3)
                    .limit(1)
                    .mapToInt(line -> Integer.parseInt(line.strip()))
                    .findFirst();
        } catch (NumberFormatException | NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }

    /** The existing cluster, or a new one whose superuser has the password of that file. */
    static PostgresCluster in(
            Path dataDirectory, PostgresBinaries binaries, String user, Path passwordFile)
            throws IOException {
        var folder = dataDirectory.resolve(NAME);
        var exists = existsIn(dataDirectory);
        if (exists) {
            requireSameVersion(folder, binaries);
        }
        var commands = PostgresCommands.of(binaries, dataDirectory);
        if (!exists) {
            initialize(dataDirectory, commands, user, passwordFile);
        }
        return new PostgresCluster(dataDirectory, folder, commands);
    }

    private static void requireSameVersion(Path folder, PostgresBinaries binaries)
            throws IOException {
        String version;
        try {
            version = Files.readString(folder.resolve("PG_VERSION")).strip();
        } catch (NoSuchFileException e) {
            throw new EmbeddedDatabaseException(
                    "%s is not a data directory of PostgreSQL. Move it away, or give the server another directory."
                            .formatted(folder),
                    e);
        }
        if (!version.equals(binaries.majorVersion())) {
            throw new EmbeddedDatabaseException(
                    "The data in %s is PostgreSQL %s's, and this server brings PostgreSQL %s; nothing was changed. Make a backup with the program that made the data (java -jar … backup FILE), give this one a data directory of its own (OPEN311_DATA_DIRECTORY), restore the file there (java -jar … restore FILE) and start."
                            .formatted(folder, version, binaries.version()));
        }
    }

    private static void initialize(
            Path dataDirectory, PostgresCommands commands, String user, Path passwordFile)
            throws IOException {
        try (var staged = Staged.folder(dataDirectory, NAME)) {
            var exitCode =
                    commands.run(
                            "initdb",
                            "--pgdata=" + staged.path(),
                            "--username=" + user,
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--data-checksums",
                            // The staged folder is forced to the disk as a whole.
                            "--no-sync");
            if (exitCode != 0) {
                throw new EmbeddedDatabaseException(
                        "PostgreSQL could not set up its data directory in %s. %s"
                                .formatted(dataDirectory, commands.lastOutput()));
            }
            Files.writeString(
                    staged.path().resolve("postgresql.conf"),
                    "\ninclude '%s'\n".formatted(SETTINGS_FILE),
                    StandardOpenOption.APPEND);
            staged.publishAs(NAME);
        }
    }

    /** On a free port, which it returns. */
    int start() throws IOException {
        return start(OptionalInt.empty());
    }

    /** After it ended by itself, where clients look for it. */
    void startAgain(int port) throws IOException {
        start(OptionalInt.of(port));
    }

    /** Whether its first process lives. */
    boolean isRunning() throws IOException {
        var pid = recordedPid();
        return pid.isPresent()
                && ProcessHandle.of(pid.getAsLong())
                        .filter(process -> !isZombie(process))
                        .isPresent();
    }

    private int start(OptionalInt wanted) throws IOException {
        var began = System.nanoTime();
        while (true) {
            stopOrphan();
            var port = wanted.isPresent() ? wanted.getAsInt() : freePort();
            Files.writeString(folder.resolve(SETTINGS_FILE), SETTINGS.formatted(port));
            // Long, because after a crash PostgreSQL reads its log again first; it fails at once
            // when it cannot start.
            if (commands.run("pg_ctl", "start", "--pgdata=" + folder, "--wait", "--timeout=600")
                    == 0) {
                return port;
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new EmbeddedDatabaseException(
                        "PostgreSQL did not start in %s. %s%s"
                                .formatted(folder, commands.lastOutput(), endOfServerLog()));
            }
            pause();
        }
    }

    /** Stops it in order; returns false when it still runs. */
    boolean stop() throws IOException {
        var pid = recordedPid();
        if (pid.isEmpty()
                || ProcessHandle.of(pid.getAsLong())
                        .filter(process -> !isZombie(process))
                        .isEmpty()) {
            return true;
        }
        return stop("fast", 60) || stop("immediate", 30) || !Files.exists(pidFile());
    }

    private boolean stop(String mode, int seconds) throws IOException {
        return commands.run(
                        "pg_ctl",
                        "stop",
                        "--pgdata=" + folder,
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + seconds)
                == 0;
    }

    /**
     * Clears what a killed server left: a PostgreSQL that still runs, or a pid file whose number
     * now belongs to some other process, which PostgreSQL would take for itself. A pid file of a
     * dead process it replaces on its own. Its lock on shared memory remains a guard against two at
     * a time.
     */
    private void stopOrphan() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        var pid = recordedPid();
        if (pid.isEmpty()) {
            // Empty after a power cut, or just being written by the last command of a killed
            // server.
            if (ProcessHandle.allProcesses().noneMatch(this::isOurs)) {
                Files.deleteIfExists(pidFile());
            }
            return;
        }
        var process = ProcessHandle.of(pid.getAsLong()).orElse(null);
        if (process == null) {
            return;
        }
        if (isZombie(process)) {
            Files.deleteIfExists(pidFile());
        } else if (isOurs(process)) {
            LOG.warnf(
                    "Stopping the PostgreSQL that an earlier server left running (process %d)",
                    process.pid());
            if (!stop()) {
                throw new EmbeddedDatabaseException(
                        "A PostgreSQL that an earlier server left running in %s does not stop. End process %d and start again."
                                .formatted(folder, process.pid()));
            }
        } else if (process.info().command().isPresent()) {
            Files.deleteIfExists(pidFile());
        }
    }

    /**
     * Is it the program of this data directory, or (on Linux, whatever program it is) at work in
     * its folder?
     */
    private boolean isOurs(ProcessHandle process) {
        if (process.info()
                .command()
                .filter(command -> Path.of(command).startsWith(dataDirectory))
                .isPresent()) {
            return true;
        }
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), folder);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Dead, but PostgreSQL takes it for alive until it is reaped, which the first process of many a
     * container never does.
     */
    private static boolean isZombie(ProcessHandle process) {
        try {
            var status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return status.startsWith(" Z", status.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    /** How many bytes are left where there is least: the log may lie on a disk of its own. */
    long room() throws IOException {
        return Math.min(
                Files.getFileStore(folder).getUsableSpace(),
                Files.getFileStore(folder.resolve("pg_wal")).getUsableSpace());
    }

    private Path pidFile() {
        return folder.resolve("postmaster.pid");
    }

    private OptionalLong recordedPid() throws IOException {
        try {
            return Files.readString(pidFile())
                    .lines()
                    .limit(1)
                    // A server in single-user mode writes it negative.
                    .mapToLong(line -> Math.abs(Long.parseLong(line.strip())))
                    .findFirst();
        } catch (NumberFormatException | NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    private static int freePort() throws IOException {
        try (var socket =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    /** What the server itself wrote since the settings were written for this start. */
    private String endOfServerLog() throws IOException {
        var logs = folder.resolve("log").toFile().listFiles();
        var began = folder.resolve(SETTINGS_FILE).toFile().lastModified();
        var newest =
                Stream.ofNullable(logs)
                        .flatMap(Arrays::stream)
                        .filter(log -> log.lastModified() >= began)
                        .max(Comparator.comparing(File::lastModified));
        return newest.isEmpty()
                ? ""
                : "%n%s ends:%n%s"
                        .formatted(newest.get(), PostgresCommands.tail(newest.get().toPath()));
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException(
                    "The start of PostgreSQL was interrupted. Start the server again.", e);
        }
    }
}
