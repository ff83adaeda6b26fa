package open311.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLooksTest {
    private static final String KEY = "key";

    private final SharedLooks<String, Integer> looks = new SharedLooks<>();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void aLookThatIsOverIsMadeAgain() {
        assertEquals(1, looks.look(KEY, made::incrementAndGet));
        assertEquals(2, looks.look(KEY, made::incrementAndGet));
    }

    @Test
    void whoComesMeanwhileGetsWhatIsFound() throws Exception {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> slowly(false));
        began.await();
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(this::another);
        assertEquals(9, looks.look("another key", () -> 9), "It waits for nobody");
        awaitWaiting(second);
        mayEnd.countDown();
        assertEquals(1, first.get(10, TimeUnit.SECONDS));
        assertEquals(1, second.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whoComesMeanwhileGetsTheFailure() throws Exception {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> slowly(true));
        began.await();
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(this::another);
        awaitWaiting(second);
        mayEnd.countDown();
        Throwable failure = assertThrows(CompletionException.class, first::join).getCause();
        assertSame(failure, assertThrows(CompletionException.class, second::join).getCause());
        assertEquals(2, looks.look(KEY, made::incrementAndGet), "The next one looks anew");
    }

    private int another() {
        return looks.look(KEY, () -> made.addAndGet(100));
    }

    private int slowly(boolean fails) {
        return looks.look(
                KEY,
                () -> {
                    began.countDown();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    int number = made.incrementAndGet();
                    if (fails) {
                        throw new IllegalArgumentException("The database is away");
                    }
                    return number;
                });
    }

    /** It does not end by itself: for a while it is seen that it waits. */
    private static void awaitWaiting(CompletableFuture<Integer> look) {
        assertThrows(TimeoutException.class, () -> look.get(200, TimeUnit.MILLISECONDS));
    }
}
