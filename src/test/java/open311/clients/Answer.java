package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** What came back, read as clients read it: by its own headers. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and bytes are what came.
record Answer(String head, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHARSET =
            Pattern.compile("charset=([\\w-]+)", Pattern.CASE_INSENSITIVE);

    Answer with(byte[] newBody) {
        return new Answer(head, newBody);
    }

    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The same answer, which has to be a success. */
    Answer ok() {
        return is(200);
    }

    /** The same answer, which has to have this status. */
    Answer is(int status) {
        assertEquals(status, status(), this::toString);
        return this;
    }

    @Nullable String header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** In the charset that it names; without one ISO-8859-1, as HTTP libraries have it. */
    String text() {
        Matcher charset = CHARSET.matcher(String.valueOf(header("Content-Type")));
        return new String(
                plain(),
                charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.ISO_8859_1);
    }

    JsonNode json() {
        try {
            return JSON.readTree(text());
        } catch (IOException e) {
            throw new AssertionError(toString(), e);
        }
    }

    /** The root of a document of this name. */
    Element xml(String root) {
        Element element = Dom.parse(plain());
        assertEquals(root, element.getTagName(), this::toString);
        return element;
    }

    /** The body, unzipped where it is zipped. */
    byte[] plain() {
        if (!"gzip".equals(header("Content-Encoding"))) {
            return body;
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unzipped.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(head, e);
        }
    }

    @Override
    public String toString() {
        return head + "\n" + text();
    }
}
