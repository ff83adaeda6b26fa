package open311.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postgresql.Driver;

/**
 * Ends connections on which the server waits for PostgreSQL while PostgreSQL waits for the server:
 * what was sent got lost, as when a firewall forgets a connection. Otherwise each would be waited
 * for as long as for the slowest statement, and what its transaction has locked would stay locked.
 * While no new connection is possible either, calls are kept waiting for some seconds only.
 */
@ApplicationScoped
class LostConnections {
    private static final Logger LOG = Logger.getLogger(LostConnections.class);
    private static final Duration SUSPICIOUS = Duration.ofSeconds(3);
    private static final Duration HOPELESS = Duration.ofSeconds(10);
    private static final int LOOK_EVERY_MILLIS = 500;

    /** So many looks in turn without a connection are no accident. */
    private static final int MOST_FAILURES = 2;

    /** Of this very server's, as far as a pooler in between leaves it its own processes. */
    private static final String END_LOST =
            """
            select pid, pg_terminate_backend(pid)
            from pg_stat_activity
            where pid = any(?)
              and application_name = current_setting('application_name')
              and usename = current_user
              and datname = current_database()
              and wait_event = 'ClientRead'
              and state_change < clock_timestamp() - interval '%d seconds'"""
                    .formatted(SUSPICIOUS.toSeconds());

    private final AgroalDataSource database;
    private final ConnectionSettings connections;
    private int failures;
    private final Thread watcher = new Thread(this::watch, "lost-connections-watch");

    LostConnections(AgroalDataSource database, ConnectionSettings connections) {
        this.database = database;
        this.connections = connections;
    }

    void begin(@Observes StartupEvent event) {
        watcher.setDaemon(true);
        watcher.start();
    }

    void end(@Observes ShutdownEvent event) {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<Integer, Connection> suspicious = connections.awaitedFor(SUSPICIOUS);
        if (suspicious.isEmpty()) {
            return;
        }
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(END_LOST)) {
            statement.setArray(
                    1, connection.createArrayOf("integer", suspicious.keySet().toArray()));
            failures = 0;
            try (ResultSet lost = statement.executeQuery()) {
                while (lost.next()) {
                    abandon(suspicious.get(lost.getInt(1)));
                }
            }
        } catch (SQLException e) {
            LOG.debug("The database gives no connection to look for lost ones", e);
            if (isUnreachable(e) && ++failures >= MOST_FAILURES) {
                abandonHopeless();
            }
        }
    }

    /** Not one that answers that it has no connection left. */
    private static boolean isUnreachable(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("08");
    }

    private void abandonHopeless() {
        for (Connection connection : connections.awaitedFor(HOPELESS).values()) {
            try {
                abandon(connection);
            } catch (SQLException e) {
                LOG.debug("It has ended meanwhile", e);
            }
        }
    }

    private void abandon(Connection connection) throws SQLException {
        LOG.warn("A connection to the database was lost without a word; it is ended");
        connection.abort(Runnable::run);
        // Those that nobody uses have hardly fared better.
        database.flush(AgroalDataSource.FlushMode.IDLE);
    }

    /** Not of the pool, all of whose connections may be lost. */
    private Connection connect() throws SQLException {
        AgroalConnectionFactoryConfiguration configuration =
                database.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration();
        var login = new Properties();
        login.putAll(configuration.jdbcProperties());
        if (configuration.principal() instanceof NamePrincipal user) {
            login.setProperty("user", user.getName());
        }
        configuration.credentials().stream()
                .filter(SimplePassword.class::isInstance)
                .forEach(
                        password ->
                                login.setProperty(
                                        "password", ((SimplePassword) password).getWord()));
        Connection connection = new Driver().connect(configuration.jdbcUrl(), login);
        if (connection == null) {
            throw new SQLException("not a URL of PostgreSQL's");
        }
        return connection;
    }
}
