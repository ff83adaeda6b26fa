package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The commonest reason why a server does not start. */
class PortInUseIT {
    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void theConsoleNamesThePortAndPostgresEnds() throws Exception {
        try (var socket = new ServerSocket(0)) {
            String port = Integer.toString(socket.getLocalPort());
            PackagedServer.Refusal refusal =
                    PackagedServer.refuse(directory, Map.of("QUARKUS_HTTP_PORT", port));
            assertNotEquals(0, refusal.exitCode());
            assertTrue(
                    refusal.log().contains("Port " + port + " seems to be in use"), refusal::log);
            assertFalse(refusal.log().contains("\tat "), refusal::log);
            assertEquals(List.of(), refusal.databaseProcesses(), "PostgreSQL ends with the server");
        }
    }
}
