package open311.database;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import open311.ServerConfig;

/**
 * How the connections of the pool are set up. No statement may run for ever, and none is waited for
 * longer when the network keeps its answer; a migration, which comes before the start, may take
 * long (see db/migration/beforeEachMigrate.sql).
 */
@ApplicationScoped
class ConnectionSettings implements AgroalPoolInterceptor {
    /** What PostgreSQL needs to say that a statement took too long. */
    private static final int MORE_MILLIS = 5000;

    private final String settings;
    private final int longestMillis;
    private volatile boolean isStarted;

    ConnectionSettings(ServerConfig config) {
        long millis = config.queryTimeout().toMillis();
        // Nothing here runs long enough to be worth compiling; with millions of requests PostgreSQL
        // would try at every call.
        settings = "set jit = off; set statement_timeout = " + millis;
        longestMillis = (int) Math.min(Integer.MAX_VALUE, millis + MORE_MILLIS);
    }

    void started(@Observes StartupEvent event) {
        isStarted = true;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
        } catch (SQLException e) {
            throw new Select.SelectFailedException(e);
        }
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        try {
            if (isStarted && connection.getNetworkTimeout() != longestMillis) {
                connection.setNetworkTimeout(Runnable::run, longestMillis);
            }
        } catch (SQLException e) {
            throw new Select.SelectFailedException(e);
        }
    }
}
