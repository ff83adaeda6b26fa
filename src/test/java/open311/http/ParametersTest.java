package open311.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import open311.http.Timestamps.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "a=", "a=+%20%09", "a=%00", "a=&a=+", "A=1", "aa=1", "b=a"})
    void blankIsAbsent(String query) {
        Parameters parameters = Calls.query(query);
        assertNull(parameters.text("a"));
        assertNull(parameters.instant("a", NEW_YORK, Edge.START));
        assertEquals(7, parameters.integer("a", 7, 1, 9));
        assertEquals(List.of(), parameters.list("a"));
        assertEquals(List.of(), parameters.webUrls("a"));
        assertFalse(parameters.has("a"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @CsvSource({"a=x, x", "a=+x+, x", "a=x&a=x, x", "a=&a=x, x", "a=x&a=%20x%0D%0A, x", "%61=x, x"})
    void oneValueIsTaken(String query, String expected) {
        Parameters parameters = Calls.query(query);
        assertEquals(expected, parameters.text("a"));
        assertTrue(parameters.has("a"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @Test
    void valuesThatContradictAreAProblem() {
        Parameters parameters = Calls.query("a=1&a=2&a=1");
        assertEquals("1", parameters.text("a"));
        assertProblems(parameters, "a was given several times with different values; give it once");
    }

    @Test
    void bodyAndQueryAreOneBagTheBodyFirst() {
        Parameters parameters =
                Calls.form("a=1&b=2&c=3&list=q", Calls.URLENCODED, "a=1&b=&d=4&list=b");
        assertEquals("1", parameters.text("a"));
        assertEquals("2", parameters.text("b"));
        assertEquals("3", parameters.text("c"));
        assertEquals("4", parameters.text("d"));
        assertEquals(List.of("b", "q"), parameters.list("list"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @CsvSource({
        "name=x,            x",
        "other=y,           y",
        "name=x&other=y,    x",
        "name=&other=y,     y",
        "name=+&other=+,    ",
    })
    void aliasStandsInWhereTheNameIsAbsent(String query, String expected) {
        Parameters parameters = Calls.form(query);
        assertEquals(expected, parameters.textOrAlias("name", "other"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @Test
    void lengthIsCountedInCodePoints() {
        String smile = "%F0%9F%98%80";
        Parameters longest = Calls.query("a=" + smile.repeat(1000) + "&b=" + "x".repeat(50));
        assertEquals(1000, Text.length(longest.text("a")));
        assertEquals(50, Text.length(longest.text("b", 50)));
        assertDoesNotThrow(longest::throwIfWrong);

        Parameters tooLong = Calls.query("a=" + smile.repeat(1001) + "&b=" + "x".repeat(51));
        tooLong.text("a");
        tooLong.text("b", 50);
        tooLong.textOrAlias("c", "a");
        assertProblems(
                tooLong,
                "a has 1001 characters; at most 1000 are allowed",
                "b has 51 characters; at most 50 are allowed",
                "c has 1001 characters; at most 1000 are allowed");
    }

    @Test
    void lineEndsCountOnce() {
        Parameters parameters = Calls.form("a=x%0D%0Ay");
        assertEquals("x\ny", parameters.text("a", 3));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    static final List<Arguments> LISTS =
            List.of(
                    Arguments.of("a=1", List.of("1")),
                    Arguments.of("a=1,2", List.of("1", "2")),
                    Arguments.of("a=1%2C2", List.of("1", "2")),
                    Arguments.of("a=1&a=2", List.of("1", "2")),
                    Arguments.of("a=2,1&a=3,2", List.of("2", "1", "3")),
                    Arguments.of("a=+1+,,+2,+&a=,", List.of("1", "2")),
                    Arguments.of("a=001,1", List.of("001", "1")),
                    Arguments.of("a=A,a", List.of("A", "a")),
                    Arguments.of("a=x+y,z:/'", List.of("x y", "z:/'")));

    @ParameterizedTest
    @FieldSource("LISTS")
    void listsAreCutAtCommasAndRepetitions(String query, List<String> expected) {
        Parameters parameters = Calls.query(query);
        assertEquals(expected, parameters.list("a"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @Test
    void aListHasAtMostAThousandValues() {
        Parameters most = Calls.query("a=" + numbers(1000) + "&a=5");
        assertEquals(1000, most.list("a").size());
        assertDoesNotThrow(most::throwIfWrong);

        Parameters tooMany = Calls.query("a=" + numbers(1001));
        tooMany.list("a");
        assertProblems(tooMany, "a lists 1001 values; at most 1000 are allowed");
    }

    static final List<Arguments> BRACKETED =
            List.of(
                    Arguments.of("attribute[C]=v", Map.of("C", List.of("v"))),
                    Arguments.of("attribute%5BC%5D=v", Map.of("C", List.of("v"))),
                    Arguments.of("attribute[C]=v&attribute[C]=w", Map.of("C", List.of("v", "w"))),
                    Arguments.of(
                            "attribute[C][]=v&attribute[C][]=w", Map.of("C", List.of("v", "w"))),
                    Arguments.of(
                            "attribute%5BC%5D%5B0%5D=v&attribute[C][1]=w",
                            Map.of("C", List.of("v", "w"))),
                    Arguments.of(
                            "attribute[C][12]=v&attribute[C]=w&attribute[C][]=x",
                            Map.of("C", List.of("v", "w", "x"))),
                    Arguments.of(
                            "attribute[C]=v&attribute[c]=w",
                            Map.of("C", List.of("v"), "c", List.of("w"))),
                    Arguments.of("attribute[C]=&attribute[C]=+", Map.of("C", List.of())),
                    Arguments.of("attribute[C]=&attribute[C]=v", Map.of("C", List.of("v"))),
                    Arguments.of("attribute[0]=v", Map.of("0", List.of("v"))),
                    Arguments.of("attribute[a%20b.%C3%A4]=v", Map.of("a b.ä", List.of("v"))),
                    Arguments.of("attribute[C]+=v", Map.of("C", List.of("v"))),
                    Arguments.of("attribute[C]=a,b", Map.of("C", List.of("a,b"))),
                    Arguments.of("attribute=v", Map.of()),
                    Arguments.of("attribute[C=v", Map.of()),
                    Arguments.of("attributeC]=v", Map.of()),
                    Arguments.of("Attribute[C]=v", Map.of()),
                    Arguments.of("xattribute[C]=v", Map.of()));

    @ParameterizedTest
    @FieldSource("BRACKETED")
    void bracketedAreGatheredByCode(String body, Map<String, List<String>> expected) {
        Parameters parameters = Calls.form(body);
        assertEquals(expected, parameters.bracketed("attribute"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute[]=v",
                "attribute[][]=v",
                "attribute[",
                "attribute[]]=v",
                "attribute[C][x]=v",
                "attribute[[[[]]]]=v",
                "attribute[C][0][1]=v"
            })
    void oddBracketsDoNoHarm(String body) {
        Parameters parameters = Calls.form(body);
        parameters.bracketed("attribute");
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.gov/a.jpg",
                "https://example.gov:8443/a.jpg?x=1&y=%20#z",
                "HTTPS://EXAMPLE.GOV",
                "http://192.0.2.1/a",
                "http://[2001:db8::1]/a",
                "https://my_bucket.example.gov/a.jpg",
                "https://example.gov/ä.jpg",
            })
    void webUrlsAreTaken(String url) {
        Parameters parameters = Calls.query("media_url=" + encoded(url));
        assertEquals(List.of(url), parameters.webUrls("media_url"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.gov/a.jpg",
                "//example.gov/a.jpg",
                "/a.jpg",
                "ftp://example.gov/a.jpg",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "data:image/png;base64,AAAA",
                "http:",
                "http://",
                "http:///a.jpg",
                "https:example.gov",
                "http://:80/a",
                "null",
                "<b>"
            })
    void everythingElseIsNoWebUrl(String url) {
        Parameters parameters = Calls.query("media_url=" + encoded(url));
        parameters.webUrls("media_url");
        assertProblems(
                parameters,
                "media_url '"
                        + url
                        + "' is not an absolute http or https URL of at most 1000 characters");
    }

    @Test
    void webUrlsComeInTheirOrderAndOnce() {
        Parameters parameters =
                Calls.form("m=http://b/&m=http://a/&m=http://b/&m=&m=http://c/,http://d/");
        assertEquals(
                List.of("http://b/", "http://a/", "http://c/,http://d/"), parameters.webUrls("m"));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @Test
    void webUrlsHaveLimits() {
        Parameters longest = Calls.query("m=http://a/" + "x".repeat(991));
        longest.webUrls("m");
        assertDoesNotThrow(longest::throwIfWrong);

        Parameters tooLong = Calls.query("m=http://a/" + "x".repeat(992));
        tooLong.webUrls("m");
        assertEquals(1, problems(tooLong).size());

        Parameters tooMany =
                Calls.query(
                        IntStream.range(0, 21)
                                .mapToObj(i -> "m=http://a/" + i)
                                .collect(Collectors.joining("&")));
        tooMany.webUrls("m");
        assertProblems(tooMany, "m was given 21 times; at most 20 are allowed");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "9, 9", "+5, 5", "%20007, 7", "%2B7, 7"})
    void integersWithinBounds(String text, int expected) {
        Parameters parameters = Calls.query("n=" + text);
        assertEquals(expected, parameters.integer("n", 3, 1, 9));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "-1", "x", "1.0", "1e0", "0x1", "9999999999", "1,2"})
    void everythingElseIsNoInteger(String text) {
        Parameters parameters = Calls.query("n=" + text);
        assertEquals(3, parameters.integer("n", 3, 1, 9));
        assertProblems(parameters, "n '" + text + "' is not a whole number from 1 to 9");
    }

    @Test
    void instantsAreLenient() {
        Parameters parameters = Calls.query("a=2026-11-22T18:45:30+05:30&b=2026-11-22&c=soon");
        assertEquals(
                Instant.parse("2026-11-22T13:15:30Z"),
                parameters.instant("a", NEW_YORK, Edge.START));
        assertEquals(
                Instant.parse("2026-11-23T04:59:59Z"), parameters.instant("b", NEW_YORK, Edge.END));
        assertDoesNotThrow(parameters::throwIfWrong);
        assertNull(parameters.instant("c", NEW_YORK, Edge.START));
        assertProblems(
                parameters,
                "c 'soon' is not a datetime; write it like 2026-11-22T08:15:30Z or"
                        + " 2026-11-22T08:15:30-05:00");
    }

    @Test
    void allProblemsAreReportedTogether() {
        Parameters parameters = Calls.query("n=x&d=y");
        parameters.integer("n", 1, 1, 9);
        parameters.problem(GeoReportException.unknown("service_code", "z"));
        parameters.instant("d", NEW_YORK, Edge.START);
        var e = assertThrows(GeoReportException.class, parameters::throwIfWrong);
        assertEquals(404, e.status());
        assertEquals(
                List.of(400, 404, 400), e.errors().stream().map(GeoReportError::code).toList());
    }

    @Test
    void whatIsQuotedFromTheCallerIsShortAndClean() {
        Parameters parameters = Calls.query("n=%01%FF" + "x".repeat(900));
        parameters.integer("n", 1, 1, 9);
        assertProblems(
                parameters, "n 'ÿ" + "x".repeat(79) + "…' is not a whole number from 1 to 9");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<GeoReportError> problems(Parameters parameters) {
        return assertThrows(GeoReportException.class, parameters::throwIfWrong).errors();
    }

    private static void assertProblems(Parameters parameters, String... expected) {
        assertEquals(
                List.of(expected),
                problems(parameters).stream().map(GeoReportError::description).toList());
    }
}
