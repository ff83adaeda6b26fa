package open311.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.postgresql.PGStatement;

/**
 * The rows of a {@link Select} a batch at a time, from a cursor that the database keeps: memory
 * does not grow with their number, and all of them are of one moment. Holds a connection until it
 * is closed. For one thread, but for {@link #cancel}.
 */
public final class RowCursor<T> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RowCursor.class);

    private final Connection connection;
    private final PreparedStatement fetch;
    private final Select.Row<T> row;
    private boolean isAtEnd;

    private RowCursor(Connection connection, String next, Select.Row<T> row) throws SQLException {
        this.connection = connection;
        fetch = connection.prepareStatement(next);
        // Only of a prepared statement does the driver take numbers and moments as they are stored,
        // instead of as texts.
        fetch.unwrap(PGStatement.class).setPrepareThreshold(1);
        this.row = row;
    }

    /** Declares the cursor; the connection is ours from here. */
    static <T> RowCursor<T> open(
            Connection connection, Select select, Select.Row<T> row, int batchSize)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement settings = connection.createStatement()) {
            // A plan that gives its first rows at once goes along an index to the last one, and
            // sorts nothing.
            settings.execute("set transaction read only");
            settings.execute("set local cursor_tuple_fraction = 0.001");
        }
        // The driver remembers the columns of a statement, so that other columns need another one.
        String name = "export_" + select.hash();
        try (PreparedStatement declaration =
                select.prepare(connection, "declare " + name + " no scroll cursor for ")) {
            declaration.execute();
        }
        return new RowCursor<>(connection, "fetch " + batchSize + " from " + name, row);
    }

    /** The next rows; none at the end. */
    public List<T> next() {
        var batch = new ArrayList<T>();
        if (isAtEnd) {
            return batch;
        }
        try (ResultSet result = fetch.executeQuery()) {
            while (result.next()) {
                batch.add(row.read(result));
            }
        } catch (SQLException e) {
            throw new Select.SelectFailedException(e);
        }
        isAtEnd = batch.isEmpty();
        return batch;
    }

    /** Ends what the database is doing for this cursor, from any thread; {@link #next} fails. */
    public void cancel() {
        try {
            fetch.cancel();
        } catch (SQLException e) {
            LOG.debug("The query could not be cancelled; it may have ended", e);
        }
    }

    /** Gives the connection back. */
    @Override
    public void close() {
        try (connection) {
            fetch.close();
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("The connection of a cursor was lost", e);
        }
    }
}
