package open311.request;

import io.vertx.core.Future;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import open311.database.RowCursor;
import open311.database.Select;
import open311.http.RequestId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A search on its way out, from a cursor to a client. The first rows are read before anything is
 * sent, so that what fails at once is a plain error; what fails later breaks the connection off,
 * and no client takes the part for the whole. A client that goes away ends the query.
 */
final class Export implements StreamingOutput {
    private static final Logger LOG = Logger.getLogger(Export.class);
    private static final int BUFFER = 1 << 16;

    private final RoutingContext http;
    private final RowCursor<ExportedRequest> rows;
    private final UnaryOperator<ServiceRequest> language;
    private final ExportFormat format;
    private final Runnable whenOver;
    private final AtomicBoolean isBegun = new AtomicBoolean();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile boolean isAbandoned;
    private List<ExportedRequest> batch;

    /**
     * Reads the first rows.
     *
     * @param language gives a request the texts of the answer's language
     * @param whenOver run once, however it ends
     */
    Export(
            RoutingContext http,
            RowCursor<ExportedRequest> rows,
            UnaryOperator<ServiceRequest> language,
            ExportFormat format,
            Runnable whenOver) {
        this.http = http;
        this.rows = rows;
        this.language = language;
        this.format = format;
        this.whenOver = whenOver;
        try {
            batch = rows.next();
        } catch (Select.SelectFailedException e) {
            end();
            throw e;
        }
        http.addEndHandler(ended -> callIsOver());
        if (http.response().closed()) {
            // Before the handler was there: it is never called then, and neither is write().
            callIsOver();
        }
    }

    @Override
    public void write(OutputStream client) throws IOException {
        if (!isBegun.compareAndSet(false, true)) {
            throw new IOException("The client went away before the first row");
        }
        try {
            var out = new BufferedOutputStream(client, BUFFER);
            ExportWriter writer = format.writer(out);
            writer.begin();
            while (!batch.isEmpty()) {
                for (ExportedRequest row : batch) {
                    writer.write(
                            new ExportedRequest(
                                    language.apply(row.request()),
                                    row.detailedStatus(),
                                    row.channel()));
                }
                if (isAbandoned) {
                    throw new IOException("The client went away");
                }
                batch = rows.next();
            }
            writer.end();
            out.flush();
        } catch (IOException | RuntimeException e) {
            breakOff(e);
            throw e;
        } finally {
            end();
        }
    }

    /** Whoever reads must see that the rest is missing. */
    private void breakOff(Exception e) {
        if (http.response().closed()) {
            LOG.debug("The client of an export went away", e);
        } else {
            LOG.errorf(e, "%s: %s broke off", RequestId.of(http), http.request().path());
            // Waited for: whatever the framework would still write, such as an end, must find it
            // closed.
            Future<?> closed =
                    http.request().version() == HttpVersion.HTTP_2
                            ? Future.succeededFuture(http.response().reset())
                            : http.request().connection().close();
            closed.toCompletionStage().toCompletableFuture().join();
        }
    }

    /** On the event loop, where nothing may wait for the database. */
    private void callIsOver() {
        isAbandoned = true;
        if (!isOver.get()) {
            http.vertx().executeBlocking(this::release, false);
        }
    }

    private @Nullable Void release() {
        if (isBegun.compareAndSet(false, true)) {
            end();
        } else if (!isOver.get()) {
            rows.cancel();
        }
        return null;
    }

    private void end() {
        if (isOver.compareAndSet(false, true)) {
            rows.close();
            whenOver.run();
        }
    }
}
