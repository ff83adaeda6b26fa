package open311.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL is, and how to log in.
 *
 * @param user null: as the URL or the driver says
 * @param password null: likewise
 */
public record DatabaseAddress(String jdbcUrl, @Nullable String user, @Nullable String password) {
    /** A connection of the caller's own, under that name. */
    public Connection connect(String applicationName) throws SQLException {
        var login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        login.setProperty("ApplicationName", applicationName);
        var connection = new Driver().connect(jdbcUrl, login);
        if (connection == null) {
            throw new SQLException("not a URL of PostgreSQL's");
        }
        return connection;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + user + "]";
    }
}
