package open311.clients;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A call as a text block: the head, an empty line, the body. Line ends of the head and of multipart
 * bodies become CRLF, {@code {length}} the length of the body and {@code {png}} a picture.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and bytes are what is sent.
record Transcript(String head, byte[] body) {
    private static final byte[] PICTURE = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, (byte) 0xff
    };
    private static final int CHUNK = 50;

    static Transcript of(String text, Charset charset) {
        int end = text.indexOf("\n\n");
        String head = (end < 0 ? text : text.substring(0, end)).strip().replace("\n", "\r\n");
        String body = end < 0 ? "" : text.substring(end + 2);
        byte[] bytes =
                bytes(
                        mentions(head, "content-type: multipart")
                                ? body.replace("\n", "\r\n")
                                : body.replaceFirst("\n$", ""),
                        charset);
        return new Transcript(
                head.replace("{length}", Integer.toString(bytes.length)) + "\r\n\r\n",
                mentions(head, "transfer-encoding: chunked") ? chunked(bytes) : bytes);
    }

    byte[] headBytes() {
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean waitsForContinue() {
        return mentions(head, "expect: 100-continue");
    }

    boolean isHead() {
        return head.startsWith("HEAD ");
    }

    private static boolean mentions(String head, String header) {
        return head.toLowerCase(Locale.ROOT).contains("\r\n" + header);
    }

    private static byte[] bytes(String body, Charset charset) {
        var bytes = new ByteArrayOutputStream();
        int at = 0;
        for (int next = body.indexOf("{png}"); next >= 0; next = body.indexOf("{png}", at)) {
            bytes.writeBytes(body.substring(at, next).getBytes(charset));
            bytes.writeBytes(PICTURE);
            at = next + "{png}".length();
        }
        bytes.writeBytes(body.substring(at).getBytes(charset));
        return bytes.toByteArray();
    }

    private static byte[] chunked(byte[] body) {
        var chunks = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += CHUNK) {
            int size = Math.min(CHUNK, body.length - at);
            chunks.writeBytes(ascii(Integer.toHexString(size) + "\r\n"));
            chunks.write(body, at, size);
            chunks.writeBytes(ascii("\r\n"));
        }
        chunks.writeBytes(ascii("0\r\n\r\n"));
        return chunks.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
