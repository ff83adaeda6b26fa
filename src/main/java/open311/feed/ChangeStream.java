package open311.feed;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import open311.http.Errors;
import open311.http.Format;
import open311.http.Languages;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Text;
import open311.http.Wire;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import org.jspecify.annotations.Nullable;

/**
 * The feed as server-sent events (WHATWG HTML, "Server-sent events"). A route of its own: a stream
 * has no end that a resource could return. What a client does not read yet stays in the database.
 */
@ApplicationScoped
class ChangeStream {
    /** After {@link Negotiation} and the rules of other origins, before the resources. */
    private static final int ORDER = -50;

    /** Few, since they are held in memory until the client has read them. */
    private static final int AT_ONCE = 100;

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int RETRY_MILLIS = 3000;

    private final Jurisdictions jurisdictions;
    private final Feed feed;
    private final Waiting waiting;

    ChangeStream(Jurisdictions jurisdictions, Feed feed, Waiting waiting) {
        this.jurisdictions = jurisdictions;
        this.feed = feed;
        this.waiting = waiting;
    }

    void register(@Observes Router router) {
        router.get(ChangeResource.PATH).order(ORDER).handler(this::open);
    }

    private void open(RoutingContext http) {
        if (!Negotiation.wantsEvents(http)) {
            http.next();
            return;
        }
        Context eventLoop = http.vertx().getOrCreateContext();
        http.vertx()
                .executeBlocking(() -> stream(http, eventLoop), false)
                .onSuccess(Stream::begin)
                .onFailure(fault -> Errors.answer(http, fault));
    }

    private Stream stream(RoutingContext http, Context eventLoop) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        Position after =
                feed.position(
                        parameters,
                        jurisdiction,
                        Text.clean(http.request().getHeader("Last-Event-ID")));
        parameters.throwIfWrong();
        var reader =
                new Feed.Reader(
                        jurisdiction.jurisdictionId(),
                        Languages.ofAnswer(http).orElse(jurisdiction.locale()),
                        AT_ONCE);
        return new Stream(eventLoop, http.response(), waiting.place(http), reader, after);
    }

    /** One client's stream, on its own event loop. */
    private final class Stream {
        private final Context eventLoop;
        private final HttpServerResponse response;
        private final Waiting.Place place;
        private final Feed.Reader reader;
        private Position position;

        Stream(
                Context eventLoop,
                HttpServerResponse response,
                Waiting.Place place,
                Feed.Reader reader,
                Position position) {
            this.eventLoop = eventLoop;
            this.response = response;
            this.place = place;
            this.reader = reader;
            this.position = position;
        }

        /** The first id is there at once: who asked for what comes from now on may reconnect. */
        void begin() {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                    .putHeader(HttpHeaders.CONTENT_LANGUAGE, reader.language())
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    // A proxy that collects what it passes on would keep changes back.
                    .putHeader("X-Accel-Buffering", "no");
            response.write("retry: " + RETRY_MILLIS + "\nid: " + cursor() + "\n\n");
            goOn();
        }

        private void goOn() {
            waiting.page(place, reader, position, HEARTBEAT)
                    .whenComplete(
                            (page, fault) -> eventLoop.runOnContext(any -> write(page, fault)));
        }

        private void write(Feed.@Nullable Page page, @Nullable Throwable fault) {
            if (response.closed() || response.ended()) {
                return;
            }
            if (page == null || fault != null) {
                // The client comes back with the last id, and then learns what is wrong.
                response.end();
                return;
            }
            position = page.next();
            response.write(text(page));
            if (waiting.hasEnded()) {
                response.end();
            } else if (response.writeQueueFull()) {
                response.drainHandler(any -> goOn());
            } else {
                goOn();
            }
        }

        private String text(Feed.Page page) {
            if (page.isEmpty()) {
                return ":\n\n";
            }
            var events = new StringBuilder();
            for (Change change : page.changes()) {
                events.append("id: ")
                        .append(change.cursor())
                        .append("\nevent: ")
                        .append(change.change())
                        .append("\ndata: ")
                        .append(
                                new String(
                                        Wire.bytes(Format.JSON, Change.class, change),
                                        StandardCharsets.UTF_8))
                        .append("\n\n");
            }
            return events.toString();
        }

        private String cursor() {
            return position.cursor(reader.jurisdictionId());
        }
    }
}
