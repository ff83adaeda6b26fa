package open311.admin;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import open311.ServerConfig;
import open311.apikey.ApiKeys;
import open311.apikey.Scope;
import open311.history.Events;
import open311.jurisdiction.Jurisdictions;
import org.jboss.logging.Logger;

/**
 * What has to be there before the first call: jurisdictions and an admin key. A problem with either
 * ends the start.
 */
@ApplicationScoped
class StartUp {
    private static final Logger LOG = Logger.getLogger(StartUp.class);

    /** In the data directory. */
    static final String ADMIN_KEY_FILE = "admin-key";

    private static final String SAMPLE = "haverhillma.gov.yaml";
    private static final int SHORTEST_ADMIN_KEY = 16;

    private final ServerConfig config;
    private final StartUpFiles files;
    private final Documents documents;
    private final Jurisdictions jurisdictions;
    private final ApiKeys apiKeys;
    private final Events events;
    private final ProductionChecks productionChecks;

    StartUp(
            ServerConfig config,
            StartUpFiles files,
            Documents documents,
            Jurisdictions jurisdictions,
            ApiKeys apiKeys,
            Events events,
            ProductionChecks productionChecks) {
        this.config = config;
        this.files = files;
        this.documents = documents;
        this.jurisdictions = jurisdictions;
        this.apiKeys = apiKeys;
        this.events = events;
        this.productionChecks = productionChecks;
    }

    void prepare(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent event) {
        try {
            List<DocumentReader.ReadDocument> read =
                    config.jurisdictions().map(files::read).orElse(List.of());
            documents.alone(
                    () -> {
                        if (events.beginEraIfRestored()) {
                            LOG.info(
                                    "The database was restored; the change feed goes on in a new era");
                        }
                        apply(read);
                        if (config.jurisdictions().isEmpty() && jurisdictions.all().isEmpty()) {
                            applySample();
                        }
                        ensureAdminKey();
                    });
            jurisdictions.refresh();
            productionChecks.check();
        } catch (DocumentException e) {
            LOG.errorf(
                    "The server does not start, since its jurisdiction documents have problems:%n  %s",
                    String.join(System.lineSeparator() + "  ", e.problems()));
            throw end("Jurisdiction documents with problems");
        } catch (StartUpException e) {
            LOG.error(e.getMessage());
            throw end(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Ends the process with 1, what is wrong having been logged. Quarkus takes the inner exception
     * by itself for leave to wait for ever.
     */
    private static IllegalStateException end(String reason) {
        return new IllegalStateException(
                reason, new PreventFurtherStepsException("The server did not start", 1));
    }

    private void apply(List<DocumentReader.ReadDocument> read) {
        for (DocumentReader.ReadDocument document : read) {
            if (documents.applyIfFileChanged(document)) {
                LOG.infof(
                        "Applied the document of %s: %d services",
                        document.jurisdictionId(), document.services().size());
            }
        }
        jurisdictions.refresh();
    }

    private void applySample() {
        DocumentReader.ReadDocument sample = StartUpFiles.readResource("/jurisdictions/" + SAMPLE);
        documents.applyIfFileChanged(sample);
        jurisdictions.refresh();
        if (!apiKeys.isKnown(ApiKeys.DEMO_KEY)) {
            apiKeys.save(
                    ApiKeys.DEMO_KEY,
                    "Demonstration key of the sample jurisdiction",
                    null,
                    Set.of(Scope.REPORT),
                    List.of(sample.jurisdictionId()),
                    null);
        }
    }

    private void ensureAdminKey() {
        if (config.adminKey().isPresent()) {
            String key = config.adminKey().get().strip();
            if (key.length() < SHORTEST_ADMIN_KEY) {
                throw new StartUpException(
                        "OPEN311_ADMIN_KEY is shorter than "
                                + SHORTEST_ADMIN_KEY
                                + " characters; choose a longer one");
            }
            if (!apiKeys.isKnown(key)) {
                apiKeys.save(key, "OPEN311_ADMIN_KEY", null, Set.of(Scope.ADMIN), List.of(), null);
            }
        } else if (!apiKeys.exists(Scope.ADMIN)) {
            String key =
                    apiKeys.create("First admin key", null, Set.of(Scope.ADMIN), List.of(), null)
                            .apiKey();
            Path file = config.dataDirectory().resolve(ADMIN_KEY_FILE).toAbsolutePath();
            write(file, key);
            LOG.infof("The first admin key is %s (also in %s, shown only now)", key, file);
        }
    }

    private static void write(Path file, String key) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, key + System.lineSeparator(), StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw new StartUpException(
                    "The generated admin key could not be written to "
                            + file
                            + ": "
                            + e.getMessage()
                            + ". Make the directory writable or set OPEN311_ADMIN_KEY.");
        }
    }
}
