package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlatRecordTest {
    @ParameterizedTest
    @EnumSource
    void isWrittenWithTheBytesOfAnyOtherRecord(Format format) {
        assertTrue(FlatRecord.OF.get(Flat.class).isPresent());
        assertTrue(FlatRecord.OF.get(Other.class).isEmpty());
        var random = new Random(311);
        for (int i = 0; i < 5_000; i++) {
            String text = random.nextInt(10) == 0 ? null : text(random);
            Double number = random.nextInt(10) == 0 ? null : random.nextInt(-180, 180) / 7.0;
            Instant moment =
                    random.nextInt(10) == 0
                            ? null
                            : Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000));
            assertEquals(
                    written(format, Other.class, new Other(text, number, moment, null)),
                    written(format, Flat.class, new Flat(text, number, moment)));
        }
    }

    private static String written(Format format, Class<?> type, Object one) {
        return new String(Wire.bytes(format, type, List.of(one, one)), StandardCharsets.UTF_8)
                // Both may stand either way.
                .replace("&gt;", ">")
                .replace("&#x7f;", "\u007F");
    }

    /** What needs escapes more often than the rest, and what no document may hold. */
    private static String text(Random random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(30); n > 0; n--) {
            text.append(
                    switch (random.nextInt(4)) {
                        case 0 -> "plain words ";
                        case 1 -> Character.toString(random.nextInt(0x80));
                        case 2 -> "<>&\"\\]/'\r\n\t".charAt(random.nextInt(11));
                        default -> Character.toString(random.nextInt(0x10000, 0x10FFFF));
                    });
        }
        return text.toString();
    }

    @WireType(item = "thing", list = "things")
    record Flat(
            @Nullable String someText,
            @Nullable Double number,
            @LeaveOutOfXmlWhenNull @Nullable Instant moment) {}

    @WireType(item = "thing", list = "things")
    record Other(
            @Nullable String someText,
            @Nullable Double number,
            @LeaveOutOfXmlWhenNull @Nullable Instant moment,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String neverThere) {}
}
