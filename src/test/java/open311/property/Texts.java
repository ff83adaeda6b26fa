package open311.property;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Texts as people and programs write them, and what the server has to make of them. */
final class Texts {
    private static final List<String> PIECES =
            List.of(
                    "]]>",
                    "<![CDATA[",
                    "<!--",
                    "<b>",
                    "</",
                    "&",
                    "&amp;",
                    "&#10;",
                    "\"",
                    "'",
                    "\\",
                    "\\u0000",
                    "%41",
                    "%",
                    "+",
                    "=",
                    ";",
                    "[]",
                    "${x}",
                    "{{",
                    "null",
                    "'; drop table service_request; --",
                    "Main Street 4",
                    "\r",
                    "\n",
                    "\r\n",
                    "\n\r",
                    "\t",
                    " ",
                    "\u0085",
                    "\u2028",
                    "\u2029",
                    "\u00a0",
                    "\u3000",
                    "\ufeff",
                    "\u200b",
                    "e\u0301",
                    "\u0301",
                    "\u202e",
                    "שלום",
                    "مرحبا",
                    "\u0000",
                    "\u0001",
                    "\u000b",
                    "\u001f",
                    "\u007f",
                    "\ufdd0",
                    "\ufffd",
                    "\ufffe",
                    "\uffff",
                    "🕳",
                    "👩‍👩‍👧‍👦",
                    "🇺🇸",
                    "𝔸",
                    "𠀀",
                    code(0x1fffe),
                    code(0x10ffff),
                    code(0xe0001),
                    "ß",
                    "İ",
                    "ﬁ",
                    "日本語",
                    "é",
                    "ÿ");

    private Texts() {}

    /** Texts of up to so many characters once they are normalised; some have exactly so many. */
    static Arbitrary<String> upTo(int max) {
        Arbitrary<String> piece =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of(PIECES)),
                        Tuple.of(4, run(0x20, 0x7e)),
                        Tuple.of(1, run(0, 0x1f)),
                        Tuple.of(1, run(0x7f, 0x9f)),
                        Tuple.of(2, run(0xa0, 0x36f)),
                        Tuple.of(2, run(0x370, 0xd7ff)),
                        Tuple.of(1, run(0xe000, 0xffff)),
                        Tuple.of(2, run(0x10000, 0x1ffff)),
                        Tuple.of(1, run(0x20000, 0x10ffff)));
        Arbitrary<String> text =
                piece.list().ofMinSize(1).ofMaxSize(8).map(pieces -> String.join("", pieces));
        return Arbitraries.frequencyOf(
                        Tuple.of(60, text), Tuple.of(1, text.map(pattern -> filled(pattern, max))))
                .withoutEdgeCases();
    }

    /** What counts as absent. */
    static Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "\t\r\n", "\u3000", "\u0000", "\u2028", " \u0001 \ufffe");
    }

    /**
     * What the server makes of a text: line ends are line feeds, characters outside the production
     * Char of XML 1.0 are gone, then white space at both ends; null when nothing is left.
     */
    static @Nullable String normalised(String raw) {
        String text =
                raw.replaceAll("\r\n?", "\n")
                        .replaceAll(
                                "[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "")
                        .strip();
        return text.isEmpty() ? null : text;
    }

    private static Arbitrary<String> run(int first, int last) {
        return Arbitraries.integers()
                .between(first, last)
                .withoutEdgeCases()
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(points -> points.stream().map(Texts::code).collect(Collectors.joining()));
    }

    private static String code(int point) {
        return Character.toString(point);
    }

    /** The pattern again and again, so many characters long; line ends are two bytes each. */
    private static String filled(String pattern, int length) {
        String unit = "x" + pattern.replaceAll("\r\n?", "\n") + "y";
        String clean = normalised(unit);
        String all = String.valueOf(clean).repeat(length / 2);
        return (all.substring(0, all.offsetByCodePoints(0, length - 1)) + "z")
                .replace("\n", "\r\n");
    }
}
