package open311.database;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Looks at the database that whoever wants the same meanwhile shares, be it a failure: otherwise,
 * while the database does not answer, each would wait for those before and then try for itself.
 * Safe for use by several threads.
 */
public final class SharedLooks<K, V> {
    private final Map<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    /** What the look finds, or the one for the same key that is under way. */
    public V look(K key, Supplier<V> look) {
        var mine = new CompletableFuture<V>();
        CompletableFuture<V> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return result(other);
        }
        try {
            V found = look.get();
            // First, so that whoever comes from here on looks anew.
            underWay.remove(key);
            mine.complete(found);
            return found;
        } catch (RuntimeException | Error e) {
            underWay.remove(key);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    /** Waits for the looks that are under way, whatever comes of them. */
    public void await() {
        for (CompletableFuture<V> look : List.copyOf(underWay.values())) {
            look.handle((found, failure) -> true).join();
        }
    }

    private static <V> V result(CompletableFuture<V> look) {
        try {
            return look.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
