package open311.database;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import open311.ServerConfig;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * How the connections of the pool are set up. No statement may run for ever, and none is waited for
 * longer when the network keeps its answer; a migration, which comes before the start, may take
 * long (see db/migration/beforeEachMigrate.sql).
 */
@ApplicationScoped
class ConnectionSettings implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(ConnectionSettings.class);

    /** What PostgreSQL needs to say that a statement took too long. */
    private static final int MORE_MILLIS = 3000;

    /**
     * PostgreSQL gives up on a server that is heard of no more, and lets go of what its
     * transactions have locked; the operating system's own settings take two hours for that.
     */
    private static final String KEEPALIVE =
            "; set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3; set tcp_user_timeout = 20000";

    private final Map<Connection, Use> inUse = new ConcurrentHashMap<>();
    private final String settings;
    private final int longestMillis;
    private volatile boolean isStarted;

    ConnectionSettings(ServerConfig config) {
        long millis = config.queryTimeout().toMillis();
        // Nothing here runs long enough to be worth compiling; with millions of requests PostgreSQL
        // would try at every call.
        settings = "set jit = off; set statement_timeout = " + millis + KEEPALIVE;
        longestMillis = (int) Math.min(Integer.MAX_VALUE, millis + MORE_MILLIS);
    }

    void started(@Observes StartupEvent event) {
        isStarted = true;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
            // Until here it is that of a login.
            connection.setNetworkTimeout(Runnable::run, isStarted ? longestMillis : 0);
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
            // The pool wraps it anew for each call.
            inUse.put(
                    connection.unwrap(Connection.class),
                    new Use(Thread.currentThread(), System.nanoTime()));
        } catch (SQLException e) {
            // It is closed. Who uses it is told so, and the pool throws it away when it is given
            // back, which nobody would do if it were refused here.
            LOG.debug("A broken connection was taken", e);
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        try {
            inUse.remove(connection.unwrap(Connection.class));
        } catch (SQLException e) {
            // It is closed, and forgotten at the next look.
        }
    }

    /**
     * The connections that somebody has had for that long and waits for, by the process in
     * PostgreSQL.
     */
    Map<Integer, Connection> awaitedFor(Duration duration) {
        long now = System.nanoTime();
        var found = new HashMap<Integer, Connection>();
        inUse.forEach(
                (connection, use) -> {
                    try {
                        if (connection.isClosed()) {
                            inUse.remove(connection);
                        } else if (now - use.since >= duration.toNanos() && use.isWaiting()) {
                            found.put(
                                    connection.unwrap(PGConnection.class).getBackendPID(),
                                    connection);
                        }
                    } catch (SQLException e) {
                        // It was closed meanwhile.
                    }
                });
        return found;
    }

    /** Who has a connection, and since when. */
    private record Use(Thread thread, long since) {
        private static final String DRIVER = "org.postgresql.core.";

        /** And does nothing else with it, such as to wait for a slow client. */
        boolean isWaiting() {
            return Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith(DRIVER));
        }
    }
}
