package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.UnixOperatingSystemMXBean;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.api.Test;

/**
 * Thousands of calls that are wrong somewhere. Whatever comes, the server answers in time, in the
 * format asked for, tells nothing that is no caller's business, stores nothing that it refused, and
 * is as well afterwards as before.
 *
 * <p>{@code -Dfuzz.calls} says how many, {@code -Dfuzz.seed} which ones, {@code -Dfuzz.only}
 * repeats one of them by its number.
 */
@QuarkusTest
class FuzzTest {
    private static final int CALLS = Integer.getInteger("fuzz.calls", 1500);
    private static final long SEED = Long.getLong("fuzz.seed", 311);
    private static final int ONLY = Integer.getInteger("fuzz.only", -1);

    /** Fewer than exports may run at a time. */
    private static final int CALLERS = 3;

    private static final int MAX_FAILURES = 20;
    private static final long MAX_GROWTH_BYTES = 64 << 20;
    private static final int MAX_MORE_THREADS = 40;
    private static final int MAX_MORE_FILES = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the index and the documentation begin, and nothing else. */
    private static final String PAGE = "<!DOCTYPE html>";

    private static final Pattern TAKEN =
            Pattern.compile("(?:service_request_id|token)\\W{1,4}([\\w-]+)");

    /** Of the reporter and of what is hidden. */
    private static final List<String> PERSONAL =
            List.of(
                    "zaphodia@example.gov",
                    "5550199222",
                    "Zaphodia",
                    "Beeblebroxa",
                    "device-of-zaphodia",
                    "hidden-from-all",
                    "seen-by-staff-alone");

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reports = new AtomicInteger();

    /** Clients that hang up leave exports behind for a moment. */
    private final AtomicInteger full = new AtomicInteger();

    private City city;
    private City other;
    private String requestId;
    private String token;

    @Inject AgroalDataSource database;

    @Test
    void nothingThatIsSentHurts() throws Exception {
        seed();
        if (ONLY >= 0) {
            try (var connection = new KeptConnection()) {
                FuzzedCall call = Fuzzer.call(SEED, ONLY).filled(this::filled);
                System.out.println(call + "\n\n" + connection.send(call));
                check(ONLY, call, connection.send(call));
            }
            assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
            return;
        }
        System.out.printf("Fuzzing: %d calls, -Dfuzz.seed=%d%n", CALLS, SEED);
        long before = stored();
        int warmUp = CALLS / 4;
        run(0, warmUp);
        Size start = Size.now();
        run(warmUp, CALLS);
        assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
        Size end = Size.now();
        System.out.printf("Fuzzing: %s before, %s afterwards%n", start, end);
        assertTrue(end.bytes() - start.bytes() < MAX_GROWTH_BYTES, start + " " + end);
        assertTrue(end.threads() - start.threads() < MAX_MORE_THREADS, start + " " + end);
        assertTrue(end.files() - start.files() < MAX_MORE_FILES, start + " " + end);
        long added = stored() - before;
        assertTrue(
                taken.size() <= added && added <= reports.get(),
                "stored " + added + ", answered with an id " + taken.size() + " of " + reports);
        assertTrue(full.get() <= Math.max(10, CALLS / 500), full + " times there was no room");
        assertNoConnectionIsBusy();
        assertIsWell();
    }

    private void seed() {
        city = City.create();
        other = City.create();
        requestId =
                city.submitted(
                        "service_code", "POTHOLE",
                        "email", PERSONAL.get(0),
                        "phone", PERSONAL.get(1),
                        "first_name", PERSONAL.get(2),
                        "last_name", PERSONAL.get(3),
                        "device_id", PERSONAL.get(4),
                        "description", "A hole");
        String hidden = city.submitted("service_code", "LIGHT", "description", PERSONAL.get(5));
        Rows.hide(database, city, hidden);
        city.submitted("service_code", "ABUSE", "description", PERSONAL.get(6));
        token = city.submit(Format.JSON, "service_code=TREE&address_id=1").record().get("token");
    }

    private String filled(String text) {
        return text.indexOf('{') < 0
                ? text
                : text.replace("{city}", city.id())
                        .replace("{other}", other.id())
                        .replace("{id}", requestId)
                        .replace("{token}", token)
                        .replace("{report}", city.reportKey())
                        .replace("{manage}", city.manageKey())
                        .replace("{admin}", TestDatabase.ADMIN_KEY);
    }

    private void run(int from, int to) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger(from);
        var callers = Executors.newFixedThreadPool(CALLERS);
        try {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> call(next, to)));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private Void call(AtomicInteger next, int to) throws IOException {
        try (var connection = new KeptConnection()) {
            for (int number = next.getAndIncrement();
                    number < to && failures.size() < MAX_FAILURES;
                    number = next.getAndIncrement()) {
                FuzzedCall call = Fuzzer.call(SEED, number).filled(this::filled);
                try {
                    check(number, call, connection.send(call));
                } catch (IOException | RuntimeException e) {
                    fail(number, call, e.toString());
                }
                if (number % 500 == 0) {
                    assertIsWell();
                }
            }
        }
        return null;
    }

    private void fail(int number, FuzzedCall call, String what) {
        failures.add("-Dfuzz.seed=" + SEED + " -Dfuzz.only=" + number + ": " + what + "\n" + call);
    }

    private void check(int number, FuzzedCall call, Raw.Reply reply) {
        try {
            check(call, reply);
        } catch (AssertionError e) {
            String answer = reply.toString();
            fail(
                    number,
                    call,
                    e.getMessage() + "\n" + answer.substring(0, Math.min(1500, answer.length())));
        }
    }

    private void check(FuzzedCall call, Raw.Reply reply) {
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        String type = String.valueOf(reply.header("Content-Type"));
        assertTrue(reply.status() > 0 || call.torn(), "no answer");
        boolean isFull = reply.status() == 503 && reply.header("Retry-After") != null;
        if (isFull) {
            full.incrementAndGet();
        }
        assertTrue(reply.status() < 500 || isFull, "a fault");
        boolean isHtml = type.contains("html") || text.toLowerCase(Locale.ROOT).contains("<html");
        boolean isPage = reply.status() == 200 && (call.isHead() || text.startsWith(PAGE));
        assertTrue(!isHtml || isPage, "HTML");
        assertNull(reply.header("Set-Cookie"), "a cookie");
        assertNull(reply.header("X-Injected"), "a header of the caller's");
        if (reply.status() >= 400 && !(call.torn() && reply.body().length == 0)) {
            ContractFilter.checkErrors(
                    "", reply.status(), type, call.isHead() ? null : reply.body());
            if (!call.torn()) {
                call.asked().ifPresent(format -> assertEquals(format.contentType(), type));
            }
        }
        if (reply.status() == 0 && call.method().equals("POST")) {
            // Whoever hangs up early may have been understood nevertheless.
            reports.incrementAndGet();
        }
        if (reply.status() == 200 && !call.isHead()) {
            checkSuccess(call, type, reply.body(), text);
        }
        for (String key : List.of(city.manageKey(), city.reportKey(), TestDatabase.ADMIN_KEY)) {
            assertTrue(call.mentions(key) || !reply.toString().contains(key), "a key");
        }
        if (!call.mentions(city.manageKey())) {
            for (String personal : PERSONAL) {
                assertTrue(!text.contains(personal), "personal data");
            }
        }
    }

    private void checkSuccess(FuzzedCall call, String type, byte[] body, String text) {
        if (type.startsWith("application/json") || type.startsWith("application/geo+json")) {
            try {
                JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + e.getMessage(), e);
            }
        } else if (type.startsWith("text/xml")) {
            Xml.parsed(body);
        }
        if (call.method().equals("POST") && text.contains("service_notice")) {
            reports.incrementAndGet();
            Matcher id = TAKEN.matcher(text);
            if (id.find()) {
                taken.add(id.group(1));
            }
        }
    }

    private long stored() {
        return Rows.number(database, "select count(*) from service_request");
    }

    private void assertNoConnectionIsBusy() throws InterruptedException {
        String busy =
                "select count(*) from pg_stat_activity where datname = current_database()"
                        + " and pid <> pg_backend_pid() and state <> 'idle'";
        for (int i = 0; i < 50 && Rows.number(database, busy) > 0; i++) {
            Thread.sleep(100);
        }
        assertEquals(0, Rows.number(database, busy), "connections that are still busy");
    }

    private void assertIsWell() {
        assertEquals(6, city.get(Format.XML, "services").records().size());
    }

    /** What a leak would make grow. */
    private record Size(long bytes, int threads, long files) {
        static Size now() throws InterruptedException {
            var memory = ManagementFactory.getMemoryMXBean();
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(100);
                least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
            }
            var system = ManagementFactory.getOperatingSystemMXBean();
            return new Size(
                    least,
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    system instanceof UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0);
        }

        @Override
        public String toString() {
            return "%d MB, %d threads, %d files".formatted(bytes >> 20, threads, files);
        }
    }
}
