package open311.database;

import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Tells the log of statements that took long, also of those that were ended for it. The text alone,
 * which is made of constants: values are parameters, and may be personal.
 */
final class SlowStatements {
    private static final Logger LOG = Logger.getLogger(SlowStatements.class);

    /** As ServerConfig says it to beans; without a server, as in a command, nothing is slow. */
    private static final long LEAST_MILLIS =
            ConfigProvider.getConfig()
                    .getOptionalValue("open311.slow-statement-millis", Long.class)
                    .orElse(0L);

    private static final int LONGEST_TEXT = 2000;

    private SlowStatements() {}

    /**
     * To be called when a statement has ended, however it did.
     *
     * @param began as System.nanoTime() told
     */
    static void tell(CharSequence sql, long began) {
        if (LEAST_MILLIS == 0) {
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (millis >= LEAST_MILLIS) {
            LOG.warnf("A statement took %d ms: %s", millis, shortened(sql));
        }
    }

    private static String shortened(CharSequence sql) {
        String line = sql.toString().strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + " …";
    }
}
