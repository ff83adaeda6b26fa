package open311.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls may be worked on at a time. As many as configured, until those that were taken in
 * have to wait too long for their answer: then half of them, so that the rest is answered within a
 * second or two. More again, one by one, as soon as calls are quick, and all when nobody is left: a
 * crowd that comes once is taken in.
 *
 * <p>Few slow calls on an idle server change nothing: it is not the crowd that makes them slow.
 */
final class Pace {
    private static final long SLOW = Duration.ofSeconds(1).toNanos();
    private static final long QUICK = Duration.ofMillis(500).toNanos();

    /** What was taken in before a cut must have had time to finish sooner. */
    private static final long BETWEEN_CUTS = Duration.ofMillis(100).toNanos();

    private static final long BETWEEN_RISES = Duration.ofMillis(20).toNanos();

    /** Some for each connection to the database; with fewer nobody would be answered sooner. */
    private static final int LEAST = 32;

    private final int least;
    private final int most;
    private final AtomicInteger now;
    private final AtomicLong lastCut;
    private final AtomicLong lastRise;

    /**
     * Begins with the most.
     *
     * @param nanoTime of now
     */
    Pace(int most, long nanoTime) {
        this.most = most;
        least = Math.min(most, LEAST);
        now = new AtomicInteger(most);
        lastCut = new AtomicLong(nanoTime - BETWEEN_CUTS);
        lastRise = new AtomicLong(nanoTime - BETWEEN_RISES);
    }

    /** How many there may be at this moment. */
    int most() {
        return now.get();
    }

    /**
     * Learns from a call whose answer begins.
     *
     * @param took from when it was taken in, in nanoseconds
     * @param others how many are worked on, this one included
     * @param nanoTime of now
     */
    void learn(long took, int others, long nanoTime) {
        int current = now.get();
        if (others <= 1) {
            now.set(most);
        } else if (took > SLOW) {
            if (current > least
                    && others > current / 2
                    && isTime(lastCut, BETWEEN_CUTS, nanoTime)) {
                now.compareAndSet(current, Math.max(least, current / 2));
            }
        } else if (took < QUICK && current < most && isTime(lastRise, BETWEEN_RISES, nanoTime)) {
            now.compareAndSet(current, current + 1);
        }
    }

    private static boolean isTime(AtomicLong last, long pause, long nanoTime) {
        long before = last.get();
        return nanoTime - before >= pause && last.compareAndSet(before, nanoTime);
    }
}
