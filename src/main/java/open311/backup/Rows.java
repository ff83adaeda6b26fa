package open311.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads a few rows by plain JDBC: the commands run without the server's framework. */
final class Rows {
    private Rows() {}

    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    static void read(Connection connection, String sql, Reader reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** The first column of the only row; empty without a row, or where it is null. */
    static Optional<String> text(Connection connection, String sql, Object... parameters)
            throws SQLException {
        AtomicReference<Optional<String>> found = new AtomicReference<>(Optional.empty());
        read(connection, sql, row -> found.set(Optional.ofNullable(row.getString(1))), parameters);
        return found.get();
    }
}
