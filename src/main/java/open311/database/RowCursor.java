package open311.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The rows of a {@link Select} a batch at a time, from a cursor that the database keeps: memory
 * does not grow with their number, and all of them are of one moment. Holds a connection until it
 * is closed. For one thread, but for {@link #cancel}.
 */
public final class RowCursor<T> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RowCursor.class);

    private final Connection connection;
    private final Statement fetch;
    private final String next;
    private final Select.Row<T> row;
    private boolean isAtEnd;

    private RowCursor(Connection connection, String next, Select.Row<T> row) throws SQLException {
        this.connection = connection;
        // Not prepared: the driver would remember the columns of the cursor before.
        this.fetch = connection.createStatement();
        this.next = next;
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
        try (PreparedStatement declaration =
                select.prepare(connection, "declare export no scroll cursor for ")) {
            declaration.execute();
        }
        return new RowCursor<>(connection, "fetch " + batchSize + " from export", row);
    }

    /** The next rows; none at the end. */
    public List<T> next() {
        var batch = new ArrayList<T>();
        if (isAtEnd) {
            return batch;
        }
        try (ResultSet result = fetch.executeQuery(next)) {
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
