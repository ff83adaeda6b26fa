package open311.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import open311.ServerConfig;

/**
 * Waits for bodies without a thread: a report whose body comes slowly, or never, keeps nobody
 * waiting. A larger body is read by its resource as it comes, which takes a thread; of those only
 * so many are let in at a time, and one that hardly comes is ended, at once when others want its
 * place. What is missing of a body when its call was answered has to come as soon, too.
 */
@ApplicationScoped
class Bodies {
    /** Behind {@link Cors}, before {@link Admission}. */
    private static final int ORDER = -70;

    /** Before {@link RequestId}: before whatever answers a call whose body it does not read. */
    private static final int FIRST = 12_100;

    private static final String IS_WATCHED = "open311.body";

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    /** A report with every field at its longest is smaller. */
    private static final long SMALL = 1 << 16;

    /** How long a larger body may take to get going, before others may want its place. */
    private static final long YOUNG_MILLIS = 2000;

    /** How long it takes to end a call. */
    private static final long MOMENT_MILLIS = 50;

    private final int maxUploads;
    private final long patienceMillis;
    private final Places places;
    private final Set<Upload> uploads = ConcurrentHashMap.newKeySet();

    Bodies(ServerConfig config) {
        maxUploads = config.maxUploads();
        places = new Places(() -> maxUploads);
        patienceMillis = config.bodyTimeout().toMillis();
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::waitFor);
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, FIRST);
    }

    private void watch(RoutingContext http) {
        // A call whose path is made good comes twice.
        if (http.get(IS_WATCHED) == null && length(http.request()) != 0) {
            http.put(IS_WATCHED, true);
            // The answer may be ended by another thread.
            Context eventLoop = http.vertx().getOrCreateContext();
            http.addEndHandler(any -> eventLoop.runOnContext(then -> awaitRest(http)));
        }
        http.next();
    }

    /** The framework would wait for ever, as long as a byte comes now and then. */
    private void awaitRest(RoutingContext http) {
        HttpServerRequest request = http.request();
        if (request.version() == HttpVersion.HTTP_2 || request.isEnded()) {
            return;
        }
        request.handler(any -> {});
        request.resume();
        if (request.isEnded()) {
            // It was paused, and had nothing more to tell.
            return;
        }
        long timer = http.vertx().setTimer(patienceMillis, any -> request.connection().close());
        request.exceptionHandler(any -> http.vertx().cancelTimer(timer));
        request.endHandler(any -> http.vertx().cancelTimer(timer));
    }

    private void waitFor(RoutingContext http) {
        HttpServerRequest request = http.request();
        if (!WITH_BODY.contains(request.method())
                || request.isEnded()
                || Negotiation.isOfTheFramework(http)) {
            http.next();
            return;
        }
        long length = length(request);
        if (length == 0) {
            http.next();
        } else if (length > 0 && length <= SMALL) {
            gather(http, (int) length);
        } else if (!isLetIn(http)) {
            if (endSlowOne()) {
                http.vertx().setTimer(MOMENT_MILLIS, any -> letInOrRefuse(http));
            } else {
                refuse(http);
            }
        }
    }

    private void letInOrRefuse(RoutingContext http) {
        if (!isLetIn(http)) {
            refuse(http);
        }
    }

    private boolean isLetIn(RoutingContext http) {
        if (places.take(http) == null) {
            return false;
        }
        var upload = new Upload(http.request());
        uploads.add(upload);
        long timer = http.vertx().setPeriodic(patienceMillis, any -> upload.endIfSlow());
        http.addEndHandler(
                any -> {
                    http.vertx().cancelTimer(timer);
                    uploads.remove(upload);
                });
        http.next();
        return true;
    }

    /** Whoever dawdles makes room for others; true when somebody did. */
    private boolean endSlowOne() {
        for (Upload upload : List.copyOf(uploads)) {
            if (upload.mayBeReplaced() && uploads.remove(upload)) {
                upload.end();
                return true;
            }
        }
        return false;
    }

    private void refuse(RoutingContext http) {
        http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Errors.answer(
                http,
                GeoReportException.unavailable(
                        "The server reads %s large bodies already; try again in some seconds",
                        maxUploads));
    }

    /** In bytes; -1 where the client does not say. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.version() != HttpVersion.HTTP_2
                            && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                    ? 0
                    : -1;
        }
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void gather(RoutingContext http, int length) {
        HttpServerRequest request = http.request();
        // Not of that size before it comes: whoever sends heads alone must not fill the memory.
        Buffer body = Buffer.buffer();
        long timer = http.vertx().setTimer(patienceMillis, any -> giveUp(http));
        http.addEndHandler(any -> http.vertx().cancelTimer(timer));
        request.exceptionHandler(any -> http.vertx().cancelTimer(timer));
        request.handler(
                part -> {
                    body.appendBuffer(part);
                    // Not only when the request has ended: over HTTP/2 nobody could pause it then,
                    // as the framework does.
                    if (body.length() >= length && http.vertx().cancelTimer(timer)) {
                        ((RoutingContextInternal) http).setBody(body);
                        http.next();
                    }
                });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
        request.resume();
    }

    private static void giveUp(RoutingContext http) {
        if (!http.response().ended()) {
            http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            http.addEndHandler(any -> http.request().connection().close());
            Errors.answer(
                    http, GeoReportException.badRequest("The body ended before it was complete"));
        }
    }

    /**
     * A larger body on its way. It has to bring {@link #SMALL} bytes in each {@code
     * open311.body-timeout}, as a small one has: a byte now and then would hold the thread for
     * days.
     */
    private final class Upload {
        private final HttpServerRequest request;
        private volatile boolean isComplete;
        private volatile long begin = System.nanoTime();
        private volatile long bytesBefore;

        Upload(HttpServerRequest request) {
            this.request = request;
            request.end().onComplete(any -> isComplete = true);
        }

        boolean mayBeReplaced() {
            return isSlow() && millis() > YOUNG_MILLIS;
        }

        private boolean isSlow() {
            return !isComplete
                    && (request.bytesRead() - bytesBefore) * patienceMillis < SMALL * millis();
        }

        private long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        }

        void endIfSlow() {
            if (isSlow()) {
                end();
            }
            bytesBefore = request.bytesRead();
            begin = System.nanoTime();
        }

        /** Its resource answers for itself, to nobody: two answers would collide. */
        void end() {
            request.connection().close();
        }
    }
}
