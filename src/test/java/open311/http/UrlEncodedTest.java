package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlEncodedTest {
    static final List<Arguments> PAIRS =
            List.of(
                    Arguments.of("", Map.of()),
                    Arguments.of("&&", Map.of()),
                    Arguments.of("a=1", Map.of("a", List.of("1"))),
                    Arguments.of("a=1&", Map.of("a", List.of("1"))),
                    Arguments.of("&a=1&&b=2", Map.of("a", List.of("1"), "b", List.of("2"))),
                    Arguments.of("a", Map.of("a", List.of(""))),
                    Arguments.of("a=", Map.of("a", List.of(""))),
                    Arguments.of("=1", Map.of("", List.of("1"))),
                    Arguments.of("a=b=c", Map.of("a", List.of("b=c"))),
                    Arguments.of("a=1;b=2", Map.of("a", List.of("1;b=2"))),
                    Arguments.of("a=2&a=1&a=2", Map.of("a", List.of("2", "1", "2"))),
                    Arguments.of("a+b=c+d", Map.of("a b", List.of("c d"))),
                    Arguments.of("a=%2B+%26%3d", Map.of("a", List.of("+ &="))),
                    Arguments.of("%61%3D=1", Map.of("a=", List.of("1"))),
                    Arguments.of("service_code+=1", Map.of("service_code", List.of("1"))),
                    Arguments.of("%20a%0D%0A=+1+", Map.of("a", List.of(" 1 "))),
                    Arguments.of(
                            "attribute%5BC%5D=1&attribute[C]=2",
                            Map.of("attribute[C]", List.of("1", "2"))),
                    Arguments.of("a=<b>\"{|}\\^`[]", Map.of("a", List.of("<b>\"{|}\\^`[]"))));

    @ParameterizedTest
    @FieldSource("PAIRS")
    void readsPairs(String raw, Map<String, List<String>> expected) {
        assertEquals(expected, read(raw));
    }

    @Test
    void keepsTheOrderOfNames() {
        assertEquals(List.of("c", "a", "b"), List.copyOf(read("c=1&a=1&c=2&b=1").keySet()));
    }

    static final List<Arguments> BYTES =
            List.of(
                    Arguments.of("Gro%C3%9Fe", "Große"),
                    Arguments.of("Gro\u00C3\u009Fe", "Große"),
                    Arguments.of("Gro%DFe", "Große"),
                    Arguments.of("Gro\u00DFe", "Große"),
                    Arguments.of("%F0%9F%98%80", "\uD83D\uDE00"),
                    Arguments.of("\u00F0\u009F\u0098%80", "\uD83D\uDE00"),
                    Arguments.of("%E2%82%AC", "€"),
                    Arguments.of("%00", "\0"),
                    // Not UTF-8: cut off, overlong, a surrogate, beyond Unicode, mixed with
                    // Latin-1.
                    Arguments.of("%C3", "Ã"),
                    Arguments.of("%E2%82", "â\u0082"),
                    Arguments.of("%C0%80", "À\u0080"),
                    Arguments.of("%ED%A0%80", "í\u00A0\u0080"),
                    Arguments.of("%F5%80%80%80", "õ\u0080\u0080\u0080"),
                    Arguments.of("%C3%9F%DF", "Ã\u009Fß"),
                    // Unescaped text beyond Latin-1, should a client library let it through.
                    Arguments.of("\u20AC", "€"));

    @ParameterizedTest
    @FieldSource("BYTES")
    void decodesUtf8AndOtherwiseLatin1(String raw, String expected) {
        assertEquals(Map.of("a", List.of(expected)), read("a=" + raw));
    }

    @Test
    void eachNameAndValueIsDecodedByItself() {
        assertEquals(
                Map.of("ä", List.of("ä", "ä"), "b", List.of("Ä")),
                read("%E4=%C3%A4&%C3%A4=%E4&b=%C4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%", "%4", "%zz", "%4g", "%u20AC", "100%&b=1", "% 41", "%%41"})
    void malformedEscapeIsA400(String raw) {
        for (String where : List.of("query", "body")) {
            var e =
                    assertThrows(
                            GeoReportException.class,
                            () -> UrlEncoded.read("a=" + raw, where, new LinkedHashMap<>()));
            assertEquals(400, e.status());
            String description = e.errors().get(0).description();
            assertTrue(
                    description.startsWith("The " + where + " holds a percent sign"), description);
        }
        assertThrows(GeoReportException.class, () -> read(raw.replace("&b=1", "") + "=1"));
    }

    private static Map<String, List<String>> read(String raw) {
        var fields = new LinkedHashMap<String, List<String>>();
        UrlEncoded.read(raw, "query", fields);
        return fields;
    }
}
