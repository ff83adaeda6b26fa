package open311.database;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the framework where the embedded database is. It comes up while the framework does, and
 * whoever asks for its address first waits for it.
 */
public final class EmbeddedDatabaseSource implements ConfigSource {
    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    /**
     * Static, since the framework makes the source itself; empty where another database is
     * configured.
     */
    private static final AtomicReference<@Nullable CompletableFuture<EmbeddedDatabase>> STARTING =
            new AtomicReference<>();

    /**
     * Begins to start it, in a thread of its own; failures come out of the future, and out of every
     * question.
     */
    public static CompletableFuture<EmbeddedDatabase> begin(Supplier<EmbeddedDatabase> start) {
        CompletableFuture<EmbeddedDatabase> database = CompletableFuture.supplyAsync(start);
        STARTING.set(database);
        return database;
    }

    /** The one that was started; empty where another database is configured. */
    static Optional<EmbeddedDatabase> started() {
        return Optional.ofNullable(STARTING.get()).map(CompletableFuture::join);
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.of();
    }

    @Override
    public Set<String> getPropertyNames() {
        return STARTING.get() == null ? Set.of() : Set.of(URL, USER, PASSWORD);
    }

    @Override
    public @Nullable String getValue(String name) {
        CompletableFuture<EmbeddedDatabase> database = STARTING.get();
        if (database == null) {
            return null;
        }
        return switch (name) {
            case URL -> database.join().jdbcUrl();
            case USER -> database.join().user();
            case PASSWORD -> database.join().password();
            default -> null;
        };
    }

    @Override
    public String getName() {
        return "embedded database";
    }
}
