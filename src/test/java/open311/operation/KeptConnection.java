package open311.operation;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A connection that is kept from call to call, as far as the server keeps it. */
final class KeptConnection implements Closeable {
    private static final int DEADLINE_MILLIS = 10_000;

    private Socket socket;
    private InputStream in;

    /**
     * The answer to a call; its status is 0 where the server hung up without one. One that takes
     * longer than the deadline is a SocketTimeoutException.
     */
    Raw.Reply send(FuzzedCall call) throws IOException {
        boolean isFresh = socket == null;
        Raw.Reply reply = sendOnce(call);
        // A connection that was left idle may be closed under a client's hands.
        if (reply.status() == 0 && !isFresh) {
            reply = sendOnce(call);
        }
        return reply;
    }

    private Raw.Reply sendOnce(FuzzedCall call) throws IOException {
        if (socket == null) {
            socket = new Socket("localhost", RestAssured.port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        boolean isKept = false;
        try {
            write(call);
            Raw.Reply reply = read(call.isHead());
            isKept =
                    !call.torn()
                            && reply.status() > 0
                            && !"close".equalsIgnoreCase(reply.header("Connection"))
                            && !isOpen(reply);
            return reply;
        } finally {
            if (!isKept) {
                close();
            }
        }
    }

    private void write(FuzzedCall call) throws IOException {
        try {
            socket.getOutputStream().write(call.bytes());
            if (call.torn()) {
                socket.shutdownOutput();
            }
        } catch (SocketException e) {
            // The server may answer and hang up before it has read all.
        }
    }

    private Raw.Reply read(boolean isHead) throws IOException {
        var nothing = new Raw.Reply(0, "", new byte[0]);
        try {
            String head = head();
            while (head.startsWith("HTTP/1.1 100")) {
                head = head();
            }
            // In the protocol of the request line, which may be one that nobody knows.
            int status = Integer.parseInt(head.split(" ", 3)[1]);
            var reply = new Raw.Reply(status, head.strip(), new byte[0]);
            if (isHead || reply.status() == 204 || reply.status() == 304 || isOpen(reply)) {
                return reply;
            }
            return new Raw.Reply(reply.status(), reply.head(), body(reply));
        } catch (EOFException | SocketException e) {
            return nothing;
        }
    }

    /** Whether what follows has no end, or is no HTTP/1.1 any more. */
    private static boolean isOpen(Raw.Reply reply) {
        return reply.status() == 101
                || String.valueOf(reply.header("Content-Type")).startsWith("text/event-stream");
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private byte[] body(Raw.Reply reply) throws IOException {
        byte[] body;
        if ("chunked".equalsIgnoreCase(reply.header("Transfer-Encoding"))) {
            body = chunks();
        } else if (reply.header("Content-Length") != null) {
            body = in.readNBytes(Integer.parseInt(reply.header("Content-Length")));
        } else {
            body = in.readAllBytes();
        }
        return "gzip".equals(reply.header("Content-Encoding"))
                ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
                : body;
    }

    private byte[] chunks() throws IOException {
        var whole = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line().split(";", 2)[0].strip().toLowerCase(Locale.ROOT), 16);
            whole.write(in.readNBytes(size));
            line();
        } while (size > 0);
        return whole.toByteArray();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
