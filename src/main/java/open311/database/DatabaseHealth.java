package open311.database;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether reports can be stored, and what to do when they cannot. */
@Readiness
class DatabaseHealth implements HealthCheck {
    private static final String NAME = "database";

    private final AgroalDataSource database;

    DatabaseHealth(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select current_setting('transaction_read_only')")) {
            if (row.next() && row.getString(1).equals("on")) {
                return down(
                        "The database takes no changes: it is a standby, or default_transaction_read_only is set",
                        "Point QUARKUS_DATASOURCE_JDBC_URL to the primary, with targetServerType=primary where there are several");
            }
            return HealthCheckResponse.up(NAME);
        } catch (SQLException e) {
            return down(
                    "The database gives no connection (SQLSTATE " + e.getSQLState() + ")",
                    "See that PostgreSQL runs, that it is reached at QUARKUS_DATASOURCE_JDBC_URL, and that it has connections left;"
                            + " the server goes on by itself");
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
