package open311.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        if (Files.exists(dataDirectory) || !Files.isDirectory(UNPACKED)) {
            return;
        }
        List<Path> programs;
        try (Stream<Path> content = Files.list(UNPACKED)) {
            programs =
                    content.filter(path -> path.getFileName().toString().startsWith("postgres-1"))
                            .toList();
        }
        if (programs.isEmpty()) {
            return;
        }
        Files.createDirectory(
                dataDirectory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Path program : programs) {
            try (Stream<Path> files = Files.walk(program)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    link(file, dataDirectory.resolve(UNPACKED.relativize(file).toString()));
                }
            }
        }
    }

    private static void link(Path from, Path to) throws IOException {
        if (Files.isSymbolicLink(from)) {
            Files.createSymbolicLink(to, Files.readSymbolicLink(from));
        } else if (Files.isDirectory(from)) {
            Files.createDirectory(to);
        } else {
            Files.createLink(to, from);
        }
    }
}
