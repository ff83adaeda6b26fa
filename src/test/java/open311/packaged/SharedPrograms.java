package open311.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The unpacked PostgreSQL of the operation tests, linked into a new data directory: unpacking takes
 * seconds at each first start, and its tests are those of the embedded database.
 */
final class SharedPrograms {
    private static final Path UNPACKED = Path.of("target", "test-database");

    private SharedPrograms() {}

    /** Does nothing where the directory exists, or where nothing was unpacked yet. */
    static void linkInto(Path dataDirectory) throws IOException {
        List<Path> programs = programs();
        if (Files.exists(dataDirectory) || programs.isEmpty()) {
            return;
        }
        Files.createDirectory(
                dataDirectory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        bringInto(dataDirectory, programs, Files::createLink);
    }

    /** Into an empty directory, which may be on another disk. */
    static void copyInto(Path dataDirectory) throws IOException {
        bringInto(
                dataDirectory,
                programs(),
                (to, from) -> Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES));
    }

    private static List<Path> programs() throws IOException {
        if (!Files.isDirectory(UNPACKED)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(UNPACKED)) {
            return content.filter(path -> path.getFileName().toString().startsWith("postgres-1"))
                    .toList();
        }
    }

    /** How a file comes to another place. */
    private interface Bringing {
        void bring(Path to, Path from) throws IOException;
    }

    private static void bringInto(Path dataDirectory, List<Path> programs, Bringing bringing)
            throws IOException {
        for (Path program : programs) {
            try (Stream<Path> files = Files.walk(program)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    bring(
                            file,
                            dataDirectory.resolve(UNPACKED.relativize(file).toString()),
                            bringing);
                }
            }
        }
    }

    private static void bring(Path from, Path to, Bringing bringing) throws IOException {
        if (Files.isSymbolicLink(from)) {
            Files.createSymbolicLink(to, Files.readSymbolicLink(from));
        } else if (Files.isDirectory(from)) {
            Files.createDirectory(to);
        } else {
            bringing.bring(to, from);
        }
    }
}
