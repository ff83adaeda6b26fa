package open311.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** One schema of a database, with this server's tables in it or none yet. */
record Schema(Connection connection, String name) {
    /** Flyway's own table: which migrations have run here. Not part of a backup. */
    static final String MIGRATIONS = "flyway_schema_history";

    /**
     * A table with the columns that are stored and not computed; those of all tables in an order in
     * which they can be filled.
     */
    record Table(String name, List<String> columns) {}

    /**
     * @param called whether lastValue was given out
     */
    record Sequence(String name, long lastValue, boolean called) {}

    /** The one that names without a schema mean. */
    static Schema current(Connection connection) throws SQLException {
        return new Schema(
                connection, Rows.text(connection, "select current_schema()").orElse("public"));
    }

    Schema named(String other) {
        return new Schema(connection, other);
    }

    boolean exists() throws SQLException {
        return Rows.text(connection, "select nspname from pg_namespace where nspname = ?", name)
                .isPresent();
    }

    /** The last migration; empty where there are no tables of this server. */
    Optional<String> version() throws SQLException {
        if (!has(MIGRATIONS)) {
            return Optional.empty();
        }
        return Rows.text(
                connection,
                "select version from %s where success and version is not null order by installed_rank desc limit 1"
                        .formatted(qualified(MIGRATIONS)));
    }

    boolean has(String table) throws SQLException {
        return Rows.text(
                        connection,
                        "select tablename from pg_tables where schemaname = ? and tablename = ?",
                        name,
                        table)
                .isPresent();
    }

    List<Table> tables() throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Rows.read(
                connection,
                """
                select c.relname, a.attname
                from pg_class c
                         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                where c.relnamespace = (select oid from pg_namespace where nspname = ?)
                  and c.relkind in ('r', 'p') and a.attgenerated = '' and c.relname <> ?
                order by c.relname, a.attnum""",
                row ->
                        columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                                .add(row.getString(2)),
                name,
                MIGRATIONS);
        List<Table> ordered = new ArrayList<>();
        Map<String, Set<String>> needed = references();
        Set<String> waiting = new TreeSet<>(columns.keySet());
        while (!waiting.isEmpty()) {
            String next =
                    waiting.stream()
                            .filter(
                                    table ->
                                            needed.getOrDefault(table, Set.of()).stream()
                                                    .noneMatch(waiting::contains))
                            .findFirst()
                            .orElseThrow(() -> new SQLException("tables that need each other"));
            waiting.remove(next);
            ordered.add(new Table(next, columns.getOrDefault(next, List.of())));
        }
        return ordered;
    }

    /** Which other tables the rows of a table refer to. */
    private Map<String, Set<String>> references() throws SQLException {
        Map<String, Set<String>> references = new LinkedHashMap<>();
        Rows.read(
                connection,
                """
                select t.relname, f.relname
                from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
                where c.contype = 'f' and t.oid <> f.oid
                  and t.relnamespace = (select oid from pg_namespace where nspname = ?)""",
                row ->
                        references
                                .computeIfAbsent(row.getString(1), table -> new TreeSet<>())
                                .add(row.getString(2)),
                name);
        return references;
    }

    /** As they are now: no transaction holds a sequence back. */
    List<Sequence> sequences() throws SQLException {
        List<String> names = new ArrayList<>();
        Rows.read(
                connection,
                "select sequencename from pg_sequences where schemaname = ? order by sequencename",
                row -> names.add(row.getString(1)),
                name);
        List<Sequence> sequences = new ArrayList<>();
        for (String each : names) {
            Rows.read(
                    connection,
                    "select last_value, is_called from " + qualified(each),
                    row -> sequences.add(new Sequence(each, row.getLong(1), row.getBoolean(2))));
        }
        return sequences;
    }

    void create() throws SQLException {
        execute("create schema " + quoted(name));
    }

    void dropIfExists() throws SQLException {
        execute("drop schema if exists " + quoted(name) + " cascade");
    }

    /**
     * Everything of it that was not brought by an extension, as ALTER names it. Views come first,
     * those that read others before these, since every reader takes them in this order.
     */
    List<String> objects() throws SQLException {
        List<String> objects = new ArrayList<>();
        Rows.read(
                connection,
                """
                select format('%s %I', case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, relname)
                from pg_class c
                where relnamespace = (select oid from pg_namespace where nspname = ?)
                  and relkind in ('v', 'r', 'p', 'S')
                  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'a', 'i'))
                order by relkind = 'v' desc, oid desc""",
                row -> objects.add(row.getString(1)),
                name);
        Rows.read(
                connection,
                """
                select format('function %I(%s)', proname, pg_get_function_identity_arguments(oid))
                from pg_proc p
                where pronamespace = (select oid from pg_namespace where nspname = ?)
                  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')""",
                row -> objects.add(row.getString(1)),
                name);
        return objects;
    }

    /** The objects, as {@link #objects} names them, go into another schema. */
    void move(List<String> objects, Schema other) throws SQLException {
        for (String object : objects) {
            execute(
                    "alter %s set schema %s"
                            .formatted(
                                    object.replaceFirst(
                                            " ",
                                            Matcher.quoteReplacement(" " + quoted(name) + '.')),
                                    quoted(other.name)));
        }
    }

    /** Until the transaction ends. */
    void lock(List<Table> tables, String mode) throws SQLException {
        if (!tables.isEmpty()) {
            execute("lock table %s in %s mode".formatted(list(tables), mode));
        }
    }

    /** Takes away what the migrations have put into the tables. */
    void empty(List<Table> tables) throws SQLException {
        execute("truncate " + list(tables));
    }

    void analyze() throws SQLException {
        execute("analyze " + list(tables()));
    }

    private String list(List<Table> tables) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Table table : tables) {
            names.add(qualified(table.name()));
        }
        return String.join(", ", names);
    }

    /** The table and its columns, as COPY names them. */
    String columns(String table, List<String> columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            names.add(quoted(column));
        }
        return qualified(table) + names.stream().collect(Collectors.joining(", ", " (", ")"));
    }

    void set(Sequence sequence) throws SQLException {
        Rows.text(
                connection,
                "select setval(?::regclass, ?, ?)",
                qualified(sequence.name()),
                sequence.lastValue(),
                sequence.called());
    }

    String qualified(String table) throws SQLException {
        return quoted(name) + '.' + quoted(table);
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String quoted(String identifier) throws SQLException {
        return connection.unwrap(PGConnection.class).escapeIdentifier(identifier);
    }
}
