package open311.http;

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
import java.util.Set;
import open311.ServerConfig;

/**
 * Waits for bodies without a thread: a report whose body comes slowly, or never, keeps nobody
 * waiting. A larger body is read by its resource as it comes, which takes a thread; of those only
 * so many are let in at a time.
 */
@ApplicationScoped
class Bodies {
    /** Behind {@link Cors}, before {@link Admission}. */
    private static final int ORDER = -70;

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    /** A report with every field at its longest is smaller. */
    private static final long SMALL = 1 << 16;

    private final int maxUploads;
    private final long patienceMillis;
    private final Places uploads;

    Bodies(ServerConfig config) {
        maxUploads = config.maxUploads();
        uploads = new Places(maxUploads);
        patienceMillis = config.bodyTimeout().toMillis();
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::waitFor);
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
        } else if (uploads.take(http, false)) {
            http.next();
        } else {
            http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            Errors.answer(
                    http,
                    GeoReportException.unavailable(
                            "The server reads %s large bodies already; try again in some seconds",
                            maxUploads));
        }
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
        Buffer body = Buffer.buffer(length);
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
}
