package open311.clients;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time in the many spellings of clients. */
final class Moment {
    private Moment() {}

    /** UTC, as a pattern of {@link DateTimeFormatter} has it; hours ago may be negative. */
    static String hoursAgo(int hours, String pattern) {
        return OffsetDateTime.now(ZoneOffset.UTC)
                .minusHours(hours)
                .format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }

    static String hoursAgo(int hours) {
        return hoursAgo(hours, "yyyy-MM-dd'T'HH:mm:ss'Z'");
    }
}
