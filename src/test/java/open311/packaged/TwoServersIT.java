package open311.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import open311.database.EmbeddedDatabase;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers that were started together on an empty database, with the same start-up file: to a
 * caller they are one. Catalogs and revoked keys are those of {@link ExternalDatabaseIT}.
 */
class TwoServersIT {
    private static final Logger LOG = Logger.getLogger(TwoServersIT.class);
    private static final String ADMIN_KEY = "an-admin-key-of-the-tests";
    private static final String REQUESTS = "/open311/v2/requests";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PAIRS = 30;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static final List<PackagedServer> SERVERS = new ArrayList<>();
    private static EmbeddedDatabase database;
    private static PackagedServer one;
    private static PackagedServer other;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        SharedPrograms.linkInto(directory.resolve("database"));
        database = EmbeddedDatabase.start(directory.resolve("database"));
        Path document =
                Files.writeString(
                        directory.resolve("town.yaml"),
                        """
                        jurisdiction_id: town.example
                        name: Town
                        time_zone: America/New_York
                        contact: City hall
                        key_service: Write to city hall
                        endpoint_type: test
                        services:
                          - {service_code: POTHOLE, service_name: Pothole, description: A hole}
                          - {service_code: TREE, service_name: Tree, type: batch}
                        """);
        for (String name : List.of("one", "other")) {
            SERVERS.add(
                    PackagedServer.launch(
                            directory.resolve(name),
                            Map.of(
                                    "OPEN311_ADMIN_KEY",
                                    ADMIN_KEY,
                                    "OPEN311_BATCH_EVERY",
                                    "100ms",
                                    "OPEN311_JURISDICTIONS",
                                    document.toString(),
                                    "QUARKUS_DATASOURCE_JDBC_URL",
                                    database.jdbcUrl(),
                                    "QUARKUS_DATASOURCE_USERNAME",
                                    database.user(),
                                    "QUARKUS_DATASOURCE_PASSWORD",
                                    database.password())));
        }
        one = SERVERS.get(0);
        other = SERVERS.get(1);
        one.awaitReady();
        other.awaitReady();
        key = newKey("\"report\", \"manage\"", "");
    }

    @AfterAll
    static void close() throws Exception {
        for (PackagedServer server : SERVERS) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void theStartUpFileWasAppliedOnce() throws Exception {
        assertEquals("1", text("select version from jurisdiction"));
        assertEquals("2", text("select count(*) from service"));
        assertEquals(
                "0",
                text("select count(*) from service_request_event where service_request_id is null"),
                "No reader of the feed has to take everything anew");
        for (PackagedServer server : SERVERS) {
            server.awaitLog("Serving Town");
        }
        assertEquals(
                1,
                SERVERS.stream()
                        .filter(server -> server.log().contains("Applied the document of"))
                        .count());
        assertEquals(
                one.get("/discovery.json").body().replace(":" + one.port(), ""),
                other.get("/discovery.json").body().replace(":" + other.port(), ""),
                "The changeset is the same");
    }

    @Test
    void aNewKeyAndItsLimitAreKnownToTheOther() throws Exception {
        String limited = newKey("\"report\"", ", \"rate_limit\": 60");
        long begin = System.nanoTime();
        HttpResponse<String> answer = other.report("By a new key", limited);
        while (answer.statusCode() != 200 && System.nanoTime() - begin < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(20);
            answer = other.report("By a new key", limited);
        }
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("60", answer.headers().firstValue("RateLimit-Limit").orElse("none"));
        LOG.infof("A new key was good at the other server after %d ms", millisSince(begin));
    }

    @Test
    void whatIsHiddenIsGoneAtTheOtherAtOnce() throws Exception {
        String id = report(one, "It names a neighbour");
        String list = REQUESTS + ".json?page_size=50";
        HttpResponse<String> before = other.get(list);
        assertTrue(before.body().contains(id), before::body);
        assertEquals(200, other.get(REQUESTS + "/" + id + ".json").statusCode());
        moderate(id, "hidden");
        assertEquals(404, other.get(REQUESTS + "/" + id + ".json").statusCode());
        HttpResponse<String> after =
                other.send(
                        HttpRequest.newBuilder(other.uri(list))
                                .header(
                                        "If-None-Match",
                                        before.headers().firstValue("ETag").orElseThrow()));
        assertEquals(200, after.statusCode(), "Not the copy of before");
        assertFalse(after.body().contains(id), after::body);
        moderate(id, "public");
        assertEquals(200, other.get(REQUESTS + "/" + id + ".json").statusCode());
    }

    @Test
    void whatIsReportedAtOneIsToldByTheFeedOfTheOther() throws Exception {
        JsonNode now = Bodies.json(other.get("/open311/v2/changes.json?after=now").body());
        String after = "?after=" + now.path("next").asText();
        try (var stream = new Socket("localhost", other.port())) {
            stream.setSoTimeout((int) PATIENCE.toMillis());
            stream.getOutputStream()
                    .write(
                            ("GET /open311/v2/changes"
                                            + after
                                            + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")
                                    .getBytes(UTF_8));
            var lines = new BufferedReader(new InputStreamReader(stream.getInputStream(), UTF_8));
            awaitLine(lines, "retry:");
            var threads = Executors.newSingleThreadExecutor();
            Future<HttpResponse<String>> page =
                    threads.submit(() -> other.get("/open311/v2/changes.json" + after + "&wait=5"));
            long begin = System.nanoTime();
            String id = report(one, "Told by the other");
            awaitLine(lines, "\"service_request_id\":\"" + id + "\"");
            long byStream = millisSince(begin);
            JsonNode changes = Bodies.json(page.get(10, TimeUnit.SECONDS).body()).path("changes");
            threads.shutdown();
            assertEquals(id, changes.path(0).path("service_request_id").asText());
            LOG.infof(
                    "A report at one server was an event at the other after %d ms, and there as a page before %d ms",
                    byStream, millisSince(begin));
        }
    }

    @Test
    void anIdempotencyKeyIsGoodAtBoth() throws Exception {
        String repeated = UUID.randomUUID().toString();
        HttpResponse<String> first = report(one, repeated, "Sent again to the other");
        assertEquals(200, first.statusCode(), first.body());
        assertEquals(first.body(), report(other, repeated, "Sent again to the other").body());
        assertEquals(409, report(other, repeated, "Another report").statusCode());
    }

    @Test
    void anIdempotencyKeyThatComesToBothAtOnceMakesOneRequest() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            var together = new CyclicBarrier(2);
            var ids = new HashSet<String>();
            for (int pair = 0; pair < PAIRS; pair++) {
                String description = "At once " + pair;
                String repeated = UUID.randomUUID().toString();
                List<Future<HttpResponse<String>>> answers =
                        SERVERS.stream()
                                .map(
                                        server ->
                                                threads.submit(
                                                        () -> {
                                                            together.await(10, TimeUnit.SECONDS);
                                                            return report(
                                                                    server, repeated, description);
                                                        }))
                                .toList();
                HttpResponse<String> answer = answers.get(0).get(30, TimeUnit.SECONDS);
                assertEquals(200, answer.statusCode(), answer.body());
                assertEquals(answer.body(), answers.get(1).get(30, TimeUnit.SECONDS).body());
                ids.addAll(Bodies.jsonTexts(answer.body(), "service_request_id"));
            }
            assertEquals(PAIRS, ids.size());
            assertEquals(
                    Integer.toString(PAIRS),
                    text(
                            "select count(*) from service_request where description like 'At once %'"));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Both look for them all the time. */
    @Test
    void eachWaitingRequestIsAcceptedByOneOfThem() throws Exception {
        var tokens = new ArrayList<String>();
        for (int pair = 0; pair < PAIRS; pair++) {
            for (PackagedServer server : SERVERS) {
                HttpResponse<String> answer =
                        server.send(
                                HttpRequest.newBuilder(server.uri(REQUESTS + ".json"))
                                        .header("X-API-Key", key)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        "service_code=TREE&address_id=7")));
                tokens.addAll(Bodies.jsonTexts(answer.body(), "token"));
            }
        }
        assertEquals(2 * PAIRS, tokens.size());
        var ids = new HashSet<String>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (String token : tokens) {
            String id = idOf(token);
            while (id.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
                id = idOf(token);
            }
            ids.add(id);
        }
        assertEquals(tokens.size(), ids.size());
        assertFalse(ids.contains(""), "Some still wait");
        assertEquals(
                Integer.toString(tokens.size()),
                text("select count(*) from service_request_event where kind = 'accepted'"));
    }

    /** Empty while it waits. */
    private static String idOf(String token) throws Exception {
        return Bodies.json(other.get("/open311/v2/tokens/" + token + ".json").body())
                .path(0)
                .path("service_request_id")
                .asText();
    }

    private static String newKey(String scopes, String more) throws Exception {
        HttpResponse<String> made =
                one.post(
                        "/admin/v1/keys",
                        ADMIN_KEY,
                        "{\"name\": \"An app\", \"scopes\": [" + scopes + "]" + more + "}");
        assertEquals(200, made.statusCode(), made.body());
        return Bodies.json(made.body()).path("api_key").asText();
    }

    private static void moderate(String id, String visibility) throws Exception {
        HttpResponse<String> moderated =
                one.send(
                        HttpRequest.newBuilder(one.uri(REQUESTS + "/" + id + ".json"))
                                .header("X-API-Key", key)
                                .header("Content-Type", "application/json")
                                .method(
                                        "PATCH",
                                        BodyPublishers.ofString(
                                                "{\"visibility\": \"%s\", \"reason\": \"Seen\"}"
                                                        .formatted(visibility))));
        assertEquals(200, moderated.statusCode(), moderated.body());
    }

    private static String report(PackagedServer server, String description) throws Exception {
        HttpResponse<String> answer = server.report(description, key);
        assertEquals(200, answer.statusCode(), answer.body());
        return Bodies.jsonTexts(answer.body(), "service_request_id").get(0);
    }

    private static HttpResponse<String> report(
            PackagedServer server, String idempotencyKey, String description) throws Exception {
        return server.send(
                HttpRequest.newBuilder(server.uri(REQUESTS + ".json"))
                        .header("X-API-Key", key)
                        .header("Idempotency-Key", idempotencyKey)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "service_code=POTHOLE&address_string=4+Summer+Street&description="
                                                + description.replace(' ', '+'))));
    }

    private static void awaitLine(BufferedReader lines, String part) throws IOException {
        var seen = new ArrayList<String>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.add(line);
            if (line.contains(part)) {
                return;
            }
        }
        fail("No " + part + " in " + seen);
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = database.address().connect("test");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }
}
