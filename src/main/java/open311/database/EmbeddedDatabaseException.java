package open311.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded database could not be started. The message is for the person who started the server:
 * what is wrong and what to do.
 */
public final class EmbeddedDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean inUse;

    EmbeddedDatabaseException(String message) {
        this(message, null);
    }

    EmbeddedDatabaseException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private EmbeddedDatabaseException(String message, @Nullable Throwable cause, boolean inUse) {
        super(message, cause);
        this.inUse = inUse;
    }

    static EmbeddedDatabaseException inUse(String message) {
        return new EmbeddedDatabaseException(message, null, true);
    }

    /** Whether nothing is wrong but that another process uses the data directory. */
    public boolean isInUse() {
        return inUse;
    }

    static EmbeddedDatabaseException unusable(Path dataDirectory, IOException cause) {
        return new EmbeddedDatabaseException(
                "The data directory %s cannot be used: %s. Give the server a directory that its user may write to, on a disk with free space."
                        .formatted(dataDirectory, reason(cause)),
                cause);
    }

    /** The reasons that the file system names by the exception's class alone, in words. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (cause instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is not a directory";
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getFile() + ": " + failure.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
