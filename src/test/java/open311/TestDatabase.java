package open311;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import open311.database.EmbeddedDatabase;

/** A fresh PostgreSQL for all tests of one run, with the sample jurisdiction in it. */
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** Good everywhere, for the operator's API alone. */
    public static final String ADMIN_KEY = "the-admin-key-of-the-tests";

    private Path directory = Path.of("target", "test-database");
    private EmbeddedDatabase database;

    /** The argument {@code directory} is for tests that need a database of their own. */
    @Override
    public void init(Map<String, String> arguments) {
        if (arguments.containsKey("directory")) {
            directory = Path.of(arguments.get("directory"));
        }
    }

    @Override
    public Map<String, String> start() {
        delete(directory);
        database = EmbeddedDatabase.start(directory);
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password(),
                "open311.admin-key", ADMIN_KEY,
                "open311.data-directory", directory.toString());
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
