package open311.backup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A command could not do its work. The message tells a person what is wrong and what to do. */
final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }

    private BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static BackupException of(Path file, IOException cause) {
        return new BackupException("%s: %s.".formatted(file, reason(cause)), cause);
    }

    /** By the first line alone: the others may quote rows. */
    static BackupException of(SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        return new BackupException(
                "The database did not do its part: %s. Run the command again once that is mended."
                        .formatted(message.lines().findFirst().orElse("")),
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no permission";
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
