package open311.plans;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The plans of all statements that the server really runs, as PostgreSQL's own auto_explain writes
 * them to its log.
 */
final class PlanLog {
    private static final Pattern PLAN = Pattern.compile("plan:\n((?:\t.*\n)+)");
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final AgroalDataSource database;
    private final Path folder;

    private PlanLog(AgroalDataSource database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** From now on, in every new connection. */
    static PlanLog of(AgroalDataSource database, Path dataDirectory) {
        execute(
                database,
                """
                load 'auto_explain';
                alter database open311 set session_preload_libraries = 'auto_explain';
                alter database open311 set auto_explain.log_min_duration = 0;
                alter database open311 set auto_explain.log_analyze = on;
                alter database open311 set auto_explain.log_timing = off;
                alter database open311 set auto_explain.log_buffers = on;
                alter database open311 set auto_explain.log_format = json;
                """);
        return new PlanLog(database, dataDirectory.resolve("postgres").resolve("log"));
    }

    /** Makes PostgreSQL plan all statements one way or the other: with their values or without. */
    void force(String mode) {
        execute(database, "alter database open311 set plan_cache_mode = " + mode);
        database.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }

    /** The plans of what is asked of PostgreSQL meanwhile. */
    List<Plan> during(Runnable calls) {
        String begin = mark();
        calls.run();
        String end = mark();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String log = log();
        // Another process writes the log, in the order in which it gets its lines.
        while (!log.contains(end)) {
            assertTrue(System.nanoTime() < deadline, "PostgreSQL does not write its log");
            Thread.onSpinWait();
            log = log();
        }
        var plans = new ArrayList<Plan>();
        var found = PLAN.matcher(log.substring(log.indexOf(begin), log.indexOf(end)));
        while (found.find()) {
            plans.add(plan(found.group(1)));
        }
        return plans;
    }

    private static Plan plan(String json) {
        try {
            var root = new JsonMapper().readTree(json);
            return new Plan(root.path("Query Text").asText(), root.path("Plan"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private String mark() {
        String mark = "mark " + UUID.randomUUID();
        execute(database, "do $$ begin raise log '" + mark + "'; end $$");
        return mark;
    }

    private String log() {
        var text = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(folder.toString(), e);
        }
        return text.toString();
    }

    /** The first value of the first row. */
    String value(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertTrue(rows.next(), sql);
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    static void execute(AgroalDataSource database, String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                // What failed inside its own transaction must not leave it to the next user.
                statement.execute("rollback");
                throw e;
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
