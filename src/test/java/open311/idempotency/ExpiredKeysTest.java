package open311.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is kept no longer than it is of use. */
@QuarkusTest
class ExpiredKeysTest {
    private final String city = "expired-" + UUID.randomUUID();

    @Inject IdempotencyKeys idempotencyKeys;
    @Inject AgroalDataSource database;

    @Test
    void expiredKeysAreDeletedAndOthersAreNot() throws SQLException {
        add(2500, "-1 second");
        add(10, "1 minute");
        idempotencyKeys.deleteExpired();
        assertEquals(10, left());
    }

    /**
     * Two servers clean at a time, and calls take expired keys anew: nobody waits for the other.
     */
    @Test
    void whatSomebodyElseHoldsIsPassedOver() throws Exception {
        add(5, "-1 second");
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery(
                    "select from idempotency_key where jurisdiction_id = '%s' limit 2 for update"
                            .formatted(city));
            CompletableFuture.runAsync(idempotencyKeys::deleteExpired).get(20, TimeUnit.SECONDS);
            assertEquals(2, left());
            other.rollback();
        }
        idempotencyKeys.deleteExpired();
        assertEquals(0, left());
    }

    private void add(int count, String expires) throws SQLException {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement(
                                """
                                insert into idempotency_key
                                select ?, gen_random_uuid(), 'h', 'f', now() + ?::interval, '{}'
                                from generate_series(1, ?)""")) {
            statement.setString(1, city);
            statement.setString(2, expires);
            statement.setInt(3, count);
            statement.executeUpdate();
        }
    }

    private int left() throws SQLException {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement(
                                "select count(*) from idempotency_key where jurisdiction_id = ?")) {
            statement.setString(1, city);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
