package open311.admin;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Jurisdiction documents from files: all of them are read before any is applied. */
@ApplicationScoped
class StartUpFiles {
    /**
     * The documents of the files, and of every YAML or JSON file of the folders.
     *
     * @throws DocumentException with the problems of all files, each beginning with its file
     */
    List<DocumentReader.ReadDocument> read(List<Path> filesAndFolders) {
        var problems = new ArrayList<String>();
        var documents = new ArrayList<DocumentReader.ReadDocument>();
        var fileOf = new HashMap<String, Path>();
        for (Path file : files(filesAndFolders, problems)) {
            try {
                DocumentReader.ReadDocument document =
                        read(file.toString(), Files.readAllBytes(file));
                Path other = fileOf.putIfAbsent(document.jurisdictionId(), file);
                if (other != null) {
                    problems.add(file + ": jurisdiction_id is that of " + other + " too");
                }
                documents.add(document);
            } catch (DocumentException e) {
                e.problems().forEach(problem -> problems.add(file + ": " + problem));
            } catch (IOException e) {
                problems.add(file + ": cannot be read: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new DocumentException(problems);
        }
        return documents;
    }

    /** A document that comes with the server. */
    static DocumentReader.ReadDocument readResource(String name) {
        try (InputStream resource =
                Objects.requireNonNull(StartUpFiles.class.getResourceAsStream(name), name)) {
            return read(name, resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DocumentReader.ReadDocument read(String name, byte[] content) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            String mediaType =
                    name.endsWith(".json") ? DocumentReader.JSON_TYPE : DocumentReader.YAML_TYPE;
            return DocumentReader.read(text, mediaType, sha256(content));
        } catch (CharacterCodingException e) {
            throw new DocumentException(List.of("the document is not UTF-8"));
        }
    }

    private static List<Path> files(List<Path> filesAndFolders, List<String> problems) {
        var files = new ArrayList<Path>();
        for (Path path : filesAndFolders) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> content = Files.list(path)) {
                    List<Path> documents =
                            content.filter(StartUpFiles::isDocument).sorted().toList();
                    if (documents.isEmpty()) {
                        problems.add(path + ": holds no file that ends in .yaml, .yml or .json");
                    }
                    files.addAll(documents);
                } catch (IOException e) {
                    problems.add(path + ": cannot be read: " + e.getMessage());
                }
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                problems.add(path + ": does not exist");
            }
        }
        return files;
    }

    private static boolean isDocument(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
