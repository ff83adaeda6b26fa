package open311.database;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Whether reports can be stored, and what to do when they cannot. */
@Readiness
class DatabaseHealth implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(DatabaseHealth.class);
    private static final String NAME = "database";

    /** Whoever asks waits for seconds at most; what takes longer is as good as away. */
    private static final int LONGEST_MILLIS = 2000;

    private static final int MEGABYTE = 1024 * 1024;

    /** That of the next file of PostgreSQL's log, without which it ends. */
    private static final int LEAST_ROOM = 16 * MEGABYTE;

    private final AgroalDataSource database;

    DatabaseHealth(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        long room = room();
        if (room < LEAST_ROOM) {
            return down(
                    "The disk of the embedded database is full: "
                            + room / MEGABYTE
                            + " MB are left",
                    "Make room where open311.data-directory is; the server goes on by itself");
        }
        try (Connection connection = database.getConnection()) {
            // Until it is taken again.
            connection.setNetworkTimeout(Runnable::run, LONGEST_MILLIS);
            return of(connection);
        } catch (SQLException e) {
            return down(
                    "The database gives no connection, or no answer (SQLSTATE "
                            + e.getSQLState()
                            + ")",
                    "See that PostgreSQL runs, that it is reached at QUARKUS_DATASOURCE_JDBC_URL, and that it has connections left;"
                            + " the server goes on by itself");
        }
    }

    /** Of another database's disk nothing is known. */
    private static long room() {
        try {
            var embedded = EmbeddedDatabaseSource.started();
            return embedded.isPresent() ? embedded.get().room() : Long.MAX_VALUE;
        } catch (IOException e) {
            LOG.debug("The disk of the embedded database cannot be asked", e);
            return Long.MAX_VALUE;
        }
    }

    private static HealthCheckResponse of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select current_setting('transaction_read_only')")) {
            if (row.next() && row.getString(1).equals("on")) {
                return down(
                        "The database takes no changes: it is a standby, or default_transaction_read_only is set",
                        "Point QUARKUS_DATASOURCE_JDBC_URL to the primary, with targetServerType=primary where there are several");
            }
            return HealthCheckResponse.up(NAME);
        }
    }

    private static HealthCheckResponse down(String problem, String remedy) {
        return HealthCheckResponse.named(NAME)
                .down()
                .withData("problem", problem)
                .withData("remedy", remedy)
                .build();
    }
}
