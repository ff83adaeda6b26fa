package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Data directories that the server cannot have: it says so and ends. */
class DirectoryInUseIT {
    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void aSecondServerLeavesTheDirectoryToTheFirst() throws Exception {
        try (PackagedServer first = PackagedServer.start(directory, Map.of())) {
            assertEquals(200, first.report("Before the second server").statusCode());
            // Closing the refused one must not touch the database of the first.
            PackagedServer.Refusal refusal =
                    PackagedServer.refuse(
                            directory.resolve("elsewhere"),
                            Map.of("OPEN311_DATA_DIRECTORY", first.dataDirectory().toString()));
            assertNotEquals(0, refusal.exitCode());
            assertTrue(
                    refusal.log()
                            .contains(
                                    "The data directory "
                                            + first.dataDirectory()
                                            + " is in use by another server (process "
                                            + first.pid()
                                            + ")"),
                    refusal::log);
            assertNoStackTrace(refusal);
            assertEquals(200, first.report("After the second server").statusCode());
            assertEquals(200, first.get("/q/health/ready").statusCode());
        }
    }

    @Test
    void aDirectoryBelowAFileIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        PackagedServer.Refusal refusal =
                PackagedServer.refuse(
                        directory,
                        Map.of("OPEN311_DATA_DIRECTORY", file.resolve("data").toString()));
        assertNotEquals(0, refusal.exitCode());
        assertTrue(
                refusal.log()
                        .contains(
                                "The data directory " + file.resolve("data") + " cannot be used: "),
                refusal::log);
        assertNoStackTrace(refusal);
    }

    private static void assertNoStackTrace(PackagedServer.Refusal refusal) {
        assertFalse(refusal.log().contains("\tat "), refusal::log);
        assertFalse(refusal.log().contains("Exception"), refusal::log);
    }
}
