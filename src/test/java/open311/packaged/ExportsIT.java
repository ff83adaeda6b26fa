package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports too large for any buffer, whose clients or whose database go away half-way. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExportsIT {
    private static final String EXPORT = "/open311/v2/requests.";
    private static final int MOST = 2;

    /** Their texts do not shrink much when they are compressed. */
    private static final int REQUESTS = 30_000;

    /** What an export of these tests has before it is stopped: far from its end. */
    private static final int SOME_BYTES = 100_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    static PackagedServer server;

    @BeforeAll
    static void fillTheTable() throws Exception {
        server =
                PackagedServer.start(
                        directory, Map.of("OPEN311_MAX_EXPORTS", Integer.toString(MOST)));
        try (Connection database = server.database();
                Statement statement = database.createStatement()) {
            statement.execute(
                    """
                    insert into service_request (jurisdiction_id, id, service_request_id, service_code, type,
                        accepted_datetime, visibility, status, description, requested_datetime, updated_datetime,
                        changed_datetime, media_urls, attributes)
                    select 'haverhillma.gov', n, n::text, 'POTHOLE', 'realtime', now(), 'public', 'open',
                        (select string_agg(md5(n || '.' || k), '') from generate_series(1, 20) k), now() - n * interval '1 minute', now(), now(), '{}', '[]'
                    from generate_series(1, %d) n"""
                            .formatted(REQUESTS));
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void allOfItComes() throws Exception {
        HttpResponse<String> lines = server.get(EXPORT + "ndjson");
        assertEquals(200, lines.statusCode());
        assertEquals(REQUESTS, lines.body().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson", "geojson"})
    @Order(2)
    void whatBreaksOffIsNeverWhole(String format) throws Exception {
        for (String encoding : List.of("identity", "gzip")) {
            try (Socket client = begin(format, encoding)) {
                endBackend(awaitExport());
                String rest = readToTheEnd(client);
                assertFalse(rest.endsWith("0\r\n\r\n"), "a last chunk tells of a whole answer");
            }
            awaitNoExport();
        }
        assertTrue(server.log().contains("broke off"));
    }

    @Test
    @Order(3)
    void clientThatGoesAwayEndsTheQuery() throws Exception {
        for (int i = 0; i < 2 * MOST; i++) {
            try (Socket client = begin("ndjson", "identity")) {
                assertTrue(client.isConnected());
                awaitExport();
            }
            awaitNoExport();
        }
    }

    @Test
    @Order(4)
    void thereIsALimitAndOthersAreServedMeanwhile() throws Exception {
        var clients = new ArrayList<Socket>();
        try {
            for (int i = 0; i < MOST; i++) {
                clients.add(begin("csv", "identity"));
            }
            HttpResponse<String> refused = server.get(EXPORT + "csv");
            assertEquals(503, refused.statusCode());
            assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            assertTrue(refused.body().contains(MOST + " exports are under way"), refused::body);
            assertEquals(200, server.get("/open311/v2/requests.json?page_size=1").statusCode());
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        awaitNoExport();
        assertEquals(200, server.get(EXPORT + "csv?service_code=NONE").statusCode());
    }

    /** An export of which the client has read a little and reads no more. */
    private static Socket begin(String format, String encoding) throws IOException {
        var client = new Socket();
        client.setReceiveBufferSize(1 << 16);
        client.connect(new InetSocketAddress("localhost", server.port()));
        client.setSoTimeout((int) PATIENCE.toMillis());
        client.getOutputStream()
                .write(
                        ("GET "
                                        + EXPORT
                                        + format
                                        + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: "
                                        + encoding
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        String begin =
                new String(
                        client.getInputStream().readNBytes(SOME_BYTES),
                        StandardCharsets.ISO_8859_1);
        assertTrue(begin.startsWith("HTTP/1.1 200 OK\r\n"), begin);
        return client;
    }

    private static String readToTheEnd(Socket client) throws IOException {
        var rest = new ByteArrayOutputStream();
        try {
            InputStream in = client.getInputStream();
            in.transferTo(rest);
        } catch (SocketException e) {
            // Reset: as visible as it can be.
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    private static int awaitExport() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Integer> backends = exports();
            if (!backends.isEmpty()) {
                return backends.get(0);
            }
            assertTrue(System.nanoTime() < deadline, "no export is under way");
        }
    }

    private static void awaitNoExport() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!exports().isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "the query goes on");
        }
    }

    /** The backends with a cursor open. */
    private static List<Integer> exports() throws IOException, SQLException {
        try (Connection database = server.database();
                Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select pid from pg_stat_activity
                                where query like 'fetch % from export_%' and state <> 'idle'""")) {
            var pids = new ArrayList<Integer>();
            while (rows.next()) {
                pids.add(rows.getInt(1));
            }
            return pids;
        }
    }

    private static void endBackend(int pid) throws IOException, SQLException {
        try (Connection database = server.database();
                Statement statement = database.createStatement()) {
            statement.execute("select pg_terminate_backend(" + pid + ")");
        }
    }
}
