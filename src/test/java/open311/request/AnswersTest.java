package open311.request;

import static open311.request.Fixtures.CATALOG;
import static open311.request.Fixtures.HAVERHILL;
import static open311.request.Fixtures.assertProblems;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import open311.http.Calls;
import open311.http.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** */
class AnswersTest {
    private static final String REQUIRED = "attribute[ONE]=S&";
    private static final Answer ONE = new Answer("ONE", List.of("S"));

    static final List<Arguments> GOOD =
            List.of(
                    Arguments.of("attribute[MANY]=01", answer("MANY", "01")),
                    Arguments.of(
                            "attribute[MANY]=02&attribute[MANY]=01", answer("MANY", "02", "01")),
                    Arguments.of(
                            "attribute[MANY][]=01&attribute[MANY][]=02",
                            answer("MANY", "01", "02")),
                    Arguments.of(
                            "attribute[MANY][0]=01&attribute[MANY][1]=02",
                            answer("MANY", "01", "02")),
                    Arguments.of("attribute%5BMANY%5D%5B%5D=01", answer("MANY", "01")),
                    Arguments.of("attribute[MANY]=01,02", answer("MANY", "01", "02")),
                    Arguments.of("attribute[MANY]=+01+,+02+,", answer("MANY", "01", "02")),
                    Arguments.of("attribute[MANY]=a,b", answer("MANY", "a,b")),
                    Arguments.of(
                            "attribute[MANY]=a,b&attribute[MANY]=02,01",
                            answer("MANY", "a,b", "02", "01")),
                    Arguments.of(
                            "attribute[MANY]=01&attribute[MANY][]=01,02",
                            answer("MANY", "01", "02")),
                    Arguments.of("attribute[STRING]=<b>+%26", answer("STRING", "<b> &")),
                    Arguments.of("attribute[STRING]=a,b", answer("STRING", "a,b")),
                    Arguments.of(
                            "attribute[STRING]=+x+&attribute[STRING]=x", answer("STRING", "x")),
                    Arguments.of("attribute[TEXT]=a%0D%0A%00b", answer("TEXT", "a\nb")));

    @ParameterizedTest
    @FieldSource("GOOD")
    void answersAreRead(String body, Answer expected) {
        assertEquals(List.of(ONE, expected), parse(REQUIRED + body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "L", "a,b"})
    void oneOptionIsTakenAsItIs(String key) {
        assertEquals(List.of(answer("ONE", key)), parse("attribute[ONE]=" + key));
        assertEquals(List.of(answer("ONE", key)), parse("attribute[ONE][0]=" + key));
        assertEquals(List.of(answer("ONE", key)), parse("attribute[ONE][]=" + key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "12",
                "-3",
                "2.5",
                "+1",
                ".5",
                "1.",
                "1e3",
                "007",
                "12345678901234567890.123456789"
            })
    void numbersAreKeptAsWritten(String number) {
        assertEquals(
                List.of(ONE, answer("NUMBER", number)),
                parse(REQUIRED + "attribute[NUMBER]=" + number.replace("+", "%2B")));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:15:30-05:00",
        "2026-11-22T13:15:30Z",
        "2026-11-22",
        "2026-11-22T08:15",
        "2026-11-22 08:15:30"
    })
    void datetimesAreKeptAsWritten(String datetime) {
        assertEquals(
                List.of(ONE, answer("WHEN", datetime)),
                parse(REQUIRED + "attribute[WHEN]=" + datetime.replace(' ', '+')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "attribute[MANY]=&attribute[NUMBER]=+&attribute[WHEN]=&attribute[TEXT]=%00",
                // Not in the definition, a line of information, another case, no attribute at all.
                "attribute[uprn]=1&attribute[title]=x&attribute[fixmystreet_id]=3",
                "attribute[NOTE]=x&attribute[NOTE]=y",
                "attribute[number]=x&attribute[when]=y",
                "attribute=x&attribute[]=y&NUMBER=z&attributes[NUMBER]=x"
            })
    void theRestIsNoAnswerAndNoProblem(String body) {
        assertEquals(List.of(ONE), parse(REQUIRED + body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "attribute[ONE]=", "attribute[ONE][]=+", "attribute[one]=S", "ONE=S"})
    void requiredAnswersAreDemanded(String body) {
        assertProblems(
                List.of("400 attribute[ONE] was not provided; the service requires it"),
                () -> parse(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[NUMBER]=twelve | 'twelve' is not a number, such as 12 or 2.5",
                "[NUMBER]=1%2C5  | '1,5' is not a number, such as 12 or 2.5",
                "[NUMBER]=NaN    | 'NaN' is not a number, such as 12 or 2.5",
                "[NUMBER]=0x10   | '0x10' is not a number, such as 12 or 2.5",
                "[WHEN]=soon     | 'soon' is not a datetime; write it like 2026-11-22T08:15:30-05:00",
                "[WHEN]=11/22/26 | '11/22/26' is not a datetime; write it like 2026-11-22T08:15:30-05:00",
                "[MANY]=03       | '03' is not one of its keys: 01, 02, a,b",
                "[MANY]=01,3     | '3' is not one of its keys: 01, 02, a,b",
                "[MANY]=1        | '1' is not one of its keys: 01, 02, a,b",
            })
    void wrongAnswersAreNamed(String body, String expected) {
        String code = body.substring(0, body.indexOf('='));
        assertProblems(
                List.of("400 attribute" + code + " " + expected),
                () -> parse(REQUIRED + "attribute" + body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "s", "S,L"})
    void aKeyMustBeOneOfTheList(String key) {
        assertProblems(
                List.of("400 attribute[ONE] '" + key + "' is not one of its keys: S, L, a,b"),
                () -> parse("attribute[ONE]=" + key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ONE", "NUMBER", "WHEN", "STRING", "TEXT"})
    void severalValuesAreForMultivaluelistsOnly(String code) {
        assertProblems(
                List.of("400 attribute[" + code + "] was given 2 values; it takes one"),
                () ->
                        parse(
                                (code.equals("ONE") ? "" : REQUIRED)
                                        + "attribute["
                                        + code
                                        + "]=1&attribute["
                                        + code
                                        + "][]=2"));
    }

    @Test
    void textsHaveALimitInCodePoints() {
        String longest = "%F0%9F%98%80".repeat(4000);
        assertEquals(2, parse(REQUIRED + "attribute[TEXT]=" + longest).size());
        assertProblems(
                List.of("400 attribute[STRING] has 4001 characters; at most 4000 are allowed"),
                () -> parse(REQUIRED + "attribute[STRING]=" + longest + "x"));
    }

    @Test
    void hugeNumbersAreRefusedQuickly() {
        for (String number : List.of("9".repeat(101), "1e" + "9".repeat(99))) {
            assertProblems(
                    List.of(
                            "400 attribute[NUMBER] '"
                                    + number.substring(0, 80)
                                    + "…' is not a number, such as 12 or 2.5"),
                    () -> parse(REQUIRED + "attribute[NUMBER]=" + number));
        }
    }

    @Test
    void everyProblemIsNamed() {
        assertProblems(
                List.of(
                        "400 attribute[ONE] was not provided; the service requires it",
                        "400 attribute[MANY] 'x' is not one of its keys: 01, 02, a,b",
                        "400 attribute[MANY] 'y' is not one of its keys: 01, 02, a,b",
                        "400 attribute[NUMBER] 'z' is not a number, such as 12 or 2.5"),
                () -> parse("attribute[MANY]=x,y,01&attribute[NUMBER]=z"));
    }

    @Test
    void isStoredAsJson() {
        assertEquals(
                "[{\"code\":\"A\",\"values\":[\"1\",\"\\\"ä\"]},{\"code\":\"B\",\"values\":[]}]",
                Answer.toJson(List.of(answer("A", "1", "\"ä"), answer("B"))));
        assertEquals("[]", Answer.toJson(List.of()));
    }

    private static Answer answer(String code, String... values) {
        return new Answer(code, List.of(values));
    }

    private static List<Answer> parse(String body) {
        Parameters parameters = Calls.form(body);
        List<Answer> answers =
                Answers.parse(
                        parameters,
                        CATALOG.find("ASKING").orElseThrow().definition(),
                        HAVERHILL.timeZone());
        parameters.throwIfWrong();
        return answers;
    }
}
