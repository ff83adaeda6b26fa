package open311.operation;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More calls, and slower ones, than a server can take that has little room. */
@QuarkusTest
@TestProfile(OverloadTest.LittleRoom.class)
class OverloadTest {
    private static final int PLACES = 4;
    private static final int SLOW_CALLERS = 200;

    @Inject Outage outage;

    @Test
    void aStatementThatTakesTooLongIs503() {
        City city = City.create();
        Answer answer =
                outage.withRequestsLocked(() -> Api.get(city.path(Format.XML, "requests", "")));
        answer.error(503);
        assertEquals("5", answer.header("Retry-After"));
        Api.get(city.path(Format.XML, "requests", "")).is(200);
    }

    @Test
    void callsBeyondTheRoomAreRefusedAtOnceAndTheOthersFinish() {
        City city = City.create();
        String path = city.path(Format.JSON, "requests", "");
        var threads = Executors.newFixedThreadPool(PLACES);
        var waiting = new ArrayList<CompletableFuture<Answer>>();
        outage.withRequestsLocked(
                () -> {
                    for (int i = 0; i < PLACES; i++) {
                        waiting.add(CompletableFuture.supplyAsync(() -> Api.get(path), threads));
                    }
                    Answer refused = null;
                    long begin = System.nanoTime();
                    while (refused == null || refused.status() != 503) {
                        assertTrue(
                                System.nanoTime() - begin < Duration.ofSeconds(10).toNanos(),
                                () -> "nothing is refused while these wait: " + waiting);
                        // What needs nothing that is locked, and checks nothing that takes time.
                        refused =
                                new Answer(
                                        given().header("Origin", "https://app.example.org")
                                                .post(Api.V2 + "requests.json"));
                    }
                    assertTrue(refused.error(503).contains("more calls"), refused::toString);
                    assertEquals("5", refused.header("Retry-After"));
                    assertEquals("*", refused.header("Access-Control-Allow-Origin"));
                    assertEquals(200, RestAssured.get("/q/health/live").statusCode());
                    return refused;
                });
        for (CompletableFuture<Answer> each : waiting) {
            // The lock is gone, or the statement took too long: either is an answer.
            assertTrue(List.of(200, 503).contains(each.join().status()), each::toString);
        }
        threads.shutdown();
        Api.get(path).is(200);
    }

    @Test
    void halfSentReportsKeepNobodyWaitingAndAreEnded() throws Exception {
        City city = City.create();
        String head =
                "POST /open311/v2/requests.json?jurisdiction_id="
                        + city.id()
                        + " HTTP/1.1\r\nHost: a\r\nContent-Type: "
                        + Api.FORM
                        + "\r\nContent-Length: 100\r\n\r\nservice_code=";
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < SLOW_CALLERS; i++) {
                var socket = new Socket("localhost", RestAssured.port);
                slow.add(socket);
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
            Api.post(
                            city.path(Format.JSON, "requests", ""),
                            "service_code=LIGHT&address_id=1",
                            "X-API-Key",
                            city.reportKey())
                    .is(200);
            for (Socket socket : slow) {
                socket.setSoTimeout(10_000);
                String answer =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(
                        answer.startsWith("HTTP/1.1 400") && answer.contains("complete"), answer);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertEquals(1, Api.get(city.path(Format.JSON, "requests", "")).all("service_code").size());
    }

    /** One looks for the catalog, and the others do not queue up for a look of their own. */
    @Test
    void nobodyWaitsForTheOthersWhileTheDatabaseIsAway() {
        City city = City.create();
        String path = city.path(Format.JSON, "services", "");
        var threads = Executors.newFixedThreadPool(PLACES);
        outage.withoutConnections(
                Duration.ofSeconds(2),
                () -> {
                    long begin = System.nanoTime();
                    List<Answer> answers =
                            IntStream.range(0, PLACES)
                                    .mapToObj(
                                            any ->
                                                    CompletableFuture.supplyAsync(
                                                            () -> Api.get(path), threads))
                                    .toList()
                                    .stream()
                                    .map(CompletableFuture::join)
                                    .toList();
                    answers.forEach(answer -> answer.error(503));
                    assertTrue(
                            System.nanoTime() - begin < Duration.ofSeconds(6).toNanos(),
                            "they waited one after the other");
                    return answers.get(0);
                });
        threads.shutdown();
        Api.get(path).is(200);
    }

    /** They hold nothing, and others have to be served meanwhile. */
    @Test
    void thoseThatWaitForChangesAreInNobodysWay() {
        City city = City.create();
        Answer now = Api.get(city.path(Format.JSON, "changes", "after=now")).is(200);
        String path =
                city.path(
                        Format.JSON,
                        "changes",
                        "wait=30&after=" + now.json().path("next").asText());
        var threads = Executors.newFixedThreadPool(PLACES);
        List<CompletableFuture<Answer>> waiting =
                IntStream.range(0, PLACES)
                        .mapToObj(
                                any ->
                                        CompletableFuture.supplyAsync(
                                                () -> admitted(() -> Api.get(path)), threads))
                        .toList();
        long begin = System.nanoTime();
        String requests = city.path(Format.JSON, "requests", "");
        Answer report;
        do {
            assertTrue(
                    System.nanoTime() - begin < Duration.ofSeconds(10).toNanos(),
                    "nobody else is served while these wait");
            report =
                    Api.post(
                            requests,
                            "service_code=LIGHT&address_id=1",
                            "X-API-Key",
                            city.reportKey());
        } while (report.status() == 503);
        report.is(200);
        waiting.forEach(each -> each.join().is(200));
        threads.shutdown();
    }

    /** At its very beginning each of them takes a place, too. */
    private static Answer admitted(Supplier<Answer> call) {
        Answer answer = call.get();
        while (answer.status() == 503) {
            answer = call.get();
        }
        return answer;
    }

    /** As java.net.http does it by itself: it begins with HTTP/1.1 and asks for HTTP/2. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void reportsComeByBothVersionsOfHttp(HttpClient.Version version) throws Exception {
        City city = City.create();
        var client = HttpClient.newBuilder().version(version).build();
        for (int i = 0; i < 3; i++) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    RestAssured.baseURI
                                                            + ":"
                                                            + RestAssured.port
                                                            + city.path(
                                                                    Format.JSON, "requests", "")))
                                    .header("X-API-Key", city.reportKey())
                                    .header("Content-Type", Api.FORM)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "service_code=LIGHT&address_id=1"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(version, answer.version());
        }
    }

    @Test
    void largeBodiesBeyondTheRoomAreRefused() throws IOException {
        City city = City.create();
        String path = city.path(Format.JSON, "requests", "");
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                        + "Content-Length: 1000000\r\n\r\n--x\r\n";
        try (Socket slow = new Socket("localhost", RestAssured.port)) {
            slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Answer refused;
            do {
                refused =
                        new Answer(
                                Api.call()
                                        .header("X-API-Key", city.reportKey())
                                        .multiPart(
                                                "media", "a.jpg", new byte[100_000], "image/jpeg")
                                        .multiPart("service_code", "LIGHT")
                                        .multiPart("address_id", "1")
                                        .post(path));
            } while (refused.status() == 200);
            assertTrue(refused.error(503).contains("large"), refused::toString);
            Api.post(path, "service_code=LIGHT&address_id=1", "X-API-Key", city.reportKey())
                    .is(200);
        }
    }

    /** As on a very small machine. */
    public static class LittleRoom implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "open311.max-calls",
                    Integer.toString(PLACES),
                    "open311.max-uploads",
                    "1",
                    "open311.body-timeout",
                    "2s",
                    "open311.query-timeout",
                    "4s");
        }
    }
}
