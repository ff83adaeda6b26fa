package open311.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One statement that reads rows straight into wire records. Its text is put together from constants
 * alone; every value is a parameter. For one thread.
 */
public final class Select {
    private static final long LEAST_OF_A_PLAN = 64;

    private final StringBuilder sql;
    private final List<@Nullable Object> values = new ArrayList<>();
    private boolean conditional;
    private boolean plannedEachTime;

    private Select(String sql) {
        this.sql = new StringBuilder(sql);
    }

    /** Begins with everything before {@code where}. */
    public static Select of(String sql, Object... parameters) {
        var select = new Select(sql);
        Collections.addAll(select.values, parameters);
        return select;
    }

    /** The rows of all, which have the same columns; conditions can no longer be added. */
    public static Select all(List<Select> parts) {
        var all =
                new Select(
                        parts.stream()
                                .map(part -> "(" + part.sql + ")")
                                .collect(Collectors.joining("\nunion all\n")));
        parts.forEach(part -> all.values.addAll(part.values));
        return all;
    }

    /**
     * Adds a condition; all of them must hold. A {@code String[]} or an {@code Integer[]} is an
     * array.
     */
    public Select where(String condition, Object... parameters) {
        sql.append(conditional ? " and " : " where ").append(condition);
        conditional = true;
        Collections.addAll(values, parameters);
        return this;
    }

    /** Adds what follows the conditions. */
    public Select then(String clause, Object... parameters) {
        sql.append(' ').append(clause);
        Collections.addAll(values, parameters);
        return this;
    }

    /**
     * So many rows from the offset on, in the order that the statement has; nothing can be added.
     */
    public Select page(int limit, long offset) {
        atMost(offset + limit).sql.insert(0, "select * from (").append(") as page");
        return then("limit ? offset ?", limit, offset);
    }

    /**
     * No more rows than these and as many again. The number is part of the text: a plan for any
     * values knows none of them, and would be made for a tenth of all rows. It is rounded up, since
     * with every number there would be a statement of its own.
     */
    public Select atMost(long rows) {
        return then("limit " + Math.max(LEAST_OF_A_PLAN, 2 * Long.highestOneBit(rows - 1)));
    }

    /**
     * Has the database choose its way by the values of each call. Otherwise it keeps one way for
     * all of them when the statement comes often.
     */
    public Select plannedEachTime() {
        plannedEachTime = true;
        return this;
    }

    /** All rows. */
    public <T> List<T> list(DataSource source, Row<T> row) {
        return list(source, row, null);
    }

    /**
     * All rows.
     *
     * @param first read before them, on the same way to the database where that can be; null:
     *     nothing is
     */
    public <T> List<T> list(DataSource source, Row<T> row, @Nullable First<?> first) {
        try (Connection connection = source.getConnection()) {
            long began = System.nanoTime();
            try {
                if (first == null) {
                    return rows(connection, row);
                }
                return plannedEachTime
                        ? rowsBehind(connection, row, first)
                        : rowsTogetherWith(connection, row, first);
            } finally {
                SlowStatements.tell(sql, began);
            }
        } catch (SQLException e) {
            throw new SelectFailedException(e);
        }
    }

    private <T> List<T> rows(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = prepare(connection, "");
                ResultSet result = statement.executeQuery()) {
            return read(result, row);
        }
    }

    /** Apart, so that only the one of them is planned each time. */
    private <T, U> List<T> rowsBehind(Connection connection, Row<T> row, First<U> first)
            throws SQLException {
        first.then.accept(first.select.rows(connection, first.row));
        return rows(connection, row);
    }

    private <T, U> List<T> rowsTogetherWith(Connection connection, Row<T> row, First<U> first)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(first.select.sql + ";\n" + sql)) {
            bindAll(connection, statement, first.select.values, 0);
            bindAll(connection, statement, values, first.select.values.size());
            statement.execute();
            try (ResultSet result = statement.getResultSet()) {
                first.then.accept(read(result, first.row));
            }
            statement.getMoreResults();
            try (ResultSet result = statement.getResultSet()) {
                return read(result, row);
            }
        }
    }

    private static <T> List<T> read(ResultSet result, Row<T> row) throws SQLException {
        var rows = new ArrayList<T>();
        while (result.next()) {
            rows.add(row.read(result));
        }
        return rows;
    }

    /**
     * The rows a batch at a time; to be closed.
     *
     * @param batchSize how many at a time
     */
    public <T> RowCursor<T> cursor(DataSource source, Row<T> row, int batchSize) {
        Connection connection = null;
        long began = System.nanoTime();
        try {
            connection = source.getConnection();
            return RowCursor.open(connection, this, row, batchSize);
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw new SelectFailedException(e);
        } finally {
            SlowStatements.tell(sql, began);
        }
    }

    private static void closeAfter(SQLException failure, @Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Another one for another text, as good as surely. */
    String hash() {
        return Integer.toHexString(sql.toString().hashCode());
    }

    /** The statement with its values, behind a prefix. */
    PreparedStatement prepare(Connection connection, String prefix) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(prefix + sql);
        if (plannedEachTime) {
            // Without a name the statement is forgotten, and its plan with it.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        bindAll(connection, statement, values, 0);
        return statement;
    }

    private static void bindAll(
            Connection connection,
            PreparedStatement statement,
            List<@Nullable Object> values,
            int offset)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            bind(connection, statement, offset + i + 1, values.get(i));
        }
    }

    /** A timestamptz column. */
    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        // An OffsetDateTime would be made of days and hours, for nothing.
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    /** A double precision column. */
    public static @Nullable Double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    private static void bind(
            Connection connection, PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        if (value instanceof Instant instant) {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof String[] texts) {
            statement.setArray(index, connection.createArrayOf("text", texts));
        } else if (value instanceof Integer[] numbers) {
            statement.setArray(index, connection.createArrayOf("integer", numbers));
        } else {
            statement.setObject(index, value);
        }
    }

    /** Turns the row under the cursor into a record. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * What is read before other rows, and so never newer than they are.
     *
     * @param then gets its rows
     */
    public record First<T>(Select select, Row<T> row, Consumer<List<T>> then) {}

    /** The database refused or could not be reached; the cause says which. */
    public static final class SelectFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SelectFailedException(SQLException cause) {
            super(cause);
        }
    }
}
