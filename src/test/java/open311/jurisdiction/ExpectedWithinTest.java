package open311.jurisdiction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedWithinTest {
    @ParameterizedTest
    @CsvSource({
        "P2D,               0,   2,    0",
        "P1W,               1,   0,    0",
        "PT4H,              0,   0,    240",
        "PT30M,             0,   0,    30",
        "P1DT12H,           0,   1,    720",
        "P1W2DT3H4M,        1,   2,    184",
        "P0W5DT0M,          0,   5,    0",
        "P010D,             0,   10,   0",
        "P999W9999D,        999, 9999, 0",
        // The longest time is ten years, however it is written.
        "PT87600H,          0,   0,    5256000",
        "PT5256000M,        0,   0,    5256000",
    })
    void isReadAndWrittenAgain(String text, int weeks, int days, long minutes) {
        var expected = new ExpectedWithin(weeks, days, Duration.ofMinutes(minutes));
        assertEquals(Optional.of(expected), ExpectedWithin.parse(text));
        assertEquals(Optional.of(expected), ExpectedWithin.parse(expected.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "P0D",
                "PT0H",
                "P0W0DT0H0M",
                "2D",
                "p2d",
                "P2",
                "P2d",
                "P-2D",
                "-P2D",
                "P+2D",
                "P1.5D",
                "P1,5D",
                "P1Y",
                "P1M",
                "PT30S",
                "P2DT",
                "P1D1W",
                "PT5M4H",
                "P 2D",
                "P2D ",
                "P1000W",
                "P10000D",
                "PT1.5H",
                "PT87600H1M",
                "PT5256001M",
                "PT99999999H",
                "2 days",
                "P٢D"
            })
    void everythingElseIsNone(String text) {
        assertEquals(Optional.empty(), ExpectedWithin.parse(text));
    }
}
