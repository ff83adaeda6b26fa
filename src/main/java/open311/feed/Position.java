package open311.feed;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import open311.http.Seal;

/**
 * A place in the feed: an event, after which it goes on. Always one that was committed, so that a
 * position handed out can never lie ahead of a database that came back from a crash.
 *
 * @param xact the transaction that wrote the event
 */
record Position(int era, long xact, long eventId) implements Comparable<Position> {
    static final Position BEGINNING = new Position(0, 0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingInt(Position::era)
                    .thenComparingLong(Position::xact)
                    .thenComparingLong(Position::eventId);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\n(\\d{1,18})\n(\\d{1,18})");

    /** As clients send it back; good for the one jurisdiction. */
    String cursor(String jurisdictionId) {
        return Seal.close(era + "\n" + xact + "\n" + eventId, purpose(jurisdictionId));
    }

    /** Empty when it was tampered with or is another jurisdiction's. */
    static Optional<Position> of(String cursor, String jurisdictionId) {
        return Seal.open(cursor, purpose(jurisdictionId))
                .map(TEXT::matcher)
                .filter(Matcher::matches)
                .map(
                        text ->
                                new Position(
                                        Integer.parseInt(text.group(1)),
                                        Long.parseLong(text.group(2)),
                                        Long.parseLong(text.group(3))));
    }

    private static String purpose(String jurisdictionId) {
        return "changes of " + jurisdictionId;
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
