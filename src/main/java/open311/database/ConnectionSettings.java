package open311.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import open311.ServerConfig;

/**
 * What each connection of the pool is told when it is made. No statement may run for ever; a
 * migration lifts that for itself (db/migration/beforeEachMigrate.sql).
 */
@ApplicationScoped
class ConnectionSettings implements AgroalPoolInterceptor {
    private final String settings;

    ConnectionSettings(ServerConfig config) {
        // Nothing here runs long enough to be worth compiling; with millions of requests PostgreSQL
        // would try at every call.
        settings = "set jit = off; set statement_timeout = " + config.queryTimeout().toMillis();
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
        } catch (SQLException e) {
            throw new Select.SelectFailedException(e);
        }
    }
}
