package open311.operation;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls byte by byte, for what no HTTP client would send. */
final class Raw {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

    private Raw() {}

    /**
     * Sends a head, without the empty line at its end, and a body; Host, Content-Length and
     * Connection are added.
     */
    static Reply send(String head, byte[] body) throws IOException {
        return sendAsIs(
                (head
                                + "Host: localhost\r\nConnection: close\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1),
                body);
    }

    /** Sends these bytes and nothing else. */
    static Reply sendAsIs(byte[]... parts) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(5_000);
            var out = socket.getOutputStream();
            try {
                for (byte[] part : parts) {
                    out.write(part);
                }
                out.flush();
            } catch (SocketException e) {
                // The server may answer and hang up before it has read all.
            }
            return Reply.of(all(socket.getInputStream()));
        }
    }

    private static byte[] all(InputStream in) {
        var bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (IOException e) {
            // What came until then is the answer.
        }
        return bytes.toByteArray();
    }

    /** An answer; status 0: none came. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and bytes are what came.
    record Reply(int status, String head, byte[] body) {
        static Reply of(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int start = 0;
            if (text.startsWith("HTTP/1.1 100")) {
                start = text.indexOf("\r\n\r\n") + 4;
            }
            int end = text.indexOf("\r\n\r\n", start);
            if (end < 0) {
                return new Reply(0, text, new byte[0]);
            }
            String head = text.substring(start, end);
            Matcher status = STATUS.matcher(head);
            byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
            return new Reply(
                    status.lookingAt() ? Integer.parseInt(status.group(1)) : 0,
                    head,
                    head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
                            ? unchunked(body)
                            : body);
        }

        String header(String name) {
            return head.lines()
                    .filter(
                            line ->
                                    line.toLowerCase(Locale.ROOT)
                                            .startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }

        private static byte[] unchunked(byte[] body) {
            var whole = new ByteArrayOutputStream();
            int at = 0;
            while (at < body.length) {
                int line = at;
                while (line < body.length && body[line] != '\r') {
                    line++;
                }
                int size =
                        Integer.parseInt(
                                new String(body, at, line - at, StandardCharsets.ISO_8859_1), 16);
                whole.write(body, line + 2, size);
                at = line + 2 + size + 2;
                if (size == 0) {
                    break;
                }
            }
            return whole.toByteArray();
        }

        @Override
        public String toString() {
            return head + "\n\n" + new String(body, StandardCharsets.UTF_8);
        }
    }
}
