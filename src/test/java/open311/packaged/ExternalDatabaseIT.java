package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import open311.database.EmbeddedDatabase;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, one PostgreSQL that is not theirs. */
class ExternalDatabaseIT {
    private static final Logger LOG = Logger.getLogger(ExternalDatabaseIT.class);
    private static final String ADMIN_KEY = "an-admin-key-of-the-tests";
    private static final Duration STALENESS = Duration.ofSeconds(2);
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final String JURISDICTION = "haverhillma.gov";

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final List<PackagedServer> servers = new ArrayList<>();
    private EmbeddedDatabase database;

    @BeforeEach
    void startDatabase() {
        database = EmbeddedDatabase.start(directory.resolve("database"));
    }

    @AfterEach
    void close() throws Exception {
        for (PackagedServer server : servers) {
            server.close();
        }
        database.close();
    }

    @Test
    void twoServersOnAnEmptyDatabaseAgree() throws Exception {
        startTwo(Map.of("OPEN311_ADMIN_KEY", ADMIN_KEY));
        assertEquals(List.of(JURISDICTION), texts("select jurisdiction_id from jurisdiction"));
        assertEquals(
                List.of("{admin}", "{report}"),
                texts("select scopes::text from api_key order by scopes::text"));
        for (PackagedServer server : servers) {
            assertFalse(Files.exists(server.dataDirectory()), "It needs no database of its own");
            assertEquals(List.of(), server.databaseProcesses());
        }
        PackagedServer one = servers.get(0);
        PackagedServer other = servers.get(1);
        assertReportsAreShared(one, other);
        assertRevokedOnOneIsRefusedByTheOther(one, other);
        assertReadingGoesOnWhereNothingCanBeChanged(one);
        assertPutOnOneIsServedByTheOther(one, other);
    }

    @Test
    void twoServersOnAnEmptyDatabaseMakeOneAdminKey() throws Exception {
        startTwo(Map.of());
        assertEquals(
                List.of("{admin}", "{report}"),
                texts("select scopes::text from api_key order by scopes::text"));
        assertEquals(
                1,
                servers.stream()
                        .filter(server -> Files.exists(server.dataDirectory().resolve("admin-key")))
                        .count());
    }

    private void startTwo(Map<String, String> environment) throws Exception {
        var all = new HashMap<>(environment);
        all.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        all.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        all.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        for (String name : List.of("one", "other")) {
            servers.add(PackagedServer.launch(directory.resolve(name), all));
        }
        for (PackagedServer server : servers) {
            server.awaitReady();
        }
    }

    private static void assertReportsAreShared(PackagedServer one, PackagedServer other)
            throws Exception {
        String id =
                Bodies.jsonTexts(one.report("Sent to one server").body(), "service_request_id")
                        .get(0);
        assertEquals(
                200, other.get("/open311/v2/requests/" + id + ".json").statusCode(), "At once");
    }

    private static void assertRevokedOnOneIsRefusedByTheOther(
            PackagedServer one, PackagedServer other) throws Exception {
        var key =
                Bodies.json(
                        one.post(
                                        "/admin/v1/keys",
                                        ADMIN_KEY,
                                        "{\"name\":\"An app\",\"scopes\":[\"report\"]}")
                                .body());
        String apiKey = key.path("api_key").asText();
        assertEquals(200, other.report("The key is good", apiKey).statusCode());
        var revoked = one.delete("/admin/v1/keys/" + key.path("id").asText(), ADMIN_KEY);
        assertEquals(2, revoked.statusCode() / 100, revoked.body());
        assertEquals(403, one.report("The key was revoked", apiKey).statusCode());
        assertSoon(() -> other.report("The key was revoked", apiKey).statusCode() == 403);
    }

    /** As on a standby, or after an operator's order. */
    private void assertReadingGoesOnWhereNothingCanBeChanged(PackagedServer server)
            throws Exception {
        String ready = "/q/health/ready";
        takeChanges(false);
        assertWithin(RECOVERY, () -> server.get(ready).body().contains("takes no changes"));
        HttpResponse<String> refused = server.report("It cannot be stored", "demo");
        assertEquals(503, refused.statusCode(), refused.body());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        assertEquals(200, server.get("/open311/v2/requests.json").statusCode());
        takeChanges(true);
        assertWithin(RECOVERY, () -> server.report("It can", "demo").statusCode() == 200);
        assertEquals(200, server.get(ready).statusCode());
        assertEquals(
                List.of(),
                texts("select id from service_request where description = 'It cannot be stored'"));
    }

    private void takeChanges(boolean may) throws SQLException {
        try (Connection connection = database.address().connect("test");
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute(
                    "alter database open311 set default_transaction_read_only = "
                            + (may ? "off" : "on"));
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'open311' and pid <> pg_backend_pid()");
        }
    }

    private static void assertPutOnOneIsServedByTheOther(PackagedServer one, PackagedServer other)
            throws Exception {
        String services = "/open311/v2/services.json";
        assertFalse(other.get(services).body().contains("NEW_SERVICE"));
        var put =
                one.put(
                        "/admin/v1/jurisdictions/" + JURISDICTION,
                        ADMIN_KEY,
                        """
                        jurisdiction_id: haverhillma.gov
                        name: Haverhill
                        time_zone: America/New_York
                        contact: City hall
                        key_service: Write to city hall
                        endpoint_type: test
                        services:
                          - {service_code: NEW_SERVICE, service_name: New, description: It is new}
                        """);
        assertEquals(200, put.statusCode(), put.body());
        assertTrue(one.get(services).body().contains("NEW_SERVICE"));
        assertSoon(() -> other.get(services).body().contains("NEW_SERVICE"));
    }

    private static void assertSoon(Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        assertWithin(STALENESS, condition);
        LOG.infof(
                "Seen by the other server after %d ms",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private static void assertWithin(Duration duration, Callable<Boolean> condition)
            throws Exception {
        long deadline = System.nanoTime() + duration.toNanos();
        boolean isSo = condition.call();
        while (!isSo && System.nanoTime() < deadline) {
            Thread.sleep(50);
            isSo = condition.call();
        }
        assertTrue(isSo, () -> "Not within " + duration);
    }

    private List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
