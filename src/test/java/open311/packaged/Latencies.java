package open311.packaged;

import java.util.concurrent.TimeUnit;

/** How long calls took, counted in steps of a tenth of a millisecond; no memory for each call. */
final class Latencies {
    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int STEPS = 600_000;

    private final int[] counts = new int[STEPS];
    private int count;

    void add(long nanos) {
        counts[(int) Math.min(STEPS - 1, nanos / STEP_NANOS)]++;
        count++;
    }

    void add(Latencies others) {
        for (int step = 0; step < STEPS; step++) {
            counts[step] += others.counts[step];
        }
        count += others.count;
    }

    int count() {
        return count;
    }

    /** The time that such a share of the calls did not exceed; 0 when there were none. */
    double millis(double share) {
        long wanted = (long) Math.ceil(share * count);
        long seen = 0;
        for (int step = 0; step < STEPS; step++) {
            seen += counts[step];
            if (seen >= wanted) {
                return count == 0 ? 0 : (step + 1) * STEP_NANOS / 1e6;
            }
        }
        return STEPS * STEP_NANOS / 1e6;
    }

    @Override
    public String toString() {
        return "%d (p50 %.1f ms, p99 %.1f ms, at most %.1f ms)"
                .formatted(count, millis(0.5), millis(0.99), millis(1));
    }
}
