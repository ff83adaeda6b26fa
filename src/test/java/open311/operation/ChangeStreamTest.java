package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-sent events, and how many may wait for them; read line by line as an EventSource does. */
@QuarkusTest
@TestProfile(ChangeStreamTest.FewPlaces.class)
class ChangeStreamTest {
    private static final int PLACES = 2;

    @Test
    void everyChangeIsAnEventWithItsCursor() throws IOException {
        City city = City.create();
        String first = city.submitted("service_code", "LIGHT", "description", "Two\nlines");
        try (var stream = Stream.of(city, "", "")) {
            assertEquals(200, stream.status());
            assertEquals("text/event-stream; charset=utf-8", stream.header("content-type"));
            Map<String, String> hello = stream.next();
            assertEquals("3000", hello.get("retry"));
            Map<String, String> created = stream.next();
            assertEquals("created", created.get("event"));
            JsonNode data = new ObjectMapper().readTree(created.get("data"));
            assertEquals(created.get("id"), data.path("cursor").asText());
            assertEquals(first, data.path("request").path("service_request_id").asText());
            assertEquals("Two\nlines", data.path("request").path("description").asText());
            city.moderate(Format.JSON, first, "visibility", "hidden", "reason", "Why").is(200);
            Map<String, String> removed = stream.next();
            assertEquals("removed", removed.get("event"));
            assertEquals(
                    List.of(removed.get("id")),
                    Changes.after(city, Format.JSON, created.get("id")).entries().stream()
                            .map(Changes.Entry::cursor)
                            .toList());
        }
    }

    @Test
    void aStreamGoesOnWhereItEnded() throws IOException {
        City city = City.create();
        city.submitted("service_code", "LIGHT");
        String seen;
        try (var stream = Stream.of(city, "after=now", "")) {
            seen = stream.next().get("id");
        }
        String missed = city.submitted("service_code", "LIGHT");
        try (var stream = Stream.of(city, "after=now", "Last-Event-ID: " + seen + "\r\n")) {
            stream.next();
            assertTrue(stream.next().get("data").contains("\"" + missed + "\""));
        }
    }

    @Test
    void aWrongLastEventIdIs400() throws IOException {
        City city = City.create();
        try (var stream = Stream.of(city, "", "Last-Event-ID: 7\r\n")) {
            assertEquals(400, stream.status());
        }
    }

    /** Who goes away makes room. */
    @Test
    void moreClientsThanThereAreRoomForAreSentAwayForAMoment() throws IOException {
        City city = City.create();
        var streams = new ArrayList<Stream>();
        for (int i = 0; i < PLACES; i++) {
            streams.add(Stream.of(city, "after=now", ""));
            assertEquals(200, streams.get(i).status());
        }
        Answer refused = city.get(Format.XML, "changes", "wait=20");
        assertTrue(refused.error(503).startsWith(PLACES + " clients wait"), refused::text);
        assertEquals("5", refused.header("Retry-After"));
        try (var stream = Stream.of(city, "", "")) {
            assertEquals(503, stream.status());
        }
        assertEquals(List.of(), Changes.of(city.get(Format.XML, "changes")).told());
        for (Stream stream : streams) {
            stream.close();
        }
        Instant patience = Instant.now().plus(Duration.ofSeconds(20));
        int status;
        do {
            status = city.get(Format.XML, "changes", "wait=1").status();
        } while (status == 503 && Instant.now().isBefore(patience));
        assertEquals(200, status);
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream, text/event-stream",
        "'text/event-stream, application/json;q=0.5', text/event-stream",
        "*/*, text/event-stream",
        "application/json, application/json",
        "'application/json, text/event-stream;q=0.5', application/json",
        "text/xml, text/xml",
        "'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', text/xml",
    })
    void withoutASuffixAcceptDecides(String accept, String type) throws IOException {
        City city = City.create();
        try (var stream = Stream.of(city, "", "Accept: " + accept + "\r\n")) {
            assertEquals(200, stream.status());
            assertEquals(type + "; charset=utf-8", stream.header("content-type"));
        }
    }

    /** A server with room for two. */
    public static class FewPlaces implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("open311.max-waiting", Integer.toString(PLACES));
        }
    }

    /** An answer that is read while it comes. */
    private static final class Stream implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private final int status;
        private final Map<String, String> headers = new LinkedHashMap<>();

        private Stream(Socket socket) throws IOException {
            this.socket = socket;
            this.lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            this.status = Integer.parseInt(lines.readLine().split(" ", -1)[1]);
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                String[] header = line.split(": ", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            }
        }

        static Stream of(City city, String query, String headers) throws IOException {
            var socket = new Socket("localhost", RestAssured.port);
            socket.setSoTimeout(20_000);
            String path = Api.V2 + "changes?" + Form.joined("jurisdiction_id=" + city.id(), query);
            socket.getOutputStream()
                    .write(
                            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new Stream(socket);
        }

        int status() {
            return status;
        }

        String header(String name) {
            return headers.get(name);
        }

        /** The next event's fields; the sizes of chunks between the lines have no colon. */
        Map<String, String> next() throws IOException {
            var fields = new LinkedHashMap<String, String>();
            while (true) {
                String line = lines.readLine();
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                } else if (line.isEmpty() && !fields.isEmpty()) {
                    return fields;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
