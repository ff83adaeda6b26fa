package open311.feed;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import open311.ServerConfig;
import open311.http.Admission;
import open311.http.GeoReportException;
import org.jboss.logging.Logger;

/**
 * Clients that wait for changes. While they do, they hold neither a thread nor a connection: one
 * look at the database every quarter of a second serves them all, whichever server wrote the
 * change. A notification from PostgreSQL would not spare the look: it comes when a transaction
 * ends, and not when all before it have.
 */
@ApplicationScoped
class Waiting {
    private static final Logger LOG = Logger.getLogger(Waiting.class);
    private static final long LOOK_EVERY_MILLIS = 250;

    private final Vertx vertx;
    private final Feed feed;
    private final int maxPlaces;
    private final AtomicInteger places = new AtomicInteger();
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile boolean ended;

    Waiting(Vertx vertx, Feed feed, ServerConfig config) {
        this.vertx = vertx;
        this.feed = feed;
        this.maxPlaces = config.maxWaiting();
    }

    /** The end comes before the server counts the calls that are under way and waits for them. */
    void begin(@Observes StartupEvent event) {
        vertx.setPeriodic(LOOK_EVERY_MILLIS, any -> look());
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-of-waiting"));
    }

    /** Room for a call until it ends, however it does. None left is a 503. */
    Place place(RoutingContext http) {
        if (places.incrementAndGet() > maxPlaces) {
            places.decrementAndGet();
            throw GeoReportException.unavailable(
                    "%s clients wait for changes, and this server takes no more; try again in some seconds",
                    maxPlaces);
        }
        Admission.leave(http);
        var place = new Place();
        http.addEndHandler(any -> place.leave());
        if (http.response().closed()) {
            place.leave();
        }
        return place;
    }

    /**
     * The changes after a position, as soon as there are any; none when the time is over or the
     * server stops.
     */
    CompletionStage<Feed.Page> page(
            Place place, Feed.Reader reader, Position after, Duration patience) {
        var waiter = new Waiter(place, reader, after, System.nanoTime() + patience.toNanos());
        read(waiter);
        return waiter.result;
    }

    /** Whether the server is stopping. */
    boolean hasEnded() {
        return ended;
    }

    private void read(Waiter waiter) {
        vertx.executeBlocking(() -> feed.read(waiter.reader, waiter.after), false)
                .onFailure(waiter.result::completeExceptionally)
                .onSuccess(
                        page -> {
                            waiter.after = page.next();
                            if (!page.isEmpty()) {
                                waiter.result.complete(page);
                                return;
                            }
                            waiters.add(waiter);
                            if (isOver(waiter)) {
                                giveUp(waiter);
                            }
                        });
    }

    private void look() {
        waiters.stream().filter(this::isOver).forEach(this::giveUp);
        if (waiters.isEmpty() || !isLooking.compareAndSet(false, true)) {
            return;
        }
        List<String> jurisdictionIds =
                waiters.stream().map(waiter -> waiter.reader.jurisdictionId()).distinct().toList();
        vertx.executeBlocking(() -> feed.newest(jurisdictionIds), false)
                .onComplete(
                        newest -> {
                            isLooking.set(false);
                            if (newest.succeeded()) {
                                wake(newest.result());
                            } else {
                                LOG.debug("The next look for changes may succeed", newest.cause());
                            }
                        });
    }

    private void wake(Map<String, Position> newest) {
        List.copyOf(waiters).stream()
                .filter(
                        waiter ->
                                newest.getOrDefault(
                                                        waiter.reader.jurisdictionId(),
                                                        Position.BEGINNING)
                                                .compareTo(waiter.after)
                                        > 0)
                .filter(waiters::remove)
                .forEach(this::read);
    }

    private boolean isOver(Waiter waiter) {
        return ended || waiter.place.isLeft() || System.nanoTime() - waiter.deadline >= 0;
    }

    private void giveUp(Waiter waiter) {
        if (waiters.remove(waiter)) {
            waiter.result.complete(new Feed.Page(List.of(), waiter.after));
        }
    }

    private void end() {
        ended = true;
        waiters.forEach(this::giveUp);
    }

    /** One call's room. */
    final class Place {
        private final AtomicBoolean left = new AtomicBoolean();

        private void leave() {
            if (left.compareAndSet(false, true)) {
                places.decrementAndGet();
            }
        }

        private boolean isLeft() {
            return left.get();
        }
    }

    /** One wait of a call. */
    private static final class Waiter {
        private final Place place;
        private final Feed.Reader reader;
        private final long deadline;
        private final CompletableFuture<Feed.Page> result = new CompletableFuture<>();
        private volatile Position after;

        Waiter(Place place, Feed.Reader reader, Position after, long deadline) {
            this.place = place;
            this.reader = reader;
            this.after = after;
            this.deadline = deadline;
        }
    }
}
