package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int MOST = 256;

    private long nanoTime = TimeUnit.DAYS.toNanos(1);
    private final Pace pace = new Pace(MOST, nanoTime);

    @Test
    void aCrowdThatWaitsTooLongIsMadeSmallerAndNeverTooSmall() {
        learn(1500, MOST, 1);
        assertEquals(128, pace.most());
        learn(1500, MOST, 1);
        assertEquals(128, pace.most(), "those that were taken in before count once");
        for (int i = 0; i < 100; i++) {
            learn(1500, MOST, 100);
        }
        assertEquals(32, pace.most());
    }

    @Test
    void itGrowsAgainWithinSecondsWhenCallsAreQuick() {
        for (int i = 0; i < 100; i++) {
            learn(1500, MOST, 100);
        }
        for (int millis = 0; millis < 5000; millis++) {
            learn(30, 8, 1);
        }
        assertEquals(MOST, pace.most());
    }

    @Test
    void slowCallsOfFewCallersChangeNothing() {
        for (int i = 0; i < 100; i++) {
            learn(10_000, MOST / 2, 100);
        }
        assertEquals(MOST, pace.most());
    }

    @Test
    void whenNobodyIsLeftTheNextCrowdIsTakenIn() {
        learn(1500, MOST, 1);
        learn(1500, 1, 1);
        assertEquals(MOST, pace.most());
    }

    @Test
    void neitherQuickNorSlowChangesNothing() {
        learn(1500, MOST, 100);
        for (int i = 0; i < 100; i++) {
            learn(800, MOST, 100);
        }
        assertEquals(128, pace.most());
    }

    @Test
    void aLimitThatIsConfiguredVerySmallStays() {
        var small = new Pace(4, nanoTime);
        for (int i = 0; i < 100; i++) {
            nanoTime += TimeUnit.SECONDS.toNanos(1);
            small.learn(TimeUnit.SECONDS.toNanos(2), 4, nanoTime);
        }
        assertEquals(4, small.most());
    }

    private void learn(long tookMillis, int others, long laterMillis) {
        nanoTime += TimeUnit.MILLISECONDS.toNanos(laterMillis);
        pace.learn(TimeUnit.MILLISECONDS.toNanos(tookMillis), others, nanoTime);
    }
}
