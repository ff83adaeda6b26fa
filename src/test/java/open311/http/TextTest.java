package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    /** The whole production Char of XML 1.0, by its text: carriage returns are dealt with apart. */
    @Test
    void keepsExactlyTheCharactersOfXml() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean legal =
                    c == 0x9
                            || c == 0xA
                            || (c >= 0x20 && c <= 0xD7FF)
                            || (c >= 0xE000 && c <= 0xFFFD)
                            || (c >= 0x10000 && c <= 0x10FFFF);
            if (c != '\r') {
                String character = Character.toString(c);
                String expected = legal ? "a" + character + "b" : "ab";
                if (!expected.equals(Text.clean("a" + character + "b"))) {
                    assertEquals(
                            expected,
                            Text.clean("a" + character + "b"),
                            () -> "U+" + Integer.toHexString(character.codePointAt(0)));
                }
            }
        }
    }

    static Stream<Integer> firstAndLastOfEachPlane() {
        return IntStream.rangeClosed(1, 16)
                .boxed()
                .flatMap(p -> Stream.of(p << 16, p << 16 | 0xFFFF));
    }

    @ParameterizedTest
    @MethodSource("firstAndLastOfEachPlane")
    void keepsTheEdgesOfPlanes(int codePoint) {
        String text = "x" + Character.toString(codePoint);
        assertEquals(text, Text.clean(text));
        assertEquals(2, Text.length(text));
    }

    static final List<Arguments> LINE_ENDS =
            List.of(
                    Arguments.of("a\r\nb", "a\nb"),
                    Arguments.of("a\rb", "a\nb"),
                    Arguments.of("a\nb", "a\nb"),
                    Arguments.of("a\r\n\r\nb", "a\n\nb"),
                    Arguments.of("a\n\rb", "a\n\nb"),
                    Arguments.of("a\r\r\nb", "a\n\nb"),
                    Arguments.of("a b\r\n", "a b"));

    @ParameterizedTest
    @FieldSource("LINE_ENDS")
    void lineEndsAreLineFeeds(String raw, String expected) {
        assertEquals(expected, Text.clean(raw));
    }

    static final List<Arguments> SURROGATES =
            List.of(
                    Arguments.of("a\uD83Db", "ab"),
                    Arguments.of("a\uDE00b", "ab"),
                    Arguments.of("a\uD83D", "a"),
                    Arguments.of("\uDE00a", "a"),
                    Arguments.of("a\uDE00\uD83Db", "ab"),
                    Arguments.of("a\uD83D\uD83D\uDE00b", "a\uD83D\uDE00b"),
                    Arguments.of("a\uD83D\0\uDE00b", "ab"),
                    Arguments.of("a\uD83D\uDE00b", "a\uD83D\uDE00b"));

    @ParameterizedTest
    @FieldSource("SURROGATES")
    void loneSurrogatesGo(String raw, String expected) {
        assertEquals(expected, Text.clean(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n ", "\0", " \u0001 \uFFFE ", "\uD800", "\u2003\u2028"})
    void blankIsAbsent(String raw) {
        assertNull(Text.clean(raw));
        assertEquals("", Text.shortened(raw));
    }

    @Test
    void nullStaysNull() {
        assertNull(Text.clean(null));
        assertEquals("", Text.shortened(null));
    }

    @Test
    void stripsBothEndsAndKeepsTheMiddle() {
        assertEquals("a  b\t\nc", Text.clean(" \t a  b\t\nc \r\n"));
        assertEquals("a", Text.clean("\0 a \u0000"));
        assertEquals("<b>&amp;\"'", Text.clean("<b>&amp;\"'"));
    }

    @Test
    void cleaningTwiceChangesNothing() {
        String once = Text.clean(" \0\r\n \uD800 x\r\ry\uFFFF \uDC00 ");
        assertEquals("x\n\ny", once);
        assertEquals(once, Text.clean(once));
    }

    @Test
    void shortenedCountsAndCutsBetweenCharacters() {
        String smile = "\uD83D\uDE00";
        assertEquals(smile.repeat(80), Text.shortened(smile.repeat(80)));
        assertEquals(smile.repeat(80) + "…", Text.shortened(smile.repeat(81)));
        assertEquals("a".repeat(80) + "…", Text.shortened("a".repeat(5000)));
        assertEquals("ab", Text.shortened(" a\0b "));
    }

    @Test
    void lengthCountsCodePoints() {
        assertEquals(0, Text.length(""));
        assertEquals(3, Text.length("aé\uD83D\uDE00"));
    }
}
