package open311.job;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Runs jobs until the server stops: each one time after the other, with a pause between the end of
 * one and the beginning of the next, so that a slow database is asked less and not more.
 */
@ApplicationScoped
public class Jobs {
    private static final Logger LOG = Logger.getLogger(Jobs.class);

    private final Vertx vertx;
    private volatile boolean isStopping;

    Jobs(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What a job cannot finish without a database is for the next start. */
    void stop(@Observes ShutdownEvent event) {
        isStopping = true;
    }

    /**
     * Runs a job again and again.
     *
     * @param pause before each run; zero: the job is never run
     * @param name of what is done, for the log when it fails; the next run may succeed
     */
    public void every(Duration pause, String name, Runnable job) {
        if (!pause.isZero() && !isStopping) {
            vertx.setTimer(pause.toMillis(), any -> run(pause, name, job));
        }
    }

    private void run(Duration pause, String name, Runnable job) {
        vertx.executeBlocking(
                        () -> {
                            job.run();
                            return name;
                        },
                        false)
                .onFailure(failure -> tell(pause, name, failure))
                .onComplete(any -> every(pause, name, job));
    }

    private void tell(Duration pause, String name, Throwable failure) {
        if (!isStopping) {
            LOG.warnf(
                    failure,
                    "The job '%s' failed; the next try is in %s seconds",
                    name,
                    pause.toSeconds());
        }
    }
}
