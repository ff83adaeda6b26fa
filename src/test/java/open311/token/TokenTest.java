package open311.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import open311.http.Format;
import open311.http.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {
    /** Clients take a null or an empty element for an id. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON | 7 | [{\"service_request_id\":\"7\",\"token\":\"abc\"}]",
                "JSON |   | [{\"token\":\"abc\"}]",
                "XML  | 7 | <service_requests><request><service_request_id>7</service_request_id><token>abc</token></request></service_requests>",
                "XML  |   | <service_requests><request><token>abc</token></request></service_requests>",
            })
    void idIsThereOrLeftOut(Format format, String id, String expected) {
        String document =
                new String(
                        Wire.bytes(format, Token.class, List.of(new Token(id, "abc"))),
                        StandardCharsets.UTF_8);
        assertEquals(expected, document.replaceFirst("^<\\?.*?\\?>", ""));
    }
}
