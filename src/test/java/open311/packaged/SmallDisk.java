package open311.packaged;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of its own that can be filled up; it is gone when it is closed. */
final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[4096];

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** In that folder. The test is skipped where that is not permitted. */
    static SmallDisk mount(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        boolean isMounted =
                run(
                        List.of(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "mode=0700,size=" + megabytes + "m",
                                "tmpfs",
                                directory.toString()));
        assumeTrue(
                isMounted,
                "A file system can be mounted by root alone, and not in every container");
        return new SmallDisk(directory);
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    /** Leaves not a byte. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            long left = Files.getFileStore(directory).getTotalSpace() / BLOCK.length;
            for (long block = 0; block <= left; block++) {
                filler.write(BLOCK);
            }
        } catch (IOException e) {
            if (Files.getFileStore(directory).getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() throws InterruptedException {
        // Lazily, if a process that is about to end still has a file open.
        if (!run(List.of("umount", directory.toString()))) {
            run(List.of("umount", "-l", directory.toString()));
        }
    }
}
