package open311.packaged;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network between a server and its PostgreSQL, which can be made to fail. Whole at the
 * beginning. Safe for use by several threads.
 */
final class DatabaseProxy implements AutoCloseable {
    private static final int MOST_LINKS = 100;
    private static final int CHUNK = 16 * 1024;

    /** After which an operating system gives up on a peer that is heard of no more. */
    private static final Duration KEEPALIVE = Duration.ofSeconds(15);

    /** How long an answer that was armed for is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket listening;
    private final InetSocketAddress database;
    private final Random random;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Thread accepting;

    private final AtomicInteger halves = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile byte[] marker = {};
    private volatile boolean refuses;
    private volatile boolean isSilent;
    private volatile int longestDelayMillis;

    /**
     * @param databasePort of the PostgreSQL, on the loopback address
     */
    DatabaseProxy(int databasePort, long seed) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        database = new InetSocketAddress(loopback, databasePort);
        random = new Random(seed);
        listening = new ServerSocket(0, 50, loopback);
        accepting = new Thread(this::accept, "proxy");
        accepting.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Ends every connection at once. */
    void cut() {
        links.forEach(Link::cut);
    }

    /** Ends every connection, and each new one as soon as it comes. */
    void refuse() {
        refuses = true;
        cut();
    }

    /** Keeps each part of what is sent for a random time. */
    void delay(int longestMillis) {
        longestDelayMillis = longestMillis;
    }

    /** Goes on to accept, and forwards nothing. */
    void fallSilent() {
        isSilent = true;
    }

    /** Ends that many connections, each in the middle of a part of an answer. */
    void breakAnswers(int count) throws InterruptedException {
        await(halves, count);
    }

    /**
     * Ends that many connections where the answer to a statement with that text would come: it was
     * carried out.
     */
    void withholdAnswers(int count, String text) throws InterruptedException {
        marker = text.getBytes(ISO_8859_1);
        await(unanswered, count);
    }

    private static void await(AtomicInteger armed, int count) throws InterruptedException {
        armed.set(count);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (armed.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        if (armed.getAndSet(0) == count) {
            throw new AssertionError("There was no answer to disturb");
        }
    }

    /** What was held back goes on its way. */
    void heal() {
        refuses = false;
        longestDelayMillis = 0;
        isSilent = false;
        links.forEach(Link::wake);
    }

    /** Of the connections that there are, no end is heard of the other any more. */
    void healForNewConnections() {
        links.forEach(Link::lose);
        heal();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (refuses || links.size() >= MOST_LINKS) {
                    reset(client);
                } else {
                    open(client);
                }
            } catch (IOException e) {
                // Closed, or the database refused; then the client was cut off.
            }
        }
    }

    private void open(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(database, (int) PATIENCE.toMillis());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
        Link link = new Link(client, server);
        links.add(link);
        link.start();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    private static boolean takeOne(AtomicInteger armed) {
        return armed.get() > 0 && armed.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private int random(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    @Override
    public void close() throws Exception {
        listening.close();
        accepting.join(PATIENCE.toMillis());
        for (Link link : links) {
            link.cut();
            link.join();
        }
    }

    /** One connection of the server, and the one to the database that belongs to it. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final Thread there = new Thread(this::forwardThere, "proxy-there");
        private final Thread back = new Thread(this::forwardBack, "proxy-back");
        private volatile boolean withholds;
        private volatile boolean isCut;
        private long lostUntil;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            there.start();
            back.start();
        }

        private void forwardThere() {
            try (InputStream in = client.getInputStream();
                    OutputStream out = server.getOutputStream()) {
                forward(in, out, true);
            } catch (IOException e) {
                // Cut.
            } finally {
                end();
            }
        }

        private void forwardBack() {
            try (InputStream in = server.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                forward(in, out, false);
            } catch (IOException e) {
                // Cut.
            } finally {
                end();
            }
        }

        private void forward(InputStream in, OutputStream out, boolean isThere) throws IOException {
            byte[] chunk = new byte[CHUNK];
            int length;
            while ((length = in.read(chunk)) >= 0) {
                pause();
                awaitNetwork();
                if (isThere) {
                    withholds |= isMarked(chunk, length) && takeOne(unanswered);
                } else if (withholds) {
                    cut();
                } else if (takeOne(halves)) {
                    out.write(chunk, 0, random(length));
                    cut();
                }
                out.write(chunk, 0, length);
            }
            // The end of a connection does not get through a silent network either.
            awaitNetwork();
        }

        private boolean isMarked(byte[] chunk, int length) {
            return unanswered.get() > 0
                    && new String(chunk, 0, length, ISO_8859_1)
                            .contains(new String(marker, ISO_8859_1));
        }

        private void pause() throws IOException {
            int longest = longestDelayMillis;
            if (longest > 0) {
                try {
                    TimeUnit.MILLISECONDS.sleep(random(longest));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }

        private synchronized void awaitNetwork() throws IOException {
            try {
                while (!isCut && (isSilent || lostUntil != 0)) {
                    if (lostUntil != 0 && System.nanoTime() > lostUntil) {
                        cut();
                    } else {
                        wait(KEEPALIVE.toMillis());
                    }
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        synchronized void lose() {
            lostUntil = System.nanoTime() + KEEPALIVE.toNanos();
        }

        synchronized void wake() {
            notifyAll();
        }

        synchronized void cut() {
            isCut = true;
            reset(client);
            reset(server);
            notifyAll();
        }

        /** In order, so that the last words of the database arrive. */
        private void end() {
            links.remove(this);
            try (client;
                    server) {
                wake();
            } catch (IOException e) {
                // It has ended already.
            }
        }

        void join() throws InterruptedException {
            for (Thread thread : Arrays.asList(there, back)) {
                thread.join(PATIENCE.toMillis());
            }
        }
    }
}
