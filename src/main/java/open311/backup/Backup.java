package open311.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import open311.database.Staged;
import org.postgresql.PGConnection;

/** Writes all rows of a schema, as they are at one moment, into a file. Others go on meanwhile. */
final class Backup {
    /** Large enough that the pieces of the many short rows are not compressed one by one. */
    private static final int BUFFER = 1 << 16;

    private final Schema schema;
    private final Connection connection;

    Backup(Schema schema) {
        this.schema = schema;
        connection = schema.connection();
    }

    /**
     * The file appears when it is complete and on the disk, readable by its owner alone.
     *
     * @throws BackupException when it exists already, or there is nothing to back up
     */
    Manifest write(Path file) throws IOException, SQLException {
        requireAbsent(file);
        Path folder = file.toAbsolutePath().getParent();
        try (Staged staged = Staged.file(folder, file.getFileName().toString())) {
            Manifest manifest;
            try (OutputStream out = Files.newOutputStream(staged.path());
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                manifest = write(zip);
            }
            requireAbsent(file);
            staged.publishAs(file.getFileName().toString());
            return manifest;
        }
    }

    static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new BackupException(
                    "%s exists already, and nothing was changed. Name a file that does not exist."
                            .formatted(file));
        }
    }

    private Manifest write(ZipOutputStream zip) throws IOException, SQLException {
        List<Schema.Table> tables = schema.tables();
        connection.setAutoCommit(false);
        try {
            schema.execute("set transaction isolation level repeatable read, read only");
            schema.execute("set local timezone = 'UTC'");
            schema.execute("set local datestyle = 'ISO'");
            schema.execute("set local extra_float_digits = 1");
            schema.execute("set local statement_timeout = 0");
            // Before the first look, which fixes the moment: nobody may change the tables then.
            schema.lock(tables, "access share");
            String version =
                    schema.version()
                            .orElseThrow(
                                    () ->
                                            new BackupException(
                                                    "There is nothing to back up: this database has never been used by the server."));
            if (!tables.equals(schema.tables())) {
                throw new BackupException(
                        "The tables are being upgraded. Run the command again in a moment.");
            }
            zip.putNextEntry(new ZipEntry(BackupFile.TITLE));
            zip.write(BackupFile.INTRODUCTION);
            zip.closeEntry();
            List<Manifest.Content> contents = new ArrayList<>();
            for (Schema.Table table : tables) {
                contents.add(write(table, zip));
            }
            Manifest manifest =
                    new Manifest(
                            Manifest.FORMAT,
                            version,
                            Rows.text(
                                            connection,
                                            "select to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
                                    .orElse(""),
                            contents,
                            schema.sequences());
            zip.putNextEntry(new ZipEntry(BackupFile.MANIFEST));
            zip.write(BackupFile.JSON.writeValueAsBytes(manifest));
            zip.closeEntry();
            return manifest;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Manifest.Content write(Schema.Table table, ZipOutputStream zip)
            throws IOException, SQLException {
        zip.putNextEntry(new ZipEntry(BackupFile.entry(table.name())));
        DigestOutputStream digested = new DigestOutputStream(zip, BackupFile.sha256());
        // Not closed, and so neither is the zip.
        BufferedOutputStream buffered = new BufferedOutputStream(digested, BUFFER);
        long rows =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "copy %s to stdout"
                                        .formatted(schema.columns(table.name(), table.columns())),
                                buffered);
        buffered.flush();
        zip.closeEntry();
        return new Manifest.Content(
                table.name(),
                table.columns(),
                rows,
                HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    }
}
