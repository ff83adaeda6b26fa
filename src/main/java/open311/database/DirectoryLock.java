package open311.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One server per data directory: a lock of the operating system, which ends with the process
 * however that ends.
 */
final class DirectoryLock implements AutoCloseable {
    /**
     * POSIX locks belong to the process and vanish when it closes any descriptor of the file, so a
     * second attempt in this JVM must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Far behind the process id, which Windows would otherwise not let another process read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory a real path
     */
    static DirectoryLock acquire(Path directory) throws IOException {
        if (!HELD.add(directory)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            directory.resolve("server.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                throw inUse(directory, read(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
            return new DirectoryLock(directory, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(directory);
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var content = ByteBuffer.allocate(20);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), US_ASCII);
    }

    private static EmbeddedDatabaseException inUse(Path directory, String pid) {
        return EmbeddedDatabaseException.inUse(
                "The data directory %s is in use by another server (process %s). Stop that server, or give this one a directory of its own."
                        .formatted(directory, pid));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(directory);
    }
}
