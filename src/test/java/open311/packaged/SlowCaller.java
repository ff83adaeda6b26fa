package open311.packaged;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A call that is sent in part, and then not at all or a little every second. Never waits. */
final class SlowCaller implements AutoCloseable {
    /** How it is sent, and by what it can be told apart from the others. */
    enum Manner {
        HEAD_THAT_STOPS("GET /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\nX-", ""),
        HEAD_THAT_DRIPS("GET /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\nX-", "a"),
        BODY_THAT_STOPS(post("Content-Length: 100"), ""),
        BODY_THAT_DRIPS(post("Content-Length: 100"), "a"),
        LARGE_BODY_THAT_DRIPS(post("Content-Length: 1000000"), "a"),
        CHUNKS_THAT_DRIP(post("Transfer-Encoding: chunked"), "1\r\na\r\n");

        private final String first;
        private final String everySecond;

        Manner(String first, String everySecond) {
            this.first = first;
            this.everySecond = everySecond;
        }

        boolean isOfTheHead() {
            return this == HEAD_THAT_STOPS || this == HEAD_THAT_DRIPS;
        }

        private static String post(String header) {
            return "POST /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\nX-API-Key: demo\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n"
                    + header
                    + "\r\n\r\n"
                    + (header.endsWith("chunked") ? "d\r\nservice_code=\r\n" : "service_code=");
        }
    }

    private final Manner manner;
    private final SocketChannel channel;
    private final StringBuilder answer = new StringBuilder();
    private final long begin;
    private long lastDrop;
    private boolean isEnded;
    private long endedAfterMillis;

    SlowCaller(int port, Manner manner) throws IOException {
        this.manner = manner;
        channel = SocketChannel.open(new InetSocketAddress("localhost", port));
        begin = System.nanoTime();
        lastDrop = begin;
        channel.write(bytes(manner.first));
        channel.configureBlocking(false);
    }

    /** Sends what is due and looks for an answer. */
    void goOn() {
        if (isEnded) {
            return;
        }
        try {
            read();
            long now = System.nanoTime();
            if (!isEnded && now - lastDrop >= TimeUnit.SECONDS.toNanos(1)) {
                lastDrop = now;
                channel.write(bytes(manner.everySecond));
            }
        } catch (IOException e) {
            end();
        }
    }

    private void read() throws IOException {
        var bytes = ByteBuffer.allocate(4096);
        int count = channel.read(bytes);
        if (count < 0) {
            end();
        } else {
            answer.append(StandardCharsets.UTF_8.decode(bytes.flip()));
        }
    }

    private void end() {
        isEnded = true;
        endedAfterMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    Manner manner() {
        return manner;
    }

    /** Whether the server has closed the connection. */
    boolean isEnded() {
        return isEnded;
    }

    long endedAfterMillis() {
        return endedAfterMillis;
    }

    /** The status, or nothing. */
    String status() {
        return answer.isEmpty() ? "no answer" : answer.substring(9, 12);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
