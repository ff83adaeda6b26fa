package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Jurisdiction documents of the start: all of them or none, and what is wrong in words. */
class BrokenDocumentsIT {
    private static final String ADMIN_KEY = "an-admin-key-of-the-tests";
    private static final String GOOD = "good.example.gov";

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(directory.resolve("jurisdictions"));
    }

    @Test
    void aBrokenDocumentEndsTheStartAndNothingIsLoaded() throws Exception {
        Path good = Files.writeString(folder.resolve("good.yaml"), document(GOOD, "POTHOLE"));
        Path broken =
                Files.writeString(
                        folder.resolve("broken.yaml"),
                        document("broken.example.gov", "POTHOLE")
                                        .replace("America/New_York", "America/Haverhill")
                                + "    type: soon\n");
        Path same = Files.writeString(directory.resolve("same.yml"), document(GOOD, "TREE"));
        Path missing = directory.resolve("missing.yaml");

        PackagedServer.Refusal refusal =
                refuse(folder.toString(), same.toString(), missing.toString());
        assertProblem(refusal, broken, "time_zone", "America/New_York");
        assertProblem(refusal, broken, "services[0].type", "realtime, batch, blackbox");
        assertProblem(refusal, same, "jurisdiction_id", good.toString());
        assertProblem(refusal, missing, "", "does not exist");

        Files.delete(broken);
        try (PackagedServer server = start(folder.toString())) {
            assertEquals(
                    List.of(GOOD),
                    Bodies.jsonTexts(
                            server.get("/admin/v1/jurisdictions", ADMIN_KEY).body(),
                            "jurisdiction_id"));
            assertServes(server, "POTHOLE");
            assertEquals(403, server.report("No sample, no demo key").statusCode());

            var put =
                    server.put(
                            "/admin/v1/jurisdictions/" + GOOD, ADMIN_KEY, document(GOOD, "HTTP"));
            assertEquals(200, put.statusCode(), put.body());
        }
        // The file has not changed since it was applied, so what came later stays.
        try (PackagedServer server = start(folder.toString())) {
            assertServes(server, "HTTP");
        }
        Files.writeString(good, document(GOOD, "SIDEWALK"));
        try (PackagedServer server = start(folder.toString())) {
            assertServes(server, "SIDEWALK");
        }
    }

    private PackagedServer start(String jurisdictions) throws IOException, InterruptedException {
        return PackagedServer.start(directory, environment(jurisdictions));
    }

    private PackagedServer.Refusal refuse(String... jurisdictions)
            throws IOException, InterruptedException {
        PackagedServer.Refusal refusal =
                PackagedServer.refuse(directory, environment(String.join(",", jurisdictions)));
        assertNotEquals(0, refusal.exitCode());
        assertFalse(refusal.log().contains("\tat "), refusal::log);
        assertEquals(List.of(), refusal.databaseProcesses(), "PostgreSQL ends with the server");
        return refusal;
    }

    private static Map<String, String> environment(String jurisdictions) {
        return Map.of("OPEN311_ADMIN_KEY", ADMIN_KEY, "OPEN311_JURISDICTIONS", jurisdictions);
    }

    /** One line names the file, the path in it and what would be right. */
    private static void assertProblem(
            PackagedServer.Refusal refusal, Path file, String path, String whatIsRight) {
        assertTrue(
                refusal.log()
                        .lines()
                        .anyMatch(
                                line ->
                                        line.strip().startsWith(file + ": " + path)
                                                && line.contains(whatIsRight)),
                refusal::log);
    }

    private static void assertServes(PackagedServer server, String serviceCode)
            throws IOException, InterruptedException {
        assertEquals(
                List.of(serviceCode),
                Bodies.jsonTexts(server.get("/open311/v2/services.json").body(), "service_code"));
    }

    private static String document(String jurisdictionId, String serviceCode) {
        return """
        jurisdiction_id: %s
        name: A town
        time_zone: America/New_York
        contact: Town hall
        key_service: Write to the town hall
        endpoint_type: test
        services:
          - service_code: %s
            service_name: A service
            description: Something that the town does
        """
                .formatted(jurisdictionId, serviceCode);
    }
}
