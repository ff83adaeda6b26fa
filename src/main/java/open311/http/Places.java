package open311.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many places for calls, and no more. */
final class Places {
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    Places(int most) {
        this.most = most;
    }

    /** How many are taken now. */
    int taken() {
        return taken.get();
    }

    /** Whether there is none at this moment. */
    boolean areTaken() {
        return taken.get() >= most;
    }

    /** Takes a place until the call is over, however it ends; false when none is free. */
    boolean take(RoutingContext http, boolean onlyUntilTheAnswerBegins) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return false;
        }
        var hasLeft = new AtomicBoolean();
        Runnable leave =
                () -> {
                    if (hasLeft.compareAndSet(false, true)) {
                        taken.decrementAndGet();
                    }
                };
        http.addEndHandler(any -> leave.run());
        if (onlyUntilTheAnswerBegins) {
            http.addHeadersEndHandler(any -> leave.run());
        }
        if (http.response().closed()) {
            // The client hung up before, and nobody will be told again.
            leave.run();
        }
        return true;
    }
}
