package open311.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @ParameterizedTest
    @NullAndEmptySource
    void nothingIsTheRoot(String raw) {
        assertEquals(Optional.of("/"), Paths.canonical(raw));
    }

    @ParameterizedTest
    @CsvSource({
        "/,                                   /",
        "//,                                  /",
        "///,                                 /",
        "/open311/v2/services.xml,            /open311/v2/services.xml",
        "//open311/v2/services.xml,           /open311/v2/services.xml",
        "/open311//v2///services.xml//,       /open311/v2/services.xml",
        "/a/,                                 /a",
        // Escapes stay, so that an escaped slash is no separator.
        "/services/a%2Fb.json,                /services/a%2Fb.json",
        "/services/a%2fb%2f,                  /services/a%2fb%2f",
        "/%2e%2E/%25,                         /%2e%2E/%25",
        // Plain in RFC 3986, and what is not.
        "'/a-b._~!$&''()*+,=:@c',             '/a-b._~!$&''()*+,=:@c'",
        "/a;b=c,                              /a%3Bb=c",
        "'/Public Works:Street',              /Public%20Works:Street",
        "'/a\"<>\\^`{|}[]#?b',                /a%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D%23%3Fb",
        "'/\t\u0000',                         /%09%00",
        // A character up to U+00FF is a byte as it came.
        "/caf\u00E9,                          /caf%E9",
        "/caf\u00C3\u00A9,                    /caf%C3%A9",
        "/\u0416,                             /%D0%96",
    })
    void eachPathHasOneSpelling(String raw, String expected) {
        assertEquals(Optional.of(expected), Paths.canonical(raw));
        assertEquals(Optional.of(expected), Paths.canonical(expected), "once is enough");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%", "/a%2", "/%zz", "/%2g", "/%g2", "/%%41", "/% 41", "/%\uFF11\uFF11"})
    void malformedEscapesHaveNoSpelling(String raw) {
        assertEquals(Optional.empty(), Paths.canonical(raw));
    }

    @ParameterizedTest
    @CsvSource({
        "/requests.json,        json",
        "/requests.JSON,        JSON",
        "/services/%.xml//,     xml",
        "//,                    ''",
        "/requests/1.2.xml,     xml",
        "/requests,             ''",
        "/v2.1/requests,        ''",
        "/requests.,            ''",
        "/.xml,                 xml",
        "/,                     ''",
        "/services/a%2Eb,       ''",
    })
    void suffixIsWhatFollowsTheLastDotOfTheLastSegment(String path, String expected) {
        assertEquals(expected, Paths.suffix(path));
    }

    @ParameterizedTest
    @ValueSource(chars = {'\0', 'a', '\u007F', '\u0080', '\u00FF'})
    void aCharacterIsAByte(char c) {
        assertArrayEquals(new byte[] {(byte) c}, Paths.bytes(c));
    }
}
