package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import open311.jurisdiction.Jurisdictions;

/** What goes wrong behind the server, for as long as one call takes. */
@ApplicationScoped
class Outage {
    private static final List<String> TABLES = List.of("jurisdiction", "api_key");

    private static final List<Logger> LOGS =
            Stream.of(
                            "open311.http.Errors",
                            "org.hibernate.orm.jdbc.error",
                            "com.arjuna.ats.arjuna")
                    .map(Logger::getLogger)
                    .toList();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Who waits for somebody, and whether it is for the given one. */
    private static final String WAITING =
            """
             from (select pid, pg_blocking_pids(pid) as blocking from pg_stat_activity) as waiting
            where blocking <> '{}' and ? = any(blocking || 0)""";

    private static final long ANYBODY = 0;

    private final AgroalDataSource database;
    private final Jurisdictions jurisdictions;

    Outage(AgroalDataSource database, Jurisdictions jurisdictions) {
        this.database = database;
        this.jurisdictions = jurisdictions;
    }

    /** As if the database were overloaded: no connection is to be had. */
    Answer withoutConnections(Supplier<Answer> call) {
        return withoutConnections(Duration.ofMillis(50), call);
    }

    /**
     * As {@link #withoutConnections(Supplier)}.
     *
     * @param wait for a connection
     */
    Answer withoutConnections(Duration wait, Supplier<Answer> call) {
        var pool = database.getConfiguration().connectionPoolConfiguration();
        Duration patience = pool.acquisitionTimeout();
        var taken = new ArrayList<Connection>();
        try {
            while (taken.size() < pool.maxSize()) {
                taken.add(database.getConnection());
            }
            pool.setAcquisitionTimeout(wait);
            return forgetful(call);
        } catch (SQLException e) {
            throw new AssertionError(e);
        } finally {
            pool.setAcquisitionTimeout(patience);
            taken.forEach(Outage::giveBack);
        }
    }

    /** As if the server had a fault: what it reads first is not there. */
    Answer withoutTables(Supplier<Answer> call) {
        TABLES.forEach(table -> rename(table, table + "_away"));
        try {
            return forgetful(call);
        } finally {
            TABLES.forEach(table -> rename(table + "_away", table));
            jurisdictions.refresh();
        }
    }

    /**
     * Whatever reads a request, or who reported it, waits for ever: a call that reads none does
     * not.
     */
    Answer withRequestsLocked(Supplier<Answer> call) {
        try (Connection locking = database.getConnection();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("lock table service_request, reporter in access exclusive mode");
            try {
                return CompletableFuture.supplyAsync(call)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | InterruptedException | TimeoutException e) {
                throw new AssertionError("the call reads requests", e);
            } finally {
                locking.rollback();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Calls that come to rows of the city in this table at the same time. The first of them is cut
     * off there, while the others wait for it; then they go on.
     */
    List<Answer> cuttingOffTheFirst(City city, String table, List<Callable<Answer>> calls)
            throws Exception {
        var threads = Executors.newFixedThreadPool(calls.size());
        try (Connection locking = database.getConnection();
                PreparedStatement lock =
                        locking.prepareStatement(
                                "select pg_backend_pid() from "
                                        + table
                                        + " where jurisdiction_id = ? for update")) {
            locking.setAutoCommit(false);
            lock.setString(1, city.id());
            var answers = new ArrayList<Future<Answer>>();
            LOGS.forEach(log -> log.setLevel(Level.OFF));
            try (ResultSet locked = lock.executeQuery()) {
                locked.next();
                long first = locked.getLong(1);
                calls.forEach(call -> answers.add(threads.submit(call)));
                awaitWaiting(ANYBODY, calls.size());
                assertEquals(
                        1,
                        Rows.number(
                                database, "select count(pg_cancel_backend(pid))" + WAITING, first));
                awaitWaiting(ANYBODY, calls.size() - 1);
                awaitWaiting(first, 1);
            } finally {
                locking.rollback();
            }
            var results = new ArrayList<Answer>();
            for (Future<Answer> answer : answers) {
                results.add(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return results;
        } finally {
            LOGS.forEach(log -> log.setLevel(null));
            threads.shutdown();
        }
    }

    private void awaitWaiting(long forWhom, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Rows.number(database, "select count(*)" + WAITING, forWhom) != count) {
            assertTrue(System.nanoTime() < deadline, "there never were " + count + " that wait");
            Thread.onSpinWait();
        }
    }

    /** From what the server remembers nothing is answered; what it logs is expected. */
    private Answer forgetful(Supplier<Answer> call) {
        jurisdictions.refresh();
        LOGS.forEach(log -> log.setLevel(Level.OFF));
        try {
            return call.get();
        } finally {
            LOGS.forEach(log -> log.setLevel(null));
        }
    }

    private void rename(String table, String name) {
        Rows.change(database, "alter table " + table + " rename to " + name);
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
