package open311.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * The time between the order to stop and the end (quarkus.shutdown.delay): readiness is red, and
 * calls are answered as ever, each as the last one of its connection, so that clients open the next
 * one at another server. Who still has a call under way when the time is over may finish it
 * (quarkus.shutdown.timeout).
 */
@ApplicationScoped
class Draining {
    private static final Logger LOG = Logger.getLogger(Draining.class);

    /** Behind {@link RequestId}, before anything that answers. */
    private static final int ORDER = 11_500;

    private volatile boolean hasBegun;

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        hasBegun = true;
        LOG.info("Stopping: readiness is red, and what is under way finishes");
    }

    void register(@Observes Filters filters) {
        filters.register(this::sayGoodBye, ORDER);
    }

    private void sayGoodBye(RoutingContext http) {
        if (hasBegun && http.request().version() != HttpVersion.HTTP_2) {
            http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        http.next();
    }
}
