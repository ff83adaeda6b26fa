package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import open311.database.EmbeddedDatabase;
import open311.http.Format;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty times as many calls as the server can answer, sent on schedule: those that it takes in are
 * answered soon, the others are told at once to come again, its memory stays as it is, and it is as
 * quick as before when the rush is over.
 */
class OverloadFaultIT {
    private static final Logger LOG = Logger.getLogger(OverloadFaultIT.class);
    private static final int TOO_MANY = 20;
    private static final int CALLERS = 8;
    private static final int CROWDS = 2;
    private static final int MOST_CONNECTIONS = 2000;
    private static final int REQUESTS = 5000;

    /** Of which Java's heap has 256 MB; the rest is code, threads and buffers. */
    private static final long MOST_KILOBYTES = 700_000;

    private static final Duration RUSH =
            Duration.ofSeconds(Integer.getInteger("faults.seconds", 60));
    private static final int NOISE_MILLIS = 20;
    private static final Duration LONGEST_WHEN_QUIET = Duration.ofSeconds(2);

    /** No measure of speed: the machine may have other work. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    private static final List<CrowdCall> CALLS =
            List.of(
                    report(Format.JSON),
                    CrowdCall.get("requests", "?page_size=50", Format.JSON),
                    CrowdCall.get("requests/7", "", Format.JSON),
                    report(Format.XML),
                    CrowdCall.get("requests", "?page_size=50", Format.XML),
                    CrowdCall.get("requests/4321", "", Format.XML));

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final AtomicLong mostKilobytes = new AtomicLong();
    private boolean isBusyAlready;
    private EmbeddedDatabase database;
    private PackagedServer server;

    @BeforeEach
    void startDatabase() throws Exception {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        isBusyAlready = machine.getSystemLoadAverage() > machine.getAvailableProcessors();
        LOG.infof("The load of the machine before: %.1f", machine.getSystemLoadAverage());
        SharedPrograms.linkInto(directory.resolve("database"));
        database = EmbeddedDatabase.start(directory.resolve("database"));
    }

    @AfterEach
    void close() throws Exception {
        if (server != null) {
            server.close();
        }
        database.close();
    }

    @Test
    void whatIsTooMuchIsRefusedForSomeSeconds() throws Exception {
        start(Map.of());
        overload(Duration.ofSeconds(1), Duration.ofSeconds(3), LONGEST);
    }

    @Test
    @Tag("faults")
    void whatIsTooMuchIsRefusedAtOnceForAMinute() throws Exception {
        start(Map.of());
        overload(Duration.ofSeconds(5), RUSH, isBusyAlready ? LONGEST : LONGEST_WHEN_QUIET);
    }

    @Test
    @Tag("faults")
    void oneCallerAloneIsHeldByTheLimits() throws Exception {
        start(
                Map.of(
                        "OPEN311_CALLS_A_MINUTE_PER_ADDRESS", "12000",
                        "OPEN311_CALLS_A_MINUTE_PER_KEY", "12000"));
        Outcomes outcomes =
                overload(Duration.ofSeconds(5), RUSH, isBusyAlready ? LONGEST : LONGEST_WHEN_QUIET);
        assertTrue(outcomes.statuses.containsKey(429), outcomes::toString);
    }

    private Outcomes overload(Duration before, Duration rush, Duration longestAnswer)
            throws Exception {
        inTurns(before);
        Outcomes normal = inTurns(before);
        int rate = (int) (normal.answered.count() / before.toSeconds());
        LOG.infof("%d calls a second by %d callers: %s", rate, CALLERS, normal);
        long kilobytes = server.residentKilobytes();
        Outcomes outcomes = watched(() -> rush(rate * TOO_MANY, rush));
        LOG.infof(
                "%d calls a second for %d s: %s; %d answers a second; memory %d KB before, at most %d KB",
                rate * TOO_MANY,
                rush.toSeconds(),
                outcomes,
                outcomes.answered.count() / rush.toSeconds(),
                kilobytes,
                mostKilobytes.get());
        awaitRecovery(normal, isBusyAlready ? LONGEST_RECOVERY : RECOVERY);
        assertHeld(outcomes, longestAnswer);
        return outcomes;
    }

    private void assertHeld(Outcomes outcomes, Duration longestAnswer) {
        assertEquals(Map.of(), outcomes.faults, outcomes::toString);
        assertEquals(0, outcomes.unanswered, "Nobody is left without an answer");
        assertTrue(outcomes.refused.count() > 0, outcomes::toString);
        assertTrue(outcomes.answered.millis(0.99) < longestAnswer.toMillis(), outcomes::toString);
        assertTrue(mostKilobytes.get() < MOST_KILOBYTES, mostKilobytes::toString);
        assertFalse(server.log().contains("OutOfMemory"), server::log);
        assertFalse(server.log().contains("\tat "), server::log);
    }

    /** As many callers as the server has time for, none of whom is refused. */
    private Outcomes inTurns(Duration duration) throws IOException {
        try (var crowd = new Crowd(server.port(), CALLS)) {
            Outcomes outcomes = crowd.inTurns(CALLERS, duration);
            assertEquals(Map.of(), outcomes.faults);
            return outcomes;
        }
    }

    /** By several crowds, since one gets no more of a busy processor than any other thread. */
    private Outcomes rush(int callsASecond, Duration duration) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CROWDS);
        try {
            var crowds = new ArrayList<Future<Outcomes>>();
            for (int i = 0; i < CROWDS; i++) {
                crowds.add(
                        threads.submit(
                                () -> {
                                    try (var crowd = new Crowd(server.port(), CALLS)) {
                                        return crowd.onSchedule(
                                                callsASecond / CROWDS,
                                                MOST_CONNECTIONS / CROWDS,
                                                duration);
                                    }
                                }));
            }
            var all = new Outcomes();
            for (Future<Outcomes> each : crowds) {
                all.add(each.get(duration.toSeconds() + 120, TimeUnit.SECONDS));
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private void awaitRecovery(Outcomes normal, Duration longest) throws IOException {
        long begin = System.nanoTime();
        Outcomes now;
        do {
            now = inTurns(Duration.ofMillis(250));
            assertTrue(
                    System.nanoTime() - begin < longest.toNanos(),
                    "Calls are still slower than before: " + now);
        } while (now.answered.count() == 0
                // One caller alone is still held by the limits, if there are any.
                || now.statuses.containsKey(503)
                || now.answered.millis(0.5) > 2 * normal.answered.millis(0.5) + NOISE_MILLIS);
        LOG.infof(
                "As quick as before within %d ms: %s",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), now);
    }

    private Outcomes watched(Callable<Outcomes> rush) throws Exception {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> watching =
                    watch.scheduleAtFixedRate(this::watchMemory, 0, 250, TimeUnit.MILLISECONDS);
            Outcomes outcomes = rush.call();
            watching.cancel(true);
            return outcomes;
        } finally {
            watch.shutdownNow();
        }
    }

    private void watchMemory() {
        try {
            mostKilobytes.accumulateAndGet(server.residentKilobytes(), Math::max);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("OPEN311_ADMIN_KEY", "an-admin-key-of-the-tests");
        all.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        all.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        all.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        server = PackagedServer.start(directory, all);
        try (Connection connection = database.address().connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into service_request (jurisdiction_id, id, service_request_id, service_code, type,
                        accepted_datetime, visibility, status, description, requested_datetime, updated_datetime,
                        changed_datetime, media_urls, attributes)
                    select 'haverhillma.gov', n, n::text, 'POTHOLE', 'realtime', now(), 'public', 'open',
                        'One of many', now() - n * interval '1 minute', now(), now(), '{}', '[]'
                    from generate_series(1, %d) n"""
                            .formatted(REQUESTS));
            statement.execute("analyze");
        }
    }

    private static CrowdCall report(Format format) {
        return CrowdCall.report(
                "service_code=POTHOLE&address_string=4+Summer+Street&description=One+of+too+many",
                format);
    }
}
