package open311;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import open311.backup.Commands;
import open311.database.EmbeddedDatabase;
import open311.database.EmbeddedDatabaseException;
import open311.database.EmbeddedDatabaseSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Starts the server, and before it a PostgreSQL of its own when no other one is configured. */
@QuarkusMain
public final class Server {
    private static final Logger LOG = Logger.getLogger(Server.class);
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";

    /**
     * Otherwise a malformed URL is answered with an empty body before open311.http.Negotiation can
     * say what is wrong.
     */
    private static final String NO_URI_VALIDATION = "vertx.disableURIValidation";

    /** How long the database waits for the calls that are under way. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(60);

    private Server() {}

    /**
     * Without arguments the server, with some a command, see {@link Commands}. Options are system
     * properties, environment variables or config/application.properties.
     */
    public static void main(String... args) {
        System.setProperty(NO_URI_VALIDATION, "true");
        Config config = ConfigProvider.getConfig();
        if (args.length > 0) {
            System.exit(new Commands(config, System.out, System.err).run(List.of(args)));
        }
        if (config.getOptionalValue(JDBC_URL, String.class).isPresent()) {
            Quarkus.run(args);
            return;
        }
        Path directory = Commands.dataDirectory(config);
        CompletableFuture<EmbeddedDatabase> database =
                EmbeddedDatabaseSource.begin(() -> start(directory));
        runOn(database, args);
    }

    private static EmbeddedDatabase start(Path directory) {
        try {
            return EmbeddedDatabase.start(directory);
        } catch (EmbeddedDatabaseException e) {
            // The log keeps everything back until Quarkus has set it up, and Quarkus is waiting for
            // this.
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(1);
            throw e;
        }
    }

    /** The database goes last: it must outlive every call that was accepted. */
    private static void runOn(CompletableFuture<EmbeddedDatabase> database, String... args) {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    await(stopped);
                                    database.join().close();
                                },
                                "embedded-database-stop"));
        try {
            // Not the handler of a run: with that Quarkus keeps to itself why it could not start.
            ApplicationLifecycleManager.setDefaultExitCodeHandler(
                    (code, failure) -> {
                        stopped.countDown();
                        System.exit(code);
                    });
            Quarkus.run(args);
        } finally {
            stopped.countDown();
        }
    }

    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(LAST_CALLS.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Calls are still under way; the database stops nevertheless");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
