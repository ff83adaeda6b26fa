package open311.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import open311.database.DatabaseAddress;
import open311.database.EmbeddedDatabase;
import open311.database.EmbeddedDatabaseException;
import org.eclipse.microprofile.config.Config;

/**
 * What the program does with arguments, instead of serving: {@code backup FILE} and {@code restore
 * FILE}. For the embedded database, whether a server runs on it or not, and for a configured one.
 */
public final class Commands {
    private static final String HELP =
            """
            java -jar quarkus-run.jar                           starts the server
            java -jar quarkus-run.jar backup FILE               writes everything that is stored into a new file
            java -jar quarkus-run.jar restore FILE              reads it back into an empty database
            java -jar quarkus-run.jar restore --replace FILE    reads it back in place of what is stored now, which is
                                                                kept as a backup in the data directory
            java -jar quarkus-run.jar --help                    shows this

            The database is the embedded one in OPEN311_DATA_DIRECTORY (data), or that of
            QUARKUS_DATASOURCE_JDBC_URL, _USERNAME and _PASSWORD. Servers may be running or not.
            The file holds personal data; its owner alone can read it.
            """;

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** How long a server may take to start its database. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Config config;
    private final PrintStream out;
    private final PrintStream errors;

    /**
     * @param out for what was done
     * @param errors for why it was not; the log would keep it back until a server has set it up
     */
    public Commands(Config config, PrintStream out, PrintStream errors) {
        this.config = config;
        this.out = out;
        this.errors = errors;
    }

    /** The directory of the embedded database, and of the files that the server writes. */
    public static Path dataDirectory(Config config) {
        return Path.of(
                config.getOptionalValue("open311.data-directory", String.class).orElse("data"));
    }

    /**
     * Returns the exit code: 0 when it is done, 1 when it could not be, 2 when the arguments are
     * wrong.
     */
    public int run(List<String> arguments) {
        List<String> files = new ArrayList<>(arguments);
        String command = files.remove(0);
        if (command.equals("--help") || command.equals("help") || files.contains("--help")) {
            out.print(HELP);
            return DONE;
        }
        boolean isRestore = command.equals("restore");
        boolean replace = isRestore && files.remove("--replace");
        if (!isRestore && !command.equals("backup")) {
            return misused("There is no command '" + command + "'.");
        }
        if (files.size() != 1 || files.get(0).isBlank() || files.get(0).startsWith("-")) {
            return misused("The command " + command + " takes the name of one file.");
        }
        Path file = Path.of(files.get(0)).toAbsolutePath().normalize();
        try {
            if (isRestore) {
                restore(file, replace);
            } else {
                backup(file);
            }
            return DONE;
        } catch (BackupException | EmbeddedDatabaseException e) {
            errors.println(e.getMessage());
        } catch (SQLException e) {
            errors.println(BackupException.of(e).getMessage());
        } catch (IOException e) {
            errors.println(BackupException.of(file, e).getMessage());
        }
        return FAILED;
    }

    private int misused(String why) {
        errors.println(why);
        errors.print(HELP);
        return MISUSED;
    }

    private void backup(Path file) throws IOException, SQLException {
        Backup.requireAbsent(file);
        if (!Files.isDirectory(file.getParent())) {
            throw new BackupException("%s is not a folder.".formatted(file.getParent()));
        }
        if (configured().isEmpty() && !EmbeddedDatabase.existsIn(dataDirectory(config))) {
            throw new BackupException(
                    "There is no database in %s. Name its directory by OPEN311_DATA_DIRECTORY."
                            .formatted(dataDirectory(config).toAbsolutePath()));
        }
        onDatabase(
                "open311-backup",
                (address, connection) -> {
                    Manifest manifest = new Backup(Schema.current(connection)).write(file);
                    out.printf(
                            Locale.ROOT,
                            "Backed up %s, as of %s, to %s (%.1f MB)%n",
                            contents(manifest),
                            manifest.takenDatetime(),
                            file,
                            Files.size(file) / 1e6);
                });
    }

    private void restore(Path file, boolean replace) throws IOException, SQLException {
        try (BackupFile backup = BackupFile.open(file)) {
            onDatabase(
                    "open311-restore",
                    (address, connection) -> {
                        Path directory = Files.createDirectories(dataDirectory(config));
                        Optional<Path> kept =
                                new Restore(address, connection, directory.toAbsolutePath())
                                        .run(backup, replace);
                        out.printf(
                                "Restored %s, as of %s%n",
                                contents(backup.manifest()), backup.manifest().takenDatetime());
                        kept.ifPresent(old -> out.printf("What was there is kept in %s%n", old));
                    });
        }
    }

    private static String contents(Manifest manifest) {
        return "%d jurisdictions, %d keys, %d requests and %d events"
                .formatted(
                        manifest.rows("jurisdiction"),
                        manifest.rows("api_key"),
                        manifest.rows("service_request"),
                        manifest.rows("service_request_event"));
    }

    private Optional<DatabaseAddress> configured() {
        return setting("jdbc.url")
                .map(
                        url ->
                                new DatabaseAddress(
                                        url,
                                        setting("username").orElse(null),
                                        setting("password").orElse(null)));
    }

    private Optional<String> setting(String name) {
        return config.getOptionalValue("quarkus.datasource." + name, String.class);
    }

    private void onDatabase(String applicationName, Work work) throws IOException, SQLException {
        Optional<DatabaseAddress> configured = configured();
        if (configured.isPresent()) {
            try (Connection connection = configured.get().connect(applicationName)) {
                work.run(configured.get(), connection);
            }
            return;
        }
        Path directory = dataDirectory(config).toAbsolutePath().normalize();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
                // Otherwise a Ctrl-C would leave it running.
                Runtime.getRuntime().addShutdownHook(new Thread(database::close));
                try (Connection connection = database.address().connect(applicationName)) {
                    work.run(database.address(), connection);
                }
                return;
            } catch (EmbeddedDatabaseException e) {
                if (!e.isInUse()) {
                    throw e;
                }
                Optional<DatabaseAddress> running = running(directory, applicationName);
                if (running.isPresent()) {
                    try (Connection connection = running.get().connect(applicationName)) {
                        work.run(running.get(), connection);
                    }
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw new BackupException(
                            "A server holds %s, but its database does not answer. Run the command again, or stop the server first."
                                    .formatted(directory));
                }
                pause();
            }
        }
    }

    /** Empty while the server is starting or stopping it. */
    private static Optional<DatabaseAddress> running(Path directory, String applicationName) {
        Optional<DatabaseAddress> address = EmbeddedDatabase.runningIn(directory);
        if (address.isEmpty()) {
            return address;
        }
        try (Connection connection = address.get().connect(applicationName)) {
            return connection.isValid(5) ? address : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("The command was interrupted.");
        }
    }

    private interface Work {
        void run(DatabaseAddress address, Connection connection) throws IOException, SQLException;
    }
}
