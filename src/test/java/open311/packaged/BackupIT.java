package open311.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The commands backup and restore, on real reports. */
class BackupIT {
    private static final String ADMIN_KEY = "an-admin-key-of-the-tests";
    private static final Map<String, String> ENVIRONMENT = Map.of("OPEN311_ADMIN_KEY", ADMIN_KEY);
    private static final String REQUEST = "/open311/v2/requests/%s.%s";

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void whatWasAcknowledgedBeforeABackupComesBack() throws Exception {
        Path file = directory.resolve("city.backup");
        Map<String, String> answers = new LinkedHashMap<>();
        String key;
        String repeated;
        String cursor;
        try (PackagedServer old = PackagedServer.start(directory.resolve("old"), ENVIRONMENT)) {
            key = newKey(old);
            repeated = reportOnce(old, key).body();
            String id = id(old.report("A hole — \\N, a\ttab and\nlines", key));
            close(old, key, id);
            String token =
                    Bodies.jsonTexts(
                                    post(
                                                    old,
                                                    "requests",
                                                    "service_code=STREET_TREE&address_string=4+Summer+Street&attribute%5BWORK%5D=PRUNE",
                                                    key)
                                            .body(),
                                    "token")
                            .get(0);
            cursor = Bodies.json(old.get("/open311/v2/changes.json").body()).path("next").asText();
            for (String path :
                    List.of(
                            REQUEST.formatted(id, "json") + "?extensions=true",
                            REQUEST.formatted(id, "xml"),
                            "/open311/v2/tokens/" + token + ".json",
                            "/open311/v2/services.xml",
                            "/open311/v2/servicerequestupdates.xml?service_request_id=" + id,
                            "/admin/v1/jurisdictions/haverhillma.gov",
                            "/discovery.json")) {
                answers.put(path, body(old, path));
            }
            List<String> acknowledged = new CopyOnWriteArrayList<>();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> reporting =
                    CompletableFuture.runAsync(
                            () -> {
                                while (!enough.get()) {
                                    acknowledged.add(reportNow(old));
                                }
                            });
            while (acknowledged.size() < 20) {
                Thread.sleep(10);
            }
            List<String> before = List.copyOf(acknowledged);
            PackagedCommand.run(old.dataDirectory(), "backup", file).succeeded();
            enough.set(true);
            reporting.join();
            for (String each : before) {
                String path = REQUEST.formatted(each, "json");
                answers.put(path, body(old, path));
            }
            old.report("After the backup");
            assertEquals("rw-------", mode(file));
            PackagedCommand.run(old.dataDirectory(), "backup", file)
                    .failed("exists already, and nothing was changed");
        }
        Path newHome = directory.resolve("new");
        SharedPrograms.linkInto(Files.createDirectories(newHome).resolve("data"));
        PackagedCommand.run(newHome.resolve("data"), "restore", file).succeeded();
        try (PackagedServer restored = PackagedServer.start(newHome, ENVIRONMENT)) {
            answersAre(answers, restored);
            assertEquals(repeated, reportOnce(restored, key).body(), "Sent again, stored once");
            String since = id(restored.report("After the restore", key));
            assertFalse(answers.containsKey(REQUEST.formatted(since, "json")), since);
            assertTrue(changes(restored, cursor).contains(since), "The feed goes on");

            // Once more, in place of what the running server has.
            PackagedCommand.run(restored.dataDirectory(), "restore", file)
                    .failed("There is data already, and nothing was changed");
            assertEquals(
                    200, restored.get(REQUEST.formatted(since, "json")).statusCode(), "Untouched");
            PackagedCommand.run(restored.dataDirectory(), "restore", "--replace", file).succeeded();
            answersAre(answers, restored);
            assertEquals(404, restored.get(REQUEST.formatted(since, "json")).statusCode());
            String next = id(restored.report("After the second restore", key));
            assertTrue(
                    Long.parseLong(next) > Long.parseLong(since),
                    "An id of what was replaced is not given again: " + next);

            // What was replaced is not lost.
            PackagedCommand.run(
                            restored.dataDirectory(),
                            "restore",
                            "--replace",
                            replaced(restored.dataDirectory()))
                    .succeeded();
            assertEquals(200, restored.get(REQUEST.formatted(since, "json")).statusCode());
            assertFalse(restored.log().contains("ERROR"), restored::log);
        }
    }

    @Test
    void whatCannotBeRestoredChangesNothing() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory.resolve("city"), ENVIRONMENT)) {
            Path data = server.dataDirectory();
            server.report("It stays");
            Path good = directory.resolve("good.backup");
            PackagedCommand.run(data, "backup", good).succeeded();
            byte[] bytes = Files.readAllBytes(good);
            String list = body(server, "/open311/v2/requests.json");

            refused(data, Files.writeString(directory.resolve("text"), "Hello"), "is not a backup");
            Path cut = directory.resolve("cut");
            try (OutputStream out = Files.newOutputStream(cut)) {
                out.write(bytes, 0, bytes.length - 10);
            }
            refused(data, cut, "is cut off or damaged");
            bytes[bytes.length / 2] ^= 4;
            refused(data, Files.write(directory.resolve("rot"), bytes), "is cut off or damaged");
            refused(
                    data,
                    changed(good, "\"schemaVersion\":\"", "\"schemaVersion\":\"9"),
                    "was made by a later version");
            refused(data, changed(good, "\"format\":1", "\"format\":2"), "a later version");
            assertEquals(list, body(server, "/open311/v2/requests.json"));

            killedHalfWay(server, good);
            assertEquals(list, body(server, "/open311/v2/requests.json"));
            PackagedCommand.run(data, "restore", "--replace", good).succeeded();
            assertEquals(list, body(server, "/open311/v2/requests.json"));
        }
    }

    /** While an export holds the tables, a restore waits with its rows ready. */
    private static void killedHalfWay(PackagedServer server, Path file) throws Exception {
        try (var reader = server.database();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from service_request");
            PackagedCommand restore =
                    PackagedCommand.launch(
                            server.dataDirectory(), Map.of(), "restore", "--replace", file);
            boolean isWaiting = false;
            for (int i = 0; i < 400 && !isWaiting; i++) {
                Thread.sleep(50);
                try (var rows =
                        statement.executeQuery(
                                "select from pg_stat_activity where application_name = 'open311-restore' and wait_event_type = 'Lock'")) {
                    isWaiting = rows.next();
                }
                reader.rollback();
                statement.execute("select count(*) from service_request");
            }
            assertTrue(isWaiting, "It comes as far as the exchange");
            restore.kill();
            reader.rollback();
        }
    }

    private static void refused(Path dataDirectory, Path file, String why) throws Exception {
        PackagedCommand.run(dataDirectory, "restore", "--replace", file).failed(why);
    }

    /** The same backup with another manifest. */
    private Path changed(Path good, String from, String to) throws IOException {
        Path changed = Files.createTempFile(directory, "changed", ".backup");
        try (ZipFile zip = new ZipFile(good.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = zip.getInputStream(entry).readAllBytes();
                out.write(
                        entry.getName().equals("manifest.json")
                                ? new String(content, UTF_8).replace(from, to).getBytes(UTF_8)
                                : content);
            }
        }
        return changed;
    }

    private static void answersAre(Map<String, String> answers, PackagedServer server)
            throws Exception {
        for (Map.Entry<String, String> answer : answers.entrySet()) {
            assertEquals(answer.getValue(), body(server, answer.getKey()), answer.getKey());
        }
    }

    /** All pages after a cursor. */
    private static String changes(PackagedServer server, String cursor) throws Exception {
        StringBuilder all = new StringBuilder();
        String after = cursor;
        while (true) {
            String page = body(server, "/open311/v2/changes.json?limit=100&after=" + after);
            if (Bodies.json(page).path("changes").isEmpty()) {
                return all.toString();
            }
            all.append(page);
            after = Bodies.json(page).path("next").asText();
        }
    }

    /** Without the port, which each server has for itself. */
    private static String body(PackagedServer server, String path) throws Exception {
        HttpResponse<String> answer = server.get(path, ADMIN_KEY);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body().replace(":" + server.port(), "");
    }

    private static String newKey(PackagedServer server) throws Exception {
        return Bodies.json(
                        server.post(
                                        "/admin/v1/keys",
                                        ADMIN_KEY,
                                        "{\"name\":\"An app\",\"scopes\":[\"report\",\"manage\"]}")
                                .body())
                .path("api_key")
                .asText();
    }

    private static void close(PackagedServer server, String key, String id) throws Exception {
        HttpResponse<String> update =
                post(
                        server,
                        "servicerequestupdates",
                        "status=closed&description=Filled&service_request_id=" + id,
                        key);
        assertEquals(200, update.statusCode(), update.body());
    }

    private static HttpResponse<String> reportOnce(PackagedServer server, String key)
            throws Exception {
        HttpResponse<String> answer =
                post(
                        server,
                        "requests",
                        "service_code=POTHOLE&address_string=4+Summer+Street&description=Once&email=a%40example.org",
                        key,
                        "Idempotency-Key",
                        "the-same-each-time");
        assertEquals(200, answer.statusCode(), answer.body());
        return answer;
    }

    private static HttpResponse<String> post(
            PackagedServer server, String resource, String form, String key, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/open311/v2/" + resource + ".json"))
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    private static String reportNow(PackagedServer server) {
        try {
            return id(server.report("While the backup runs"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String id(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return Bodies.jsonTexts(answer.body(), "service_request_id").get(0);
    }

    private static Path replaced(Path dataDirectory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(dataDirectory)) {
            all.filter(path -> path.getFileName().toString().startsWith("replaced-"))
                    .forEach(files::add);
        }
        assertEquals(1, files.size(), files.toString());
        return files.get(0);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
