package open311.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A backup that can be believed: opening it reads it to its end. A zip, whose list of contents
 * stands at the end, so that a file that was cut off is none.
 */
final class BackupFile implements AutoCloseable {
    /** The first entry, by which a file is known as one of ours. */
    static final String TITLE = "open311-server-backup";

    static final byte[] INTRODUCTION =
            "A backup of open311-server. Restore it with: java -jar quarkus-run.jar restore FILE\n"
                    .getBytes(UTF_8);

    /** The last entry. */
    static final String MANIFEST = "manifest.json";

    static final ObjectMapper JSON = new ObjectMapper();

    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * @throws BackupException when it is no backup, one of a later program, cut off or damaged
     */
    static BackupFile open(Path file) {
        try {
            requireOurs(file);
        } catch (NoSuchFileException e) {
            throw new BackupException("%s does not exist.".formatted(file));
        } catch (IOException e) {
            throw BackupException.of(file, e);
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                Manifest manifest = manifest(file, zip);
                BackupFile backup = new BackupFile(zip, manifest);
                for (Manifest.Content content : manifest.tables()) {
                    if (!backup.sha256(content).equals(content.sha256())) {
                        throw damaged(file);
                    }
                }
                return backup;
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException | JacksonException | EOFException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw BackupException.of(file, e);
        }
    }

    Manifest manifest() {
        return manifest;
    }

    InputStream rows(Manifest.Content content) throws IOException {
        return read(zip, entry(content.table()));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    static String entry(String table) {
        return "tables/" + table;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireOurs(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream beginning = new ZipInputStream(in)) {
            ZipEntry first = beginning.getNextEntry();
            if (first == null || !first.getName().equals(TITLE)) {
                throw foreign(file);
            }
        } catch (ZipException | EOFException e) {
            throw foreign(file);
        }
    }

    private static Manifest manifest(Path file, ZipFile zip) throws IOException {
        byte[] json;
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(read(zip, MANIFEST), checksum)) {
            json = in.readAllBytes();
        }
        // ZipFile does not look at its checksums.
        if (checksum.getValue() != zip.getEntry(MANIFEST).getCrc()) {
            throw damaged(file);
        }
        if (JSON.readTree(json).path("format").asInt() > Manifest.FORMAT) {
            throw new BackupException(
                    "%s was made by a later version of the server; nothing was changed. Restore it with that one."
                            .formatted(file));
        }
        return JSON.readValue(json, Manifest.class);
    }

    private String sha256(Manifest.Content content) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(rows(content), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static InputStream read(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ZipException("no " + name);
        }
        return zip.getInputStream(entry);
    }

    private static BackupException foreign(Path file) {
        return new BackupException(
                "%s is not a backup of open311-server; nothing was changed.".formatted(file));
    }

    private static BackupException damaged(Path file) {
        return new BackupException(
                "%s is cut off or damaged; nothing was changed. Use another backup."
                        .formatted(file));
    }
}
