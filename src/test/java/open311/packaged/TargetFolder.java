package open311.packaged;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary directories below target: on a real disk, and gone with {@code mvn clean}. */
final class TargetFolder implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
            throws Exception {
        Path parent = Files.createDirectories(Path.of("target", "packaged").toAbsolutePath());
        return Files.createTempDirectory(parent, extension.getRequiredTestClass().getSimpleName());
    }
}
