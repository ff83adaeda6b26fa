package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a trial leaves behind is told of, or refused, once the city takes real reports. */
class ProductionIT {
    private static final String DOCUMENT =
            """
            jurisdiction_id: haverhillma.gov
            name: City of Haverhill
            time_zone: America/New_York
            contact: "311"
            key_service: Ask
            endpoint_type: production
            services: [{service_code: POTHOLE, service_name: Pothole}]
            """;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void trialTurnsIntoProduction() throws Exception {
        Path data = directory.resolve("data");
        try (PackagedServer trial = PackagedServer.start(directory, Map.of())) {
            assertEquals(200, trial.report("in the trial").statusCode());
            assertFalse(trial.log().contains("WARN"), trial::log);
            trial.stop();
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path document = Files.writeString(directory.resolve("city.yaml"), DOCUMENT);
        Map<String, String> production = Map.of("OPEN311_JURISDICTIONS", document.toString());
        try (PackagedServer server = PackagedServer.start(directory, production)) {
            HttpResponse<String> refused = server.report("with the key of the trial");
            assertEquals(403, refused.statusCode(), refused::body);
            assertTrue(refused.body().contains("is in production"), refused::body);
            for (String warning :
                    new String[] {
                        "OPEN311_HTTPS=required",
                        "The key demo, which everybody knows",
                        data.toRealPath().resolve("admin-key").toString(),
                        "chmod 700",
                    }) {
                server.awaitLog(warning);
            }
            server.stop();
        }
        Path access = data.resolve("postgres/pg_hba.conf");
        Files.writeString(access, "host all all 127.0.0.1/32 trust\n" + Files.readString(access));
        PackagedServer.Refusal refusal = PackagedServer.refuse(directory, production);
        assertNotEquals(0, refusal.exitCode());
        assertTrue(refusal.log().contains("scram-sha-256 instead of trust"), refusal::log);
        assertTrue(refusal.databaseProcesses().isEmpty());
    }
}
