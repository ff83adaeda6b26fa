package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final int TRIES = 20_000;

    private final Random random = new Random(311);

    @Test
    void everyTextIsReadBackFromJson() throws IOException {
        var reader = new ObjectMapper();
        for (int i = 0; i < TRIES; i++) {
            String text = text(Character.MIN_CODE_POINT);
            var out = new Utf8(1);
            out.ascii('"');
            out.json(text);
            out.ascii('"');
            assertEquals(text, reader.readValue(out.toByteArray(), String.class));
        }
    }

    @Test
    void everyLegalTextIsReadBackFromXml() throws IOException {
        var reader = new XmlMapper();
        for (int i = 0; i < TRIES; i++) {
            // A letter, since readers may drop white space that stands alone.
            String text = 'a' + Text.legal(text(' '));
            var out = new Utf8(1);
            out.bytes("<a>".getBytes(StandardCharsets.US_ASCII));
            out.xml(text);
            out.bytes("</a>".getBytes(StandardCharsets.US_ASCII));
            assertEquals(text, reader.readValue(out.toByteArray(), String.class));
        }
    }

    @Test
    void halfACharacterSpoilsNothing() throws IOException {
        var out = new Utf8(1);
        out.ascii('"');
        out.json("a\uD83Db\uDEA7");
        out.ascii('"');
        assertEquals("a?b?", new ObjectMapper().readValue(out.toByteArray(), String.class));
    }

    @Test
    void everyMomentIsWrittenAsTheFormatterWritesIt() {
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < TRIES; i++) {
            assertMoment(Instant.ofEpochSecond(random.nextLong(first, last + 1), 999_999_999));
        }
        assertMoment(Instant.ofEpochSecond(first));
        assertMoment(Instant.ofEpochSecond(last));
        assertMoment(Instant.parse("2000-02-29T23:59:59Z"));
        assertMoment(Instant.parse("1900-02-28T23:59:59Z"));
        assertMoment(Instant.parse("+12026-01-01T00:00:00Z"));
        assertMoment(Instant.parse("-0001-01-01T00:00:00Z"));
    }

    @Test
    void everyNumberIsReadBackAndHasNoExponent() {
        for (int i = 0; i < TRIES; i++) {
            assertNumber(random.nextDouble(-180, 180));
            assertNumber(random.nextInt(-180_000_000, 180_000_000) / 1e6);
            assertNumber(random.nextInt(-1000, 1000) / 1e7);
            assertNumber(Double.longBitsToDouble(random.nextLong()));
        }
        for (double number :
                new double[] {0, -0.0, 1, -1, 180, -180, 1e-7, 4.9e-324, 1e10, 999.9999999}) {
            assertNumber(number);
        }
        assertEquals("42.0", Utf8.plain(42));
        assertEquals("-71.0773", Utf8.plain(-71.0773));
    }

    private void assertMoment(Instant moment) {
        var out = new Utf8(1);
        out.moment(moment);
        assertEquals(
                Timestamps.format(moment),
                new String(out.toByteArray(), StandardCharsets.US_ASCII));
    }

    private static void assertNumber(double number) {
        if (!Double.isFinite(number)) {
            return;
        }
        String written = Utf8.plain(number);
        assertFalse(written.contains("E"), written);
        assertEquals(number + 0.0, Double.parseDouble(written) + 0.0);
        assertEquals(0, new BigDecimal(written).compareTo(BigDecimal.valueOf(number)), written);
    }

    /** Some characters of any plane, those that need escapes more often than others. */
    private String text(int least) {
        var text = new StringBuilder();
        for (int n = random.nextInt(20); n > 0; n--) {
            int point =
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(least, 0x80);
                        case 1 -> "<>&\"\\]/'\r".charAt(random.nextInt(9));
                        case 2 -> random.nextInt(0x80, 0x800);
                        case 3 -> random.nextInt(0x800, 0xD800);
                        default -> random.nextInt(0x10000, 0x110000);
                    };
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}
