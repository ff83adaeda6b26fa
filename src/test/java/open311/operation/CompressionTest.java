package open311.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import open311.http.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers are compressed for those who ask, by gzip alone: old clients cannot read deflate. */
@QuarkusTest
class CompressionTest {
    @ParameterizedTest
    @CsvSource({
        "gzip,                                          gzip",
        "'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',     gzip",
        "'deflate, gzip',                               gzip",
        "deflate,                                       ",
        "br,                                            ",
        "identity,                                      ",
        "gzip;q=0,                                      ",
    })
    void compressedByGzipOrNotAtAll(String accepted, String expected) throws IOException {
        City city = City.create();
        for (Format format : Format.values()) {
            assertEquals(
                    expected,
                    get(city, format, "Accept-Encoding: " + accepted).header("Content-Encoding"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void compressedAnswerIsTheSame(Format format) throws IOException {
        City city = City.create();
        Raw.Reply plain = get(city, format, "X-Nothing: asked");
        assertNull(plain.header("Content-Encoding"));
        Raw.Reply compressed = get(city, format, "Accept-Encoding: gzip");
        assertTrue(compressed.body().length < plain.body().length);
        assertArrayEquals(
                plain.body(),
                new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes());
        assertTrue(plain.header("Vary").contains("Accept-Encoding"));
    }

    private static Raw.Reply get(City city, Format format, String header) throws IOException {
        return Raw.send(
                "GET %s HTTP/1.1\r\n%s\r\n".formatted(city.path(format, "services", ""), header),
                new byte[0]);
    }
}
