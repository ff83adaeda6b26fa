package open311.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What somebody meets who starts the server for the first time, in the order of meeting it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstStartIT {
    private static final Logger LOG = Logger.getLogger(FirstStartIT.class);
    private static final String ENDPOINT = "/open311/v2";
    private static final String SECOND_JURISDICTION =
            """
            jurisdiction_id: second.example.gov
            name: Second Town
            time_zone: America/New_York
            contact: Town hall
            key_service: Write to the town hall
            endpoint_type: test
            services:
              - {service_code: LIGHT, service_name: Street light, description: A lamp that is dark}
            """;

    /** The slowest machine that builds this. */
    private static final Duration SLOWEST_START = Duration.ofSeconds(15);

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    static PackagedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PackagedServer.start(directory, Map.of());
        server.awaitLog("/requests.xml'");
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void theConsoleShowsTheAddressTheKeyAndThreeLines() {
        String log = server.log();
        assertTrue(log.contains(" at http://localhost:" + server.port() + "/"), log);
        assertTrue(log.contains("with the key demo"), log);
        assertEquals(3, curlLines().size(), log);
    }

    @Test
    @Order(2)
    void theThreeLinesWorkAsPrinted() throws Exception {
        assumeTrue(canRun("curl --version"), "curl is not installed");
        List<String> lines = curlLines();
        String services = bash(lines.get(0));
        assertTrue(Bodies.jsonTexts(services, "service_code").contains("POTHOLE"), services);
        String receipt = bash(lines.get(1));
        List<String> ids = Bodies.jsonTexts(receipt, "service_request_id");
        assertEquals(1, ids.size(), receipt);
        assertEquals(ids, Bodies.xmlTexts(bash(lines.get(2)), "service_request_id"));
    }

    @Test
    @Order(3)
    void theAdminKeyIsInAFileThatOnlyItsOwnerReads() throws Exception {
        Path file = server.dataDirectory().resolve("admin-key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String key = adminKey();
        assertTrue(server.log().contains(key), "The console shows the key once");
        assertEquals(200, server.get("/admin/v1/jurisdictions", key).statusCode());
        assertEquals(403, server.get("/admin/v1/jurisdictions", "demo").statusCode());
    }

    @Test
    @Order(4)
    void oneJurisdictionNeedNotBeNamed() throws Exception {
        for (String path : List.of("/discovery", ENDPOINT + "/discovery")) {
            var json = Bodies.json(server.get(path + ".json").body());
            assertEquals("test", json.path("endpoints").path(0).path("type").asText());
            assertEquals(
                    List.of(server.uri(ENDPOINT).toString()),
                    Bodies.xmlTexts(server.get(path + ".xml").body(), "url"));
        }
        List<String> codes =
                Bodies.jsonTexts(server.get(ENDPOINT + "/services.json").body(), "service_code");
        assertFalse(codes.isEmpty());
        assertEquals(
                codes,
                Bodies.xmlTexts(server.get(ENDPOINT + "/services.xml").body(), "service_code"));
    }

    @Test
    @Order(5)
    void aSecondJurisdictionMakesTheNameNecessaryAtOnce() throws Exception {
        server.report("Reported while there was one jurisdiction");
        var put =
                server.put(
                        "/admin/v1/jurisdictions/second.example.gov",
                        adminKey(),
                        SECOND_JURISDICTION);
        assertEquals(200, put.statusCode(), put.body());
        for (String path : List.of("/services", "/services/POTHOLE", "/requests")) {
            assertEquals(400, server.get(ENDPOINT + path + ".json").statusCode(), path);
            assertEquals(400, server.get(ENDPOINT + path + ".xml").statusCode(), path);
        }
        assertEquals(400, server.report("No jurisdiction is named").statusCode());
        assertEquals(
                List.of("LIGHT"),
                Bodies.jsonTexts(
                        server.get(ENDPOINT + "/services.json?jurisdiction_id=second.example.gov")
                                .body(),
                        "service_code"));
    }

    @Test
    @Order(6)
    void asksToEndEndsPostgresToo() throws Exception {
        assertFalse(server.databaseProcesses().isEmpty());
        int exitCode = server.stop();
        assertTrue(Set.of(0, 143).contains(exitCode), () -> "Exit code " + exitCode);
        assertEquals(List.of(), server.databaseProcesses());
        assertFalse(Files.exists(server.dataDirectory().resolve("postgres/postmaster.pid")));
    }

    @Test
    @Order(7)
    void theSecondStartIsFastAndKeepsEverything() throws Exception {
        String logOfFirstStart = server.log();
        String adminKey = adminKey();
        long began = System.nanoTime();
        server = PackagedServer.start(directory, Map.of());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        LOG.infof("The second start took %d ms until it was ready", took.toMillis());
        assertTrue(took.compareTo(SLOWEST_START) < 0, () -> "The second start took " + took);

        String sample = ENDPOINT + "/requests.json?jurisdiction_id=haverhillma.gov";
        assertTrue(
                Bodies.jsonTexts(server.get(sample).body(), "description")
                        .contains("Reported while there was one jurisdiction"));
        assertEquals(400, server.get(ENDPOINT + "/services.json").statusCode());
        assertEquals(
                List.of("haverhillma.gov", "second.example.gov"),
                Bodies.jsonTexts(
                        server.get("/admin/v1/jurisdictions", adminKey).body(), "jurisdiction_id"));
        server.awaitLog("/requests.xml");
        assertFalse(server.log().contains("admin key"), "The admin key is shown only once");

        String password =
                Files.readString(server.dataDirectory().resolve("postgres-password")).strip();
        assertFalse(logOfFirstStart.contains(password));
        assertFalse(server.log().contains(password));
    }

    private static String adminKey() throws IOException {
        return Files.readString(server.dataDirectory().resolve("admin-key")).strip();
    }

    private static List<String> curlLines() {
        return server.log().lines().map(String::strip).filter(l -> l.startsWith("curl ")).toList();
    }

    private static boolean canRun(String line) throws InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", line)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String bash(String line) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("bash", "-c", line)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("no_proxy", "localhost");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), line);
        return output;
    }
}
