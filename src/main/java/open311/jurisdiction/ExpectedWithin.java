package open311.jurisdiction;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How soon a service is expected to be rendered, from ISO 8601 such as {@code P2D}, {@code PT4H} or
 * {@code P1W}. Days are working days where the jurisdiction has working hours; weeks are calendar
 * weeks, hours run round the clock.
 */
public record ExpectedWithin(int weeks, int days, Duration time) {
    private static final Pattern ISO_8601 =
            Pattern.compile(
                    "P(?:(\\d{1,3})W)?(?:(\\d{1,4})D)?(?:T(?=\\d)(?:(\\d{1,7})H)?(?:(\\d{1,7})M)?)?");

    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Empty when the text is another thing, or no time at all. */
    public static Optional<ExpectedWithin> parse(String text) {
        Matcher parts = ISO_8601.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var within =
                new ExpectedWithin(
                        number(parts.group(1)),
                        number(parts.group(2)),
                        Duration.ofHours(number(parts.group(3)))
                                .plusMinutes(number(parts.group(4))));
        boolean none = within.weeks == 0 && within.days == 0 && within.time.isZero();
        return none || within.time.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(within);
    }

    /** ISO 8601 again, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return "P" + weeks + "W" + days + "DT" + time.toMinutes() + "M";
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
