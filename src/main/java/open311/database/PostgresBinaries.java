package open311.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jboss.logging.Logger;

/**
 * The programs of PostgreSQL, unpacked from the archive on the class path into {@code
 * postgres-<version>-<checksum>}.
 *
 * @param version such as {@code 17.5}
 */
record PostgresBinaries(Path folder, String version) {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+");

    /** Unpacks what this build carries, unless an earlier start has done so. */
    static PostgresBinaries in(Path dataDirectory) throws IOException {
        var archive = archive();
        // The archive names its version nowhere, hence the checksum; the version is asked of the
        // program itself.
        var checksum = checksum(archive);
        try (var unpacked = Files.newDirectoryStream(dataDirectory, "postgres-*-" + checksum)) {
            for (var folder : unpacked) {
                return new PostgresBinaries(
                        folder, folder.getFileName().toString().split("-", 3)[1]);
            }
        }
        try (var staged = Staged.folder(dataDirectory, "postgres-binaries")) {
            unpack(archive, staged.path());
            var version = version(program(staged.path(), "postgres"));
            LOG.infof("Setting up PostgreSQL %s in %s", version, dataDirectory);
            return new PostgresBinaries(
                    staged.publishAs("postgres-" + version + "-" + checksum), version);
        }
    }

    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    Path program(String name) {
        return program(folder, name);
    }

    private static Path program(Path folder, String name) {
        return folder.resolve("bin").resolve(Staged.POSIX ? name : name + ".exe");
    }

    private static URL archive() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var windows = os.startsWith("windows");
        var mac = os.startsWith("mac");
        var arm = System.getProperty("os.arch").equals("aarch64");
        var name =
                "/postgres-%s-%s.txz"
                        .formatted(
                                windows ? "windows" : mac ? "darwin" : "linux",
                                arm ? "arm_64" : "x86_64");
        var archive = PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new EmbeddedDatabaseException(
                    "This build carries no PostgreSQL for this machine. Build it with -P%s-%s, or set QUARKUS_DATASOURCE_JDBC_URL (and _USERNAME, _PASSWORD) to use another PostgreSQL."
                            .formatted(
                                    windows ? "windows" : mac ? "mac" : "linux",
                                    arm ? "arm64" : "amd64"));
        }
        return archive;
    }

    private static String checksum(URL archive) throws IOException {
        try (var in = new CheckedInputStream(archive.openStream(), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return "%08x".formatted(in.getChecksum().getValue());
        }
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (var in = archive.openStream();
                var tar =
                        new TarArchiveInputStream(
                                new XZCompressorInputStream(new BufferedInputStream(in)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, folder);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder)
            throws IOException {
        var path = within(folder, folder.resolve(entry.getName()));
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            within(folder, path.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, path);
            if (Staged.POSIX) {
                var executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
            }
        } else {
            throw new IOException(
                    "unexpected entry in the archive of PostgreSQL: " + entry.getName());
        }
    }

    private static Path within(Path folder, Path path) throws IOException {
        var normalized = path.normalize();
        if (!normalized.startsWith(folder)) {
            throw new IOException("the archive of PostgreSQL reaches outside its folder: " + path);
        }
        return normalized;
    }

    private static String version(Path postgres) {
        try {
            var process =
                    new ProcessBuilder(postgres.toString(), "--version")
                            .redirectErrorStream(true)
                            .start();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            var version = VERSION.matcher(output);
            if (version.find()) {
                return version.group();
            }
            throw doesNotRun(new IOException(output));
        } catch (IOException e) {
            throw doesNotRun(e);
        }
    }

    private static EmbeddedDatabaseException doesNotRun(IOException cause) {
        return new EmbeddedDatabaseException(
                "The PostgreSQL of this build does not run on this machine: %s. Set QUARKUS_DATASOURCE_JDBC_URL (and _USERNAME, _PASSWORD) to use another PostgreSQL."
                        .formatted(cause.getMessage()),
                cause);
    }
}
