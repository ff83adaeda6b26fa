package open311.jurisdiction;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-11-02 is a Monday; clocks go forward on 2026-03-08 and back on 2026-11-01. */
class JurisdictionTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final WorkingHours OFFICE =
            new WorkingHours(
                    EnumSet.range(MONDAY, FRIDAY), LocalTime.of(8, 0), LocalTime.of(16, 0));
    private static final Set<LocalDate> HOLIDAYS =
            Set.of(
                    LocalDate.parse("2026-11-11"),
                    LocalDate.parse("2026-11-26"),
                    LocalDate.parse("2026-11-27"),
                    LocalDate.parse("2026-12-25"));

    @ParameterizedTest
    @CsvSource({
        // In the middle of a working day.
        "2026-11-02T10:00, P1D, 2026-11-03T10:00",
        "2026-11-02T10:00, P4D, 2026-11-06T10:00",
        "2026-11-02T15:59:59, P1D, 2026-11-03T15:59:59",
        // Over weekends.
        "2026-11-06T10:00, P1D, 2026-11-09T10:00",
        "2026-11-02T10:00, P5D, 2026-11-09T10:00",
        "2026-11-06T10:00, P10D, 2026-11-23T10:00",
        // Over a holiday, and over two and a weekend.
        "2026-11-10T10:00, P1D, 2026-11-12T10:00",
        "2026-11-25T10:00, P1D, 2026-11-30T10:00",
        "2026-12-24T10:00, P1D, 2026-12-28T10:00",
        // The counting begins when city hall opens.
        "2026-11-02T00:00, P1D, 2026-11-03T08:00",
        "2026-11-02T07:59:59, P1D, 2026-11-03T08:00",
        "2026-11-02T08:00, P1D, 2026-11-03T08:00",
        "2026-11-02T16:00, P1D, 2026-11-04T08:00",
        "2026-11-02T23:59:59, P1D, 2026-11-04T08:00",
        "2026-11-06T16:00, P1D, 2026-11-10T08:00",
        "2026-11-07T12:00, P1D, 2026-11-10T08:00",
        "2026-11-08T12:00, P2D, 2026-11-12T08:00",
        "2026-11-11T12:00, P1D, 2026-11-13T08:00",
        "2026-11-10T20:00, P1D, 2026-11-13T08:00",
        // Weeks are calendar weeks; hours run round the clock, on top of the days.
        "2026-11-07T12:00, P1W, 2026-11-14T12:00",
        "2026-11-04T12:00, P1W, 2026-11-11T12:00",
        "2026-11-02T20:00, PT4H, 2026-11-03T00:00",
        "2026-11-06T15:00, PT4H, 2026-11-06T19:00",
        "2026-11-02T10:00, P1DT12H, 2026-11-03T22:00",
        "2026-11-06T20:00, P1DT1H30M, 2026-11-10T09:30",
        "2026-11-02T10:00, P1W1D, 2026-11-10T10:00",
        "2026-11-04T10:00, P1W1D, 2026-11-13T08:00",
        // Local time stays when clocks change.
        "2026-03-06T10:00, P1D, 2026-03-09T10:00",
        "2026-10-30T10:00, P1D, 2026-11-02T10:00",
    })
    void daysAreWorkingDaysWhereThereAreWorkingHours(
            LocalDateTime requested, String within, LocalDateTime expected) {
        assertExpected(jurisdiction(OFFICE), requested, within, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-06T10:00, P1D, 2026-11-07T10:00",
        "2026-11-10T22:00, P1D, 2026-11-11T22:00",
        "2026-11-06T10:00, P1W, 2026-11-13T10:00",
        "2026-11-06T10:00, P1W2DT3H, 2026-11-15T13:00",
        "2026-03-07T10:00, P1D, 2026-03-08T10:00",
        "2026-10-31T10:00, P1D, 2026-11-01T10:00",
        "2026-03-01T10:00, P1W, 2026-03-08T10:00",
        // The clock goes from 2:00 to 3:00: a time that is skipped moves on by the gap.
        "2026-03-07T02:30, P1D, 2026-03-08T03:30",
        "2026-03-07T02:30, P2D, 2026-03-09T02:30",
        "2026-03-01T02:30, P1W, 2026-03-08T03:30",
        "2026-03-01T02:30, P8D, 2026-03-09T02:30",
        "2026-03-01T02:30, P1W1D, 2026-03-09T02:30",
    })
    void daysAreCalendarDaysWithoutWorkingHours(
            LocalDateTime requested, String within, LocalDateTime expected) {
        assertExpected(jurisdiction(null), requested, within, expected);
    }

    @Test
    void hoursAreElapsedTimeWhenClocksChange() {
        assertEquals(
                Instant.parse("2026-03-08T08:00:00Z"),
                jurisdiction(OFFICE)
                        .expected(Instant.parse("2026-03-08T04:00:00Z"), within("PT4H")));
        assertEquals(
                Instant.parse("2026-11-01T08:00:00Z"),
                jurisdiction(null).expected(Instant.parse("2026-11-01T04:00:00Z"), within("PT4H")));
    }

    @Test
    void repeatedLocalTimeIsTheFirst() {
        assertEquals(
                Instant.parse("2026-11-01T05:30:00Z"),
                jurisdiction(null).expected(Instant.parse("2026-10-31T05:30:00Z"), within("P1D")));
    }

    @Test
    void workingHoursMayLieInTheHourThatIsSkipped() {
        var nights = new WorkingHours(EnumSet.of(SUNDAY), LocalTime.of(2, 30), LocalTime.of(4, 0));
        assertEquals(
                Instant.parse("2026-03-08T07:30:00Z"),
                jurisdiction(nights)
                        .expected(
                                ZonedDateTime.of(2026, 3, 1, 1, 0, 0, 0, NEW_YORK).toInstant(),
                                within("P1D")));
    }

    @Test
    void oneWorkingDayAWeekIsEnough() {
        var saturdays =
                new WorkingHours(EnumSet.of(SATURDAY), LocalTime.of(10, 0), LocalTime.of(12, 0));
        assertExpected(
                jurisdiction(saturdays),
                LocalDateTime.parse("2026-11-02T09:00"),
                "P2D",
                LocalDateTime.parse("2026-11-21T10:00"));
    }

    private static void assertExpected(
            Jurisdiction jurisdiction,
            LocalDateTime requested,
            String within,
            LocalDateTime expected) {
        assertEquals(
                expected.atZone(NEW_YORK),
                jurisdiction
                        .expected(requested.atZone(NEW_YORK).toInstant(), within(within))
                        .atZone(NEW_YORK));
    }

    private static ExpectedWithin within(String text) {
        return ExpectedWithin.parse(text).orElseThrow();
    }

    private static Jurisdiction jurisdiction(@Nullable WorkingHours hours) {
        return new Jurisdiction(
                "haverhillma.gov",
                NEW_YORK,
                "en",
                new JurisdictionTexts("Haverhill", "311", "311"),
                Map.of(),
                "test",
                null,
                List.of(),
                hours,
                HOLIDAYS,
                1,
                Instant.EPOCH);
    }
}
