package open311.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs PostgreSQL's programs; what they print goes to {@code postgres.log} in the data directory.
 */
final class PostgresCommands {
    /** Makes a command run as nobody inside, while its files stay root's outside. */
    private static final List<String> WITHOUT_ROOT = List.of("unshare", "-U");

    private final PostgresBinaries binaries;
    private final Path dataDirectory;
    private final Path log;
    private final List<String> prefix;

    private PostgresCommands(
            PostgresBinaries binaries, Path dataDirectory, Path log, List<String> prefix) {
        this.binaries = binaries;
        this.dataDirectory = dataDirectory;
        this.log = log;
        this.prefix = prefix;
    }

    static PostgresCommands of(PostgresBinaries binaries, Path dataDirectory) throws IOException {
        // Emptied and not deleted: a PostgreSQL left by a killed server may still hold it open.
        var log = Files.write(dataDirectory.resolve("postgres.log"), new byte[0]);
        return new PostgresCommands(
                binaries, dataDirectory, log, isRoot() ? prefixForRoot() : List.of());
    }

    private static boolean isRoot() throws IOException {
        var self = Path.of("/proc/self");
        return Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> prefixForRoot() {
        var trial = new ArrayList<>(WITHOUT_ROOT);
        trial.add("true");
        try {
            if (exitCode(
                            new ProcessBuilder(trial)
                                    .redirectErrorStream(true)
                                    .redirectOutput(Redirect.DISCARD))
                    == 0) {
                return WITHOUT_ROOT;
            }
            throw refusesRoot(null);
        } catch (IOException e) {
            throw refusesRoot(e);
        }
    }

    private static EmbeddedDatabaseException refusesRoot(@Nullable IOException cause) {
        return new EmbeddedDatabaseException(
                "PostgreSQL refuses to run as root, and root cannot give up its rights here (unshare -U fails). Run the server as an ordinary user, or set QUARKUS_DATASOURCE_JDBC_URL (and _USERNAME, _PASSWORD) to use another PostgreSQL.",
                cause);
    }

    /** Runs a program to its end and returns its exit code. */
    int run(String program, String... arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(dataDirectory.toFile());
        var environment = builder.environment();
        // PGDATA, PGPORT, PGOPTIONS and the like are meant for another PostgreSQL.
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        // A file and not a pipe: the PostgreSQL that pg_ctl leaves behind would keep a pipe open.
        return exitCode(
                builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    /** The end of what the programs have printed since the server started. */
    String lastOutput() throws IOException {
        return "See the log file %s, which ends:%n%s".formatted(log, tail(log));
    }

    static String tail(Path file) throws IOException {
        var lines = new String(Files.readAllBytes(file), UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    /**
     * Not interruptible: a half-started or half-stopped PostgreSQL helps nobody, and every command
     * here ends by itself.
     */
    private static int exitCode(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
