package open311.packaged;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Callers who know nothing of each other, in one thread and at little cost, since the server shares
 * the processors: no more is read of an answer than has to be checked.
 */
final class Crowd implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);
    private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int CALLS_AT_ONCE = 64;
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final InetSocketAddress server;
    private final List<CrowdCall> calls;
    private final Selector selector;
    private final Set<CrowdConnection> connections = new HashSet<>();
    private final Deque<CrowdConnection> idle = new ArrayDeque<>();
    private int next;

    /**
     * Opens no connection yet.
     *
     * @param calls what they send, in turns
     */
    Crowd(int port, List<CrowdCall> calls) throws IOException {
        this.server = new InetSocketAddress("localhost", port);
        this.calls = List.copyOf(calls);
        selector = Selector.open();
    }

    /** So many callers, each of whom calls again when it has its answer. */
    Outcomes inTurns(int callers, Duration duration) throws IOException {
        var outcomes = new Outcomes();
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            while (connections.size() - idle.size() < callers) {
                send(outcomes);
            }
            look(outcomes);
        }
        awaitLast(outcomes);
        return outcomes;
    }

    /**
     * So many calls a second, sent when they are due, whether or not others were answered. A call
     * is not sent when there is no connection for it, or when this thread comes to it too late.
     */
    Outcomes onSchedule(int callsASecond, int mostConnections, Duration duration)
            throws IOException {
        var outcomes = new Outcomes();
        long begin = System.nanoTime();
        long all = callsASecond * duration.toMillis() / 1000;
        for (long offered = 0; offered < all; ) {
            long late = System.nanoTime() - begin - offered * NANOS_A_SECOND / callsASecond;
            if (late < 0 || offered % CALLS_AT_ONCE == 0) {
                look(outcomes);
            }
            if (late < 0) {
                continue;
            }
            offered++;
            if (late > LATE_NANOS) {
                outcomes.late++;
            } else if (idle.isEmpty() && connections.size() >= mostConnections) {
                outcomes.unsent++;
            } else {
                send(outcomes);
            }
        }
        awaitLast(outcomes);
        return outcomes;
    }

    private void send(Outcomes outcomes) throws IOException {
        CrowdCall call = calls.get(next++ % calls.size());
        CrowdConnection connection = idle.poll();
        if (connection == null) {
            connection = new CrowdConnection(selector, server);
            connections.add(connection);
        }
        outcomes.sent++;
        try {
            connection.send(call);
        } catch (IOException e) {
            cutOff(connection, outcomes, e);
        }
    }

    private void look(Outcomes outcomes) throws IOException {
        selector.select(key -> handle(key, outcomes), 1);
    }

    private void handle(SelectionKey key, Outcomes outcomes) {
        var connection = (CrowdConnection) key.attachment();
        try {
            if (!connection.goOn()) {
                return;
            }
            outcomes.add(connection.call(), connection.answer(), connection.tookNanos());
            if (connection.isToBeClosed()) {
                close(connection);
            } else {
                idle.add(connection);
            }
        } catch (IOException e) {
            cutOff(connection, outcomes, e);
        }
    }

    private void cutOff(CrowdConnection connection, Outcomes outcomes, IOException e) {
        if (!idle.remove(connection)) {
            outcomes.cutOff(e);
        }
        close(connection);
    }

    private void close(CrowdConnection connection) {
        connections.remove(connection);
        connection.close();
    }

    private void awaitLast(Outcomes outcomes) throws IOException {
        long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (idle.size() < connections.size() && System.nanoTime() < deadline) {
            look(outcomes);
        }
        outcomes.unanswered = connections.size() - idle.size();
    }

    @Override
    public void close() throws IOException {
        connections.forEach(CrowdConnection::close);
        connections.clear();
        idle.clear();
        selector.close();
    }
}
