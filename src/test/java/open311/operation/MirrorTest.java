package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import open311.http.Format;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * A copy that follows the changes while others write is, in the end, what the server has. How many
 * changes is for {@code -Dmirror.changes=20000}; the seed is in the log, and {@code -Dmirror.seed}
 * repeats it.
 */
@QuarkusTest
class MirrorTest {
    private static final Logger LOG = Logger.getLogger(MirrorTest.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WRITERS = 8;
    private static final int CHANGES = Integer.getInteger("mirror.changes", 1000);
    private static final long SEED = Long.getLong("mirror.seed", System.nanoTime());

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aCopyThatFollowsTheChangesEqualsWhatTheServerHas() throws Exception {
        LOG.infof("%d changes, seed %d", CHANGES, SEED);
        City city = City.create();
        var mirror = new Mirror(city);
        long start = System.nanoTime();
        var writers = Executors.newFixedThreadPool(WRITERS);
        var work = new ArrayList<Future<?>>();
        for (int i = 0; i < WRITERS; i++) {
            var writer = new Writer(city, new Random(SEED + i));
            work.add(
                    writers.submit(
                            () -> {
                                writer.write(CHANGES / WRITERS);
                                return null;
                            }));
        }
        var following = CompletableFuture.runAsync(() -> mirror.follow(work));
        for (Future<?> each : work) {
            each.get();
        }
        following.join();
        writers.shutdown();
        Map<String, String> all = all(city);
        LOG.infof(
                "%d changes in %d ms, %d entries in %d pages, %d requests, %d of them removed on the way",
                CHANGES,
                (System.nanoTime() - start) / 1_000_000,
                mirror.entries,
                mirror.pages,
                all.size(),
                mirror.removed);
        assertTrue(mirror.removed > 0 && all.size() > CHANGES / 10, "much was shown and removed");
        assertEquals(String.join("\n", all.values()), String.join("\n", mirror.copy.values()));
    }

    /** Every public request as the server writes it, by id: the full export. */
    private Map<String, String> all(City city) {
        var all = new TreeMap<String, String>();
        send(HttpRequest.newBuilder(uri(Api.V2 + "requests.ndjson?jurisdiction_id=" + city.id()))
                        .build())
                .body()
                .lines()
                .forEach(line -> all.put(parsed(line).path("service_request_id").asText(), line));
        return all;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does what its seed says to requests of its own. */
    private final class Writer {
        private final City city;
        private final Random random;
        private final List<String> ids = new ArrayList<>();

        Writer(City city, Random random) {
            this.city = city;
            this.random = random;
        }

        void write(int changes) {
            for (int i = 0; i < changes; i++) {
                if (ids.size() < 3 || random.nextInt(4) == 0) {
                    ids.add(
                            parsed(
                                            post(
                                                    "requests",
                                                    city.reportKey(),
                                                    "service_code",
                                                    service(),
                                                    "address_string",
                                                    random.nextInt(1000) + " Main Street",
                                                    "description",
                                                    "Nr. " + random.nextInt()))
                                    .get(0)
                                    .path("service_request_id")
                                    .asText());
                } else {
                    change(ids.get(random.nextInt(ids.size())));
                }
            }
        }

        private void change(String id) {
            switch (random.nextInt(8)) {
                case 0 -> moderate(id, "visibility", "hidden", "reason", "Why not");
                case 1 -> moderate(id, "visibility", "public", "reason", "Why");
                // The first two stand for others, and are never merged.
                case 2 -> {
                    if (ids.indexOf(id) > 1) {
                        moderate(id, "duplicate_of", ids.get(random.nextInt(2)));
                    }
                }
                case 3 -> moderate(id, "duplicate_of", "");
                case 4 -> update(id, "status", "closed", "description", "Done");
                case 5 -> update(id, "status", "reopen");
                case 6 -> update(id, "service_code", service());
                default -> update(id, "description", "Note " + random.nextInt());
            }
        }

        private String service() {
            return random.nextInt(6) == 0 ? "ABUSE" : random.nextBoolean() ? "LIGHT" : "POTHOLE";
        }

        private void update(String id, String... fields) {
            var all = new ArrayList<>(List.of("service_request_id", id));
            all.addAll(List.of(fields));
            post("servicerequestupdates", city.manageKey(), all.toArray(String[]::new));
        }

        private void moderate(String id, String... fields) {
            send("PATCH", "requests/" + id, city.manageKey(), fields);
        }

        private String post(String resource, String key, String... fields) {
            return send("POST", resource, key, fields);
        }

        private String send(String method, String resource, String key, String... fields) {
            return MirrorTest.this
                    .send(
                            HttpRequest.newBuilder(uri(city.path(Format.JSON, resource, "")))
                                    .header("X-API-Key", key)
                                    .header("Content-Type", Api.FORM)
                                    .method(
                                            method,
                                            HttpRequest.BodyPublishers.ofString(Form.of(fields)))
                                    .build())
                    .body();
        }
    }

    /** A copy of a city's requests. */
    private final class Mirror {
        private final City city;
        private final Map<String, String> copy = new TreeMap<>();
        private String after;
        private int entries;
        private int pages;
        private int removed;

        Mirror(City city) {
            this.city = city;
            this.after = Changes.after(city, Format.JSON, "now").next();
        }

        /** Until the work is done and there is nothing more. */
        void follow(List<Future<?>> work) {
            while (true) {
                boolean wasDone = work.stream().allMatch(Future::isDone);
                JsonNode feed =
                        parsed(
                                send(HttpRequest.newBuilder(
                                                        uri(
                                                                city.path(
                                                                        Format.JSON,
                                                                        "changes",
                                                                        "wait=1&limit=50&after="
                                                                                + after)))
                                                .build())
                                        .body());
                feed.path("changes").forEach(this::apply);
                pages++;
                after = feed.path("next").asText();
                if (wasDone && feed.path("changes").isEmpty()) {
                    return;
                }
            }
        }

        private void apply(JsonNode entry) {
            entries++;
            String id = entry.path("service_request_id").asText();
            if (entry.path("change").asText().equals("removed")) {
                removed++;
                copy.remove(id);
            } else {
                copy.put(id, entry.path("request").toString());
            }
        }
    }
}
