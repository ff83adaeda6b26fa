package open311.packaged;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The classes of the packaged server as its JVM loads them fastest: these tests start it so often
 * that most of their time would be spent on that. Made by a start of its own, once for each build;
 * without it everything works as well.
 */
final class ClassArchive {
    private static final Logger LOG = Logger.getLogger(ClassArchive.class);

    /** Later JVMs refuse an archive that they cannot use, instead of going without it. */
    private static final int LAST_LENIENT = 23;

    private static final List<String> OPTIONS = make();

    private ClassArchive() {}

    /** For a JVM that starts the packaged server. */
    static List<String> options() {
        return OPTIONS;
    }

    private static List<String> make() {
        if (Runtime.version().feature() > LAST_LENIENT) {
            return List.of();
        }
        try {
            Path archive =
                    Path.of(
                                    "target",
                                    "classes-%s-%s.jsa"
                                            .formatted(
                                                    Runtime.version(),
                                                    Files.getLastModifiedTime(PackagedServer.JAR)
                                                            .toMillis()))
                            .toAbsolutePath();
            if (!Files.exists(archive)) {
                deleteOthers();
                record(archive);
            }
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off");
        } catch (IOException e) {
            LOG.warn("The servers of these tests start without an archive of their classes", e);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Of earlier builds; each has a hundred megabytes. */
    private static void deleteOthers() throws IOException {
        try (DirectoryStream<Path> others =
                Files.newDirectoryStream(Path.of("target"), "classes-*.jsa")) {
            for (Path other : others) {
                Files.delete(other);
            }
        }
    }

    private static void record(Path archive) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Path.of("target"), "class-archive");
        Path half = directory.resolve("half.jsa").toAbsolutePath();
        try (PackagedServer server =
                PackagedServer.start(
                        directory,
                        Map.of(),
                        List.of("-XX:ArchiveClassesAtExit=" + half, "-Xlog:cds=off"))) {
            for (String path :
                    List.of("discovery", "services", "services/POTHOLE", "requests", "changes")) {
                server.get("/open311/v2/" + path + ".json");
                server.get("/open311/v2/" + path + ".xml");
            }
            server.report("So that these classes are there, too");
            server.stop();
        }
        // A JVM crashes by half an archive.
        Files.move(half, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
