package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import open311.database.EmbeddedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one database are restarted in turn while clients go on. A client that meets a
 * server on its way down sends the same call, once, to the other.
 */
class RollingRestartIT {
    private static final int CLIENTS = 4;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("OPEN311_ADMIN_KEY", "an-admin-key-of-the-tests");

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final AtomicReferenceArray<PackagedServer> servers = new AtomicReferenceArray<>(2);
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private EmbeddedDatabase database;

    @BeforeEach
    void start() throws Exception {
        SharedPrograms.linkInto(directory.resolve("database"));
        database = EmbeddedDatabase.start(directory.resolve("database"));
        // Together, on an empty database.
        servers.set(0, launch());
        servers.set(1, launch());
        servers.get(0).awaitReady();
        servers.get(1).awaitReady();
    }

    @AfterEach
    void close() throws Exception {
        servers.get(0).close();
        servers.get(1).close();
        database.close();
    }

    @Test
    void aRestartOfEachFailsNoCall() throws Exception {
        restartInTurn(1);
    }

    @Test
    @Tag("faults")
    void manyRestartsFailNoCall() throws Exception {
        restartInTurn(8);
    }

    private void restartInTurn(int rounds) throws Exception {
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            Thread thread = new Thread(() -> callUntilEnough(number));
            thread.start();
            clients.add(thread);
        }
        try {
            for (int round = 0; round < rounds; round++) {
                for (int place = 0; place < 2; place++) {
                    int before = acknowledged.size();
                    PackagedServer old = servers.get(place);
                    assertEquals(143, old.stop(), old::log);
                    PackagedServer next = launch();
                    next.awaitReady();
                    assertTrue(acknowledged.size() > before, () -> "Nobody went on: " + failures);
                    servers.set(place, next);
                    TimeUnit.MILLISECONDS.sleep(300);
                }
            }
        } finally {
            enough.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(
                acknowledged.size(), new HashSet<>(acknowledged).size(), "Each has its own id");
        assertEquals(acknowledged.size(), stored(), "Each is stored once");
    }

    private PackagedServer launch() throws IOException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        return PackagedServer.launch(directory, environment);
    }

    private void callUntilEnough(int client) {
        for (int call = 0; !enough.get(); call++) {
            String description = client + "-" + call;
            try {
                HttpResponse<String> answer = report(servers.get(call % 2), description);
                if (answer == null || answer.statusCode() != 200) {
                    answer = report(servers.get((call + 1) % 2), description);
                }
                if (answer == null || answer.statusCode() != 200) {
                    failures.add(answer == null ? "cut off" : answer.body());
                    return;
                }
                acknowledged.add(Bodies.jsonTexts(answer.body(), "service_request_id").get(0));
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (IOException | InterruptedException e) {
                failures.add(e.toString());
                return;
            }
        }
    }

    /** Null when there was no answer. */
    private static HttpResponse<String> report(PackagedServer server, String description)
            throws InterruptedException {
        try {
            return server.send(
                    HttpRequest.newBuilder(server.uri("/open311/v2/requests.json"))
                            .header("X-API-Key", "demo")
                            .header("Idempotency-Key", description)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(
                                    BodyPublishers.ofString(
                                            "service_code=POTHOLE&address_string=4+Summer+Street&description="
                                                    + description)));
        } catch (IOException e) {
            return null;
        }
    }

    private int stored() throws Exception {
        try (var connection = database.address().connect("test");
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select count(distinct description) from service_request having count(*) = count(distinct description)")) {
            return rows.next() ? rows.getInt(1) : -1;
        }
    }
}
