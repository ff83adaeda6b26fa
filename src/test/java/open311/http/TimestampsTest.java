package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import open311.http.Timestamps.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T13:15:30Z,              2026-11-22T13:15:30Z",
        "2026-11-22T13:15:30.999999999Z,    2026-11-22T13:15:30Z",
        "1969-12-31T23:59:59.5Z,            1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z,              0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z,              9999-12-31T23:59:59Z",
    })
    void goesOutInUtcWithWholeSeconds(Instant instant, String expected) {
        assertEquals(expected, Timestamps.format(instant));
    }

    @ParameterizedTest
    @CsvSource({
        // As the standard writes it, and every spelling of the zone.
        "2026-11-22T08:15:30-05:00,         2026-11-22T13:15:30Z",
        "2026-11-22T13:15:30Z,              2026-11-22T13:15:30Z",
        "2026-11-22t13:15:30z,              2026-11-22T13:15:30Z",
        "2026-11-22 13:15:30Z,              2026-11-22T13:15:30Z",
        "2026-11-22T13:15:30+00:00,         2026-11-22T13:15:30Z",
        "2026-11-22T13:15:30-00:00,         2026-11-22T13:15:30Z",
        "2026-11-22T08:15:30-0500,          2026-11-22T13:15:30Z",
        "2026-11-22T08:15:30-05,            2026-11-22T13:15:30Z",
        "2026-11-22T18:45:30+05:30,         2026-11-22T13:15:30Z",
        "2026-11-22T09:45:30-03:30,         2026-11-22T13:15:30Z",
        "2026-11-23T07:15:30+18:00,         2026-11-22T13:15:30Z",
        // A fraction, no seconds, neither.
        "2026-11-22T13:15:30.000Z,          2026-11-22T13:15:30Z",
        "2026-11-22T13:15:30.9Z,            2026-11-22T13:15:30Z",
        "'2026-11-22T13:15:30,123456789Z',  2026-11-22T13:15:30Z",
        "2026-11-22T13:15Z,                 2026-11-22T13:15:00Z",
        "2026-11-22T08:15-05:00,            2026-11-22T13:15:00Z",
        // chicagorequests, validopen311, open311status without time zones.
        "2026-11-22T23:59:59.999999-06:00,  2026-11-23T05:59:59Z",
        "2026-11-20T21:10:26.390577,        2026-11-21T02:10:26Z",
        "2026-11-22T00:00:00,               2026-11-22T05:00:00Z",
        "2026-11-22T08:15,                  2026-11-22T13:15:00Z",
        "2026-11-22 08:15:30,               2026-11-22T13:15:30Z",
        // A plus sign that was not encoded and arrives as a blank.
        "2026-11-22T18:45:30 05:30,         2026-11-22T13:15:30Z",
        "2026-11-22T14:15:30 0100,          2026-11-22T13:15:30Z",
        "2026-11-22T13:15:30.000 00:00,     2026-11-22T13:15:30Z",
        "2026-11-22T14:15 01:00,            2026-11-22T13:15:00Z",
        // Daylight saving time of the city counts at that moment, not today.
        "2026-07-04T08:15:30,               2026-07-04T12:15:30Z",
        "2028-02-29T12:00:00Z,              2028-02-29T12:00:00Z",
    })
    void readsWhatClientsSend(String text, Instant expected) {
        assertEquals(Optional.of(expected), Timestamps.parse(text, NEW_YORK, Edge.START));
        assertEquals(Optional.of(expected), Timestamps.parse(text, NEW_YORK, Edge.END));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, START, America/New_York,  2026-11-22T05:00:00Z",
        "2026-11-22, END,   America/New_York,  2026-11-23T04:59:59Z",
        // The days on which clocks change have 23 and 25 hours.
        "2026-03-08, START, America/New_York,  2026-03-08T05:00:00Z",
        "2026-03-08, END,   America/New_York,  2026-03-09T03:59:59Z",
        "2026-11-01, START, America/New_York,  2026-11-01T04:00:00Z",
        "2026-11-01, END,   America/New_York,  2026-11-02T04:59:59Z",
        // A day without a midnight begins at one.
        "2018-11-04, START, America/Sao_Paulo, 2018-11-04T03:00:00Z",
        "2018-11-03, END,   America/Sao_Paulo, 2018-11-04T02:59:59Z",
    })
    void dateAloneIsAnEdgeOfThatDayInTheCity(
            String text, Edge edge, ZoneId zone, Instant expected) {
        assertEquals(Optional.of(expected), Timestamps.parse(text, zone, edge));
    }

    @Test
    void skippedLocalTimeMovesOnByTheGap() {
        assertEquals(
                Optional.of(Instant.parse("2026-03-08T07:30:00Z")),
                Timestamps.parse("2026-03-08T02:30:00", NEW_YORK, Edge.START));
    }

    @Test
    void repeatedLocalTimeIsTheFirst() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-01T05:30:00Z")),
                Timestamps.parse("2026-11-01T01:30:00", NEW_YORK, Edge.START));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026",
                "2026-11",
                "2026-13-01",
                "2026-02-29",
                "2026-02-30T00:00:00Z",
                "2026-00-10",
                "2026-11-00",
                "26-11-22",
                "2026-1-2",
                "20261122",
                "20261122T081530Z",
                "11/22/2026",
                "22.11.2026",
                "1795382848",
                "2026-11-22T",
                "2026-11-22Z",
                "2026-11-22-05:00",
                "2026-11-22T08",
                "2026-11-22T08Z",
                "2026-11-22T8:15:30",
                "2026-11-22T24:00:00",
                "2026-11-22T25:00:00Z",
                "2026-11-22T08:60:00Z",
                "2026-11-22T08:15:60Z",
                "2026-11-22T08:15:30.Z",
                "2026-11-22T08:15:30 EST",
                "2026-11-22T08:15:30America/New_York",
                "2026-11-22T08:15:30+5",
                "2026-11-22T08:15:30+19:00",
                "2026-11-22T08:15:30+18:30",
                "2026-11-22T08:15:30+05:60",
                "2026-11-22T08:15:30ZZ",
                "2026-11-22T08:15:30Z junk",
                "0000-01-01",
                "-2026-11-22",
                "+2026-11-22",
                "12026-11-22",
                "２０２６-11-22",
            })
    void everythingElseIsNoDatetime(String text) {
        assertEquals(Optional.empty(), Timestamps.parse(text, NEW_YORK, Edge.START));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "2026-11-22T13:15:30Z",
                "9999-12-31T23:59:59Z"
            })
    void whatGoesOutComesBack(String text) {
        assertEquals(
                Optional.of(text),
                Timestamps.parse(text, NEW_YORK, Edge.START).map(Timestamps::format));
    }
}
