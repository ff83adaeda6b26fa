package open311.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.jboss.logging.Logger;

/**
 * A file or folder that is made under a temporary name and gets its own name only when it is
 * complete and on the disk: whatever bears the own name can be believed, even after a kill or a
 * power cut. Readable by its owner only.
 */
public final class Staged implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Staged.class);

    static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final String PARTIAL = ".partial-";

    private final Path parent;
    private final Path path;

    private Staged(Path parent, Path path) {
        this.parent = parent;
        this.path = path;
    }

    /** To be made in that folder, which is also where it is published. */
    public static Staged file(Path parent, String name) throws IOException {
        return new Staged(parent, Files.createTempFile(parent, name + PARTIAL, ""));
    }

    static Staged folder(Path parent, String name) throws IOException {
        return new Staged(parent, Files.createTempDirectory(parent, name + PARTIAL));
    }

    /** Removes what starts that were killed half-way have left. */
    static void deleteLeftovers(Path parent) throws IOException {
        try (var leftovers = Files.newDirectoryStream(parent, "postgres*" + PARTIAL + "*")) {
            leftovers.forEach(Staged::delete);
        }
    }

    /** Where it is until it is published. */
    public Path path() {
        return path;
    }

    /** Forces it to the disk and gives it its own name, in place of what bears that name. */
    public Path publishAs(String name) throws IOException {
        var published = parent.resolve(name);
        try (var tree = Files.walk(path)) {
            for (var each : (Iterable<Path>) tree::iterator) {
                force(each);
            }
        }
        Files.move(path, published, StandardCopyOption.ATOMIC_MOVE);
        force(parent);
        return published;
    }

    /** Removes what was not published. */
    @Override
    public void close() {
        if (Files.exists(path)) {
            delete(path);
        }
    }

    private static void force(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return;
        }
        // Windows neither opens nor needs to force a directory.
        if (!Files.isDirectory(path)) {
            forceOpened(path, StandardOpenOption.WRITE);
        } else if (POSIX) {
            forceOpened(path, StandardOpenOption.READ);
        }
    }

    private static void forceOpened(Path path, StandardOpenOption access) throws IOException {
        try (var channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /**
     * What cannot be deleted yet, because a program of a killed server still writes there, is
     * deleted by a later start.
     */
    private static void delete(Path path) {
        try (var tree = Files.walk(path)) {
            for (var each : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf(e, "%s is left for a later start", path);
        }
    }
}
