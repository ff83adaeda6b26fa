package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log has of a call: its id when something failed, and never a key or a person. */
class LogsIT {
    private static final String KEY = "s3cret-admin-key-of-the-test";
    private static final List<String> PRIVATE =
            List.of(KEY, "wrong-s3cret", "tricia", "McMillan", "5550123777", "012-3777");
    private static final String PERSONAL =
            "&email=tricia%40example.gov&first_name=Tricia&last_name=McMillan&phone=5550123777"
                    + "&description=call+tricia@example.gov+or+(555)+012-3777&address_id=7";

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysAndPersonalDataStayOut(boolean isJson) throws Exception {
        try (PackagedServer server =
                PackagedServer.start(
                        directory,
                        Map.of(
                                "OPEN311_ADMIN_KEY",
                                KEY,
                                // Every statement, but not its values.
                                "OPEN311_SLOW_STATEMENT_MILLIS",
                                "1",
                                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                                Boolean.toString(isJson)))) {
            String form = "api_key=demo&service_code=POTHOLE" + PERSONAL;
            assertEquals(200, post(server, "", form, "good").statusCode());
            post(server, "?api_key=wrong-s3cret", form, "wrong");
            post(server, "", "api_key=" + KEY + "&service_code=none" + PERSONAL, "other");
            post(server, "?api_key=" + KEY + "&email=tricia@example.gov&%", "%zz" + form, "bad");
            server.get("/open311/v2/requests.json?q=McMillan&api_key=" + KEY + "&lat=x");
            server.put("/admin/v1/jurisdictions/a", KEY, "name: [tricia@example.gov");
            server.post("/admin/v1/keys", KEY, "{\"name\": \"McMillan\", \"contact\": 5550123777");

            try (Connection database = server.database();
                    Statement statement = database.createStatement()) {
                statement.execute(
                        "alter table reporter add constraint nobody check (email is null) not valid");
                assertFails(server, form, "of-a-constraint");
                statement.execute("alter table reporter drop constraint nobody");
                statement.execute("alter table reporter rename to reporter_away");
                assertFails(server, form, "of-a-table");
                statement.execute("alter table reporter_away rename to reporter");
            }
            assertEquals(200, post(server, "", form, "again").statusCode());
            server.awaitLog("A statement took ");
            server.awaitLog("insert into service_request");
            server.awaitLog(
                    isJson ? "\"mdc\":{\"requestId\":\"of-a-table\"}" : " of-a-table ERROR ");
            server.stop();
            assertEquals(
                    isJson,
                    server.log().lines().allMatch(line -> line.startsWith("{\"")),
                    server::log);
            assertNothingPrivate(server.log());
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path log : files.filter(LogsIT::isLog).toList()) {
                assertNothingPrivate(Files.readString(log));
            }
        }
    }

    private static boolean isLog(Path file) {
        return Files.isRegularFile(file) && file.getFileName().toString().endsWith(".log");
    }

    private static void assertFails(PackagedServer server, String form, String id)
            throws Exception {
        HttpResponse<String> answer = post(server, "", form, id);
        assertEquals(500, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("(" + id + ")"), answer::body);
        server.awaitLog(id + ": POST /open311/v2/requests failed");
    }

    private static void assertNothingPrivate(String log) {
        for (String text : PRIVATE) {
            assertFalse(log.contains(text), () -> text + " in " + log);
        }
    }

    private static HttpResponse<String> post(
            PackagedServer server, String query, String form, String id) throws Exception {
        return server.send(
                HttpRequest.newBuilder(
                                server.uri("/open311/v2/requests.json" + query.replace("%", "%25")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Request-ID", id)
                        .POST(BodyPublishers.ofString(form)));
    }
}
