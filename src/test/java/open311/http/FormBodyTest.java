package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {
    private static final String MULTIPART = "multipart/form-data; boundary=b";
    private static final String END = "--b--\r\n";

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=ISO-8859-1",
                "Application/X-WWW-Form-Urlencoded ;charset=utf-8",
                ";"
            })
    void urlencodedIsReadAndIsTheDefault(String contentType) {
        Parameters parameters = Calls.form(null, contentType, "a=Gro%DFe&b=Gro\u00C3\u009Fe");
        assertEquals("Große", parameters.text("a"));
        assertEquals("Große", parameters.text("b"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "text/plain", "application/json", "?"})
    void emptyBodyIsNeverAProblem(String contentType) {
        assertEquals("1", Calls.form("a=1", contentType, "").text("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/xml; charset=utf-8", "text/plain", "nonsense"})
    void otherTypesAreA415(String contentType) {
        assertStatus(415, contentType, "{}");
    }

    @Test
    void anUrlencodedFormHasAtMostAMebibyte() {
        String longest = "a=" + "x".repeat((1 << 20) - 2);
        assertEquals((1 << 20) - 2, Calls.form(longest).text("a").length());
        assertStatus(413, Calls.URLENCODED, longest + "x");
    }

    @Test
    void configuredLimitIsThatOfFormsToo() {
        byte[] body = "a=123456".getBytes(StandardCharsets.ISO_8859_1);
        Calls.form(null, Calls.URLENCODED, body, 8);
        assertEquals(
                413,
                assertThrows(
                                GeoReportException.class,
                                () -> Calls.form(null, Calls.URLENCODED, body, 7))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=B",
                "multipart/form-data;boundary=\"B\"",
                "Multipart/Form-Data; BOUNDARY=B",
                "multipart/form-data; charset=utf-8; boundary=B",
                "multipart/form-data; boundary=B; charset=utf-8",
                "multipart/form-data; boundary= B ",
            })
    void boundaryIsFound(String contentType) {
        String body = part("a", "1").replace("--b", "--B") + "--B--";
        assertEquals("1", Calls.form(null, contentType, body).text("a"));
    }

    /** CUTR, LWP, browsers, curl, Python, and one that RFC 2046 allows in quotes alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "===1795382848983===",
                "xYzZY",
                "----WebKitFormBoundary7MA4YWxkTrZu0gW",
                "------------------------d74496d66958873e",
                "f8a1c2:with/odd?chars(=,+)",
            })
    void oddBoundariesWorkUnquotedAndQuoted(String boundary) {
        String body = part("a", "1").replace("--b", "--" + boundary) + "--" + boundary + "--\r\n";
        for (String written : List.of(boundary, "\"" + boundary + "\"")) {
            assertEquals(
                    "1",
                    Calls.form(null, "multipart/form-data; boundary=" + written, body).text("a"));
        }
    }

    @Test
    void partsAreReadInTheirOrder() {
        Parameters parameters =
                Calls.form(
                        "d=4",
                        MULTIPART,
                        part("a", "1")
                                + part("list", "x")
                                + part("list", "y")
                                + part("c", "")
                                + END);
        assertEquals("1", parameters.text("a"));
        assertEquals(List.of("x", "y"), parameters.list("list"));
        assertNull(parameters.text("c"));
        assertEquals("4", parameters.text("d"));
    }

    @Test
    void nameIsFoundHoweverItIsWritten() {
        Map<String, String> names =
                Map.of(
                        "form-data; name=\"a\"", "a",
                        "form-data;name=\"a\"", "a",
                        "form-data; NAME=a", "a",
                        "form-data; name=\"attribute[C][]\"", "attribute[C][]",
                        "form-data; name=\"a\\\"b\\\\c\"", "a\"b\\c",
                        "form-data; name=\"Stra\u00C3\u009Fe\"", "Straße",
                        "form-data; name=\"Stra\u00DFe\"", "Straße",
                        "form-data; name=\"\u00C5\u0081\u00C3\u00B3d\u00C5\u00BA\"", "Łódź",
                        "form-data; x=y; name=\"a b \"", "a b");
        names.forEach(
                (disposition, name) ->
                        assertEquals(
                                "1",
                                Calls.form(null, MULTIPART, rawPart(disposition, "1") + END)
                                        .text(name),
                                disposition));
    }

    @Test
    void textPartsMayCarryHeadersAndAnExtraLineEnd() {
        String body =
                String.join(
                        "\r\n",
                        "--b",
                        "content-disposition: form-data; name=\"a\"",
                        "Content-Type: text/plain; charset=UTF-8",
                        "Content-Transfer-Encoding: 8bit",
                        "",
                        "Gro\u00C3\u009Fe\r\n",
                        "--b--");
        assertEquals("Große", Calls.form(null, MULTIPART, body).text("a"));
    }

    @Test
    void latin1PartsAreRead() {
        assertEquals("Große", Calls.form(null, MULTIPART, part("a", "Gro\u00DFe") + END).text("a"));
    }

    @Test
    void percentAndPlusStayAsTheyAre() {
        assertEquals("a+b%20c", Calls.form(null, MULTIPART, part("a", "a+b%20c") + END).text("a"));
    }

    @Test
    void filesArePassedOver() {
        String file = "\u0089PNG\r\n\u001A\n\0\u00FF--b\r--\r\n-b".repeat(5000);
        String body =
                part("a", "1")
                        + rawPart("form-data; name=\"media\"; filename=\"media.png\"", file)
                        + rawPart("form-data; name=\"x\"; filename*=UTF-8''a%20b", file)
                        + rawPart("form-data; filename=\"\"; name=\"y\"", "")
                        + part("b", "2")
                        + END;
        Parameters parameters = Calls.form(null, MULTIPART, body);
        assertEquals("1", parameters.text("a"));
        assertEquals("2", parameters.text("b"));
        assertNull(parameters.text("media"));
        assertNull(parameters.text("x"));
    }

    @Test
    void partsWithoutANameArePassedOver() {
        String body = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" + part("a", "1") + END;
        assertEquals("1", Calls.form(null, MULTIPART, body).text("a"));
    }

    @Test
    void preambleAndEpilogueAreIgnored() {
        String body = "This is MIME.\r\n" + part("a", "1") + END + "bye\r\n--b\r\n";
        assertEquals("1", Calls.form(null, MULTIPART, body).text("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b",
                "--b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--",
                "--c\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--c--",
                "a=1&b=2",
            })
    void brokenMultipartIsA400(String body) {
        assertStatus(400, MULTIPART, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; charset=utf-8",
            })
    void missingBoundaryIsA400(String contentType) {
        assertStatus(400, contentType, part("a", "1") + END);
    }

    @Test
    void aBoundaryOfAnyLengthEndsInAnAnswer() {
        for (int length : new int[] {70, 71, 4000, 5000, 100_000}) {
            String boundary = "x".repeat(length);
            String body = part("a", "1").replace("--b", "--" + boundary) + "--" + boundary + "--";
            String type = "multipart/form-data; boundary=" + boundary;
            if (length <= 70) {
                assertEquals("1", Calls.form(null, type, body).text("a"));
            } else {
                assertAnswered(type, body);
            }
        }
    }

    @Test
    void limitsAreA413OrA400() {
        byte[] body = (part("a", "x".repeat(1000)) + END).getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                413,
                assertThrows(
                                GeoReportException.class,
                                () -> Calls.form(null, MULTIPART, body, body.length - 1))
                        .status());
        Calls.form(null, MULTIPART, body, body.length);

        String field = "x".repeat(1 << 17);
        Calls.form(null, MULTIPART, part("a", field) + END);
        assertStatus(413, MULTIPART, part("a", field + "x") + END);

        Calls.form(null, MULTIPART, part("a", "1").repeat(1000) + END);
        assertStatus(400, MULTIPART, part("a", "1").repeat(1001) + END);
    }

    @Test
    void hugeHeadersEndInAnAnswer() {
        assertAnswered(MULTIPART, part("a".repeat(5000), "1") + END);
        assertAnswered(MULTIPART, part("a".repeat(9000), "1") + END);
        assertAnswered(MULTIPART, part("\\\"".repeat(4500), "1") + END);
        assertAnswered(MULTIPART, part("a".repeat(1_000_000), "1") + END);
        assertAnswered(
                MULTIPART, "--b\r\n" + "X-Header: x\r\n".repeat(100_000) + "\r\n1\r\n" + END);
    }

    /** Whatever the bytes, a call ends in parameters or in an error document. */
    @Test
    void mutatedBodiesAreReadOrRefused() {
        var random = new Random(311);
        String body =
                part("service_code", "POTHOLE")
                        + rawPart(
                                "form-data; name=\"media\"; filename=\"a.png\"", "\u0089PNG\0\r\n")
                        + part("description", "Gro\u00DFe")
                        + END;
        int read = 0;
        for (int i = 0; i < 3000; i++) {
            var mutated = new StringBuilder(body);
            for (int change = random.nextInt(4); change >= 0 && mutated.length() > 0; change--) {
                int at = random.nextInt(mutated.length());
                switch (random.nextInt(4)) {
                    case 0 -> mutated.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> mutated.deleteCharAt(at);
                    case 2 -> mutated.insert(at, (char) random.nextInt(256));
                    default -> mutated.setLength(at + 1);
                }
            }
            if (assertAnswered(MULTIPART, mutated.toString())) {
                read++;
            }
        }
        assertTrue(read > 300 && read < 2700, "some are read, some are refused: " + read);
    }

    private static String part(String name, String value) {
        return rawPart("form-data; name=\"" + name + "\"", value);
    }

    private static String rawPart(String disposition, String content) {
        return "--b\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static void assertStatus(int status, String contentType, String body) {
        assertEquals(
                status,
                assertThrows(GeoReportException.class, () -> Calls.form(null, contentType, body))
                        .status());
    }

    /** True when it was read, false when it was refused; fails at everything else. */
    private static boolean assertAnswered(String contentType, String body) {
        try {
            Calls.form(null, contentType, body);
            return true;
        } catch (GeoReportException e) {
            assertTrue(e.status() == 400 || e.status() == 413, e.getMessage());
            return false;
        }
    }
}
