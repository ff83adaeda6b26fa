package open311.http;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An answer that many calls get: written once in each format, by the first that asks. Safe for use
 * by many threads.
 */
public final class Prepared {
    private final Class<?> type;
    private final Object oneOrMany;
    private final Map<Format, Body> bodies = new ConcurrentHashMap<>();

    /**
     * Holds one wire type or a list of it.
     *
     * @param type the {@link WireType}
     */
    public Prepared(Class<?> type, Object oneOrMany) {
        this.type = type;
        this.oneOrMany = oneOrMany;
    }

    Body in(Format format) {
        return bodies.computeIfAbsent(
                format, wanted -> Body.of(Wire.bytes(wanted, type, oneOrMany)));
    }

    /**
     * The bytes, not to be altered, and what tells them from others.
     *
     * @param digest of the bytes
     */
    record Body(Buffer bytes, String digest) {
        static Body of(byte[] bytes) {
            return new Body(Buffer.buffer(bytes), Caching.digest(bytes));
        }
    }
}
