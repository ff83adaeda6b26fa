package open311.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** So many places for calls, and no more. */
final class Places {
    private final IntSupplier most;
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * As many as that says.
     *
     * @param most may be another number each time
     */
    Places(IntSupplier most) {
        this.most = most;
    }

    /** How many are taken now. */
    int taken() {
        return taken.get();
    }

    /** Whether there is none at this moment. */
    boolean areTaken() {
        return taken.get() >= most.getAsInt();
    }

    /**
     * Takes a place until the call is over, however it ends.
     *
     * @return what leaves the place earlier; null when none is free
     */
    @Nullable Runnable take(RoutingContext http) {
        if (taken.incrementAndGet() > most.getAsInt()) {
            taken.decrementAndGet();
            return null;
        }
        var hasLeft = new AtomicBoolean();
        Runnable leave =
                () -> {
                    if (hasLeft.compareAndSet(false, true)) {
                        taken.decrementAndGet();
                    }
                };
        http.addEndHandler(any -> leave.run());
        if (http.response().closed()) {
            // The client hung up before, and nobody will be told again.
            leave.run();
        }
        return leave;
    }
}
