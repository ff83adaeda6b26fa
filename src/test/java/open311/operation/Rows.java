package open311.operation;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Changes rows in ways that no operation offers, above all the time at which a request was made.
 */
final class Rows {
    private Rows() {}

    /** Runs a statement; instants are given as such. How many rows it changed. */
    static int change(AgroalDataSource database, String sql, Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof Instant instant
                                ? instant.atOffset(ZoneOffset.UTC)
                                : values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** A number that the database knows. */
    static long number(AgroalDataSource database, String sql, Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Makes a request as if it had come in at another time. */
    static void moveTo(
            AgroalDataSource database, City city, String serviceRequestId, Instant when) {
        change(
                database,
                """
                update service_request set requested_datetime = ?, updated_datetime = ?
                where jurisdiction_id = ? and service_request_id = ?""",
                when,
                when,
                city.id(),
                serviceRequestId);
        change(
                database,
                "update service_request_event set updated_datetime = ? where jurisdiction_id = ? and request_id = ?",
                when,
                city.id(),
                Long.valueOf(serviceRequestId));
    }

    static void hide(AgroalDataSource database, City city, String serviceRequestId) {
        change(
                database,
                "update service_request set visibility = 'hidden' where jurisdiction_id = ? and service_request_id = ?",
                city.id(),
                serviceRequestId);
    }
}
