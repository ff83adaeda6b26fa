package open311.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Datetimes on the wire. Out: always {@code YYYY-MM-DDThh:mm:ssZ}, since fractions and other
 * spellings of UTC break clients. In: what clients really send, which is more than GeoReport v2
 * "Date/Time" allows.
 */
public final class Timestamps {
    private static final DateTimeFormatter OUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /** A blank before the offset is a plus sign that a client forgot to percent-encode. */
    private static final Pattern IN =
            Pattern.compile(
                    "(?<date>\\d{4}-\\d{2}-\\d{2})"
                            + "(?:[Tt ](?<time>\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,]\\d{1,9})?"
                            + "(?:(?<utc>[Zz])|(?<sign>[+ -])(?<hours>\\d{2}):?(?<minutes>\\d{2})?)?)?");

    /** Which second of a day stands for a date without a time. */
    public enum Edge {
        START(LocalTime.MIN),
        END(LocalTime.of(23, 59, 59));

        private final LocalTime time;

        Edge(LocalTime time) {
            this.time = time;
        }
    }

    private Timestamps() {}

    /** The instant in UTC with whole seconds. */
    public static String format(Instant instant) {
        return OUT.format(instant);
    }

    /**
     * Reads {@code 2026-11-22T08:15:30-05:00} and its lenient forms: {@code Z}, no seconds, a
     * fraction (dropped), no zone (the city's), a date alone (the given edge of that day), a lost
     * plus sign. Empty for everything else.
     */
    public static Optional<Instant> parse(String text, ZoneId zone, Edge edge) {
        Matcher in = IN.matcher(text);
        if (!in.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(in.group("date"));
            if (date.getYear() < 1) {
                return Optional.empty();
            }
            LocalTime time =
                    in.group("time") == null ? edge.time : LocalTime.parse(in.group("time"));
            return Optional.of(date.atTime(time).atZone(zoneOf(in, zone)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneId zoneOf(Matcher in, ZoneId zone) {
        if (in.group("utc") != null) {
            return ZoneOffset.UTC;
        }
        if (in.group("sign") == null) {
            return zone;
        }
        int hours = Integer.parseInt(in.group("hours"));
        int minutes = in.group("minutes") == null ? 0 : Integer.parseInt(in.group("minutes"));
        int sign = in.group("sign").equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }
}
