package open311.packaged;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection of a {@link Crowd}, with one call at a time. Never waits. */
final class CrowdConnection {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length: ";

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer part = ByteBuffer.allocate(1 << 14);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable CrowdCall call;
    private @Nullable String head;
    private long sent;

    CrowdConnection(Selector selector, InetSocketAddress server) throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(server);
    }

    /** Sends a call, as soon as the connection is there. */
    void send(CrowdCall newCall) throws IOException {
        call = newCall;
        sent = System.nanoTime();
        head = null;
        received.reset();
        if (channel.isConnected()) {
            write();
        }
    }

    private void write() throws IOException {
        var bytes = ByteBuffer.wrap(call().bytes());
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("A call does not fit into the socket's buffer");
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Does what can be done; true when the answer is there. */
    boolean goOn() throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            write();
            return false;
        }
        int count = channel.read(part.clear());
        if (count < 0) {
            throw new EOFException("The connection was closed");
        }
        received.write(part.array(), 0, count);
        if (head == null) {
            String text = received.toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf(END_OF_HEAD);
            if (end < 0) {
                return false;
            }
            head = text.substring(0, end + END_OF_HEAD.length());
        }
        return received.size() >= head.length() + length(head);
    }

    private static int length(String head) throws IOException {
        int begin = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (begin < 0) {
            throw new IOException("An answer without a length: " + head);
        }
        begin += LENGTH.length();
        return Integer.parseInt(head.substring(begin, head.indexOf('\r', begin)));
    }

    CrowdCall call() {
        return Objects.requireNonNull(call);
    }

    /** Since it was sent, or would have been with a connection. */
    long tookNanos() {
        return System.nanoTime() - sent;
    }

    CrowdAnswer answer() {
        String known = Objects.requireNonNull(head);
        return new CrowdAnswer(known, received);
    }

    boolean isToBeClosed() {
        return Objects.requireNonNull(head)
                .toLowerCase(Locale.ROOT)
                .contains("\r\nconnection: close");
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
