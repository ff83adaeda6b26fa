package open311.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import open311.database.DatabaseAddress;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.PGConnection;

/**
 * Fills a schema of its own from a backup and exchanges it with the one that is in use, in one
 * transaction: a server that runs there serves the old rows until it serves the new ones, and
 * whatever goes wrong before leaves the old ones in place.
 */
final class Restore {
    /** How the server's connections call themselves. */
    private static final String SERVER = "open311-server";

    private static final String FRESH = "open311_restoring";
    private static final String REPLACED = "open311_replaced";
    private static final int ONE_AT_A_TIME = 313;

    /** Another program's statements hold a table, or wait for what is held here. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatabaseAddress address;
    private final Connection connection;
    private final Schema current;
    private final Path keepIn;

    /**
     * @param keepIn the folder for a backup of what is replaced
     */
    Restore(DatabaseAddress address, Connection connection, Path keepIn) throws SQLException {
        this.address = address;
        this.connection = connection;
        this.keepIn = keepIn;
        current = Schema.current(connection);
    }

    /**
     * Returns the file where what was there is kept; empty when there was nothing.
     *
     * @param replace whether rows that are there may be replaced
     * @throws BackupException when they may not, when the file needs a later program, or the server
     *     is one of another version
     */
    Optional<Path> run(BackupFile file, boolean replace) throws IOException, SQLException {
        if (Rows.text(
                        connection,
                        "select 'mine' where pg_try_advisory_lock(?, ?)",
                        311,
                        ONE_AT_A_TIME)
                .isEmpty()) {
            throw new BackupException(
                    "Another restore is under way in this database; nothing was changed.");
        }
        check(file, replace);
        Schema fresh = current.named(FRESH);
        // What restores that were killed have left.
        keepReplaced();
        fresh.dropIfExists();
        try {
            fresh.create();
            fill(fresh, file);
            exchange(fresh);
        } catch (IOException | SQLException | RuntimeException e) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            fresh.dropIfExists();
            throw e;
        }
        try {
            return keepReplaced();
        } catch (IOException | SQLException e) {
            throw new BackupException(
                    "The backup was restored, but what was there could not be written to %s: %s. It stays in the database, in the schema %s, and the next restore tries again."
                            .formatted(keepIn, e.getMessage(), REPLACED));
        }
    }

    private void check(BackupFile file, boolean replace) throws SQLException {
        MigrationVersion newest =
                Arrays.stream(migrations().load().info().all())
                        .map(MigrationInfo::getVersion)
                        .filter(Objects::nonNull)
                        .max(MigrationVersion::compareTo)
                        .orElseThrow();
        String version = file.manifest().schemaVersion();
        if (MigrationVersion.fromVersion(version).compareTo(newest) > 0) {
            throw new BackupException(
                    "The backup was made by a later version of the server (its tables are of version %s, this one's of %s); nothing was changed. Restore it with that one."
                            .formatted(version, newest));
        }
        if (!replace && hasRows(current)) {
            throw new BackupException(
                    "There is data already, and nothing was changed. Restore into an empty database or data directory, or say --replace: then what is there is kept as a backup in %s."
                            .formatted(keepIn));
        }
        if (!current.version().map(newest.getVersion()::equals).orElse(true)
                && Rows.text(
                                connection,
                                "select pid from pg_stat_activity where datname = current_database() and application_name = ? limit 1",
                                SERVER)
                        .isPresent()) {
            throw new BackupException(
                    "A server of another version is running on this database; nothing was changed. Stop it, or restore with its own program.");
        }
    }

    private static boolean hasRows(Schema schema) throws SQLException {
        for (String table : List.of("jurisdiction", "api_key")) {
            if (schema.has(table)
                    && Rows.text(
                                    schema.connection(),
                                    "select 'some' from %s limit 1"
                                            .formatted(schema.qualified(table)))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void fill(Schema fresh, BackupFile file) throws IOException, SQLException {
        Manifest manifest = file.manifest();
        // Views and functions that are always those of the program come when all tables are.
        migrate(migrations().target(manifest.schemaVersion()).repeatableSqlMigrationPrefix("none"));
        List<Schema.Table> tables = fresh.tables();
        Set<String> filled =
                manifest.tables().stream().map(Manifest.Content::table).collect(Collectors.toSet());
        if (!tables.stream().map(Schema.Table::name).allMatch(filled::contains)) {
            throw new BackupException("The backup lacks tables; nothing was changed.");
        }
        connection.setAutoCommit(false);
        fresh.execute("set local statement_timeout = 0");
        fresh.execute("set local timezone = 'UTC'");
        fresh.execute("set local search_path = " + FRESH);
        fresh.empty(tables);
        for (Manifest.Content content : manifest.tables()) {
            fill(fresh, file, content);
        }
        for (Schema.Sequence sequence : manifest.sequences()) {
            fresh.set(sequence);
        }
        connection.commit();
        connection.setAutoCommit(true);
        migrate(migrations());
        fresh.analyze();
    }

    private void fill(Schema fresh, BackupFile file, Manifest.Content content)
            throws IOException, SQLException {
        try (InputStream in = file.rows(content)) {
            long rows =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "copy %s from stdin"
                                            .formatted(
                                                    fresh.columns(
                                                            content.table(), content.columns())),
                                    in);
            if (rows != content.rows()) {
                throw new BackupException(
                        "The backup has other rows of %s than it says; nothing was changed."
                                .formatted(content.table()));
            }
        }
    }

    private void exchange(Schema fresh) throws SQLException {
        Schema replaced = current.named(REPLACED);
        replaced.create();
        List<String> coming = fresh.objects();
        // What else somebody keeps in the schema stays there.
        List<String> going = current.objects().stream().filter(coming::contains).toList();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                connection.setAutoCommit(false);
                // Less than PostgreSQL waits before it ends one of two that wait for each other:
                // that would be a call of the server.
                fresh.execute("set local lock_timeout = '300ms'");
                move(going, "view", replaced);
                current.lock(current.tables(), "access exclusive");
                goOnBehind(fresh);
                move(going, "table", replaced);
                move(going, "sequence", replaced);
                move(going, "function", replaced);
                fresh.move(coming, current);
                connection.commit();
                connection.setAutoCommit(true);
                fresh.dropIfExists();
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!BUSY.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
                if (System.nanoTime() > deadline) {
                    throw new BackupException(
                            "The server is too busy to exchange its data, with long exports for instance; nothing was changed. Run the command again, or stop the server first.");
                }
                pause();
            }
        }
    }

    private void move(List<String> objects, String kind, Schema to) throws SQLException {
        current.move(objects.stream().filter(each -> each.startsWith(kind)).toList(), to);
    }

    /**
     * What has been told of the rows that go, and of those that came after the backup, is never
     * told of others: ids, places in the change feed, versions of answers.
     */
    private void goOnBehind(Schema fresh) throws SQLException {
        for (Schema.Sequence old : current.sequences()) {
            for (Schema.Sequence restored : fresh.sequences()) {
                if (old.name().equals(restored.name()) && old.lastValue() > restored.lastValue()) {
                    fresh.set(old);
                }
            }
        }
        String era = fresh.qualified("change_era");
        String oldEras =
                current.has("change_era")
                        ? " union all select era from " + current.qualified("change_era")
                        : "";
        fresh.execute(
                "insert into %s (era) select max(era) + 1 from (select era from %s%s) eras"
                        .formatted(era, era, oldEras));
        String jurisdiction = fresh.qualified("jurisdiction");
        String old =
                current.has("jurisdiction")
                        ? "(select max(version) from " + current.qualified("jurisdiction") + ")"
                        : "0";
        // Whoever waits for changes at this moment reads everything anew.
        fresh.execute(
                """
                insert into %s (jurisdiction_id, event_id, kind, told, public, updated_datetime, recorded_datetime, era)
                select jurisdiction_id, nextval('%s'), 'services', 'refresh', false,
                       date_trunc('second', now()), now(), (select max(era) from %s)
                from %s"""
                        .formatted(
                                fresh.qualified("service_request_event"),
                                fresh.qualified("service_request_event_id"),
                                era,
                                jurisdiction));
        // Further than anybody puts catalogs between a backup and its restore.
        fresh.execute(
                "update %s set version = greatest(version, %s) + 1000000"
                        .formatted(jurisdiction, old));
    }

    /** Writes what was replaced into a file and then takes it out of the database. */
    private Optional<Path> keepReplaced() throws IOException, SQLException {
        Schema replaced = current.named(REPLACED);
        Path file = null;
        if (replaced.exists() && hasRows(replaced)) {
            file = keepIn.resolve("replaced-" + now() + ".backup");
            new Backup(replaced).write(file);
        }
        replaced.dropIfExists();
        return Optional.ofNullable(file);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
    }

    private static void migrate(FluentConfiguration migrations) {
        try {
            migrations.load().migrate();
        } catch (FlywayException e) {
            throw new BackupException(
                    "The tables of the backup could not be made; nothing was changed: "
                            + e.getMessage());
        }
    }

    private FluentConfiguration migrations() {
        String url = address.jdbcUrl();
        // Alone: a migration that drops what is not there must not find it in the schema in use.
        String alone = url + (url.contains("?") ? '&' : '?') + "currentSchema=" + FRESH;
        return Flyway.configure()
                .dataSource(alone, address.user(), address.password())
                .schemas(FRESH)
                .defaultSchema(FRESH)
                .createSchemas(false)
                .locations("classpath:db/migration");
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("The restore was interrupted; nothing was changed.");
        }
    }
}
