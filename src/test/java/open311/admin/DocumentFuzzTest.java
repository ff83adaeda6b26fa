package open311.admin;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import open311.TestDatabase;
import open311.admin.DocumentReader.ReadDocument;
import open311.admin.FuzzedDocuments.Document;
import open311.service.Service;
import org.junit.jupiter.api.Test;

/**
 * Thousands of jurisdiction documents that are wrong somewhere: each is refused with its problems
 * named, or taken and then served.
 *
 * <p>{@code -Dfuzz.documents} says how many, {@code -Dfuzz.seed} which ones, {@code -Dfuzz.only}
 * repeats one of them by its number.
 */
@QuarkusTest
class DocumentFuzzTest {
    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 400);
    private static final long SEED = Long.getLong("fuzz.seed", 311);
    private static final int ONLY = Integer.getInteger("fuzz.only", -1);

    private static final String JURISDICTION = "documents.fuzz";
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long MAX_ALLOCATED_BYTES = 512L << 20;
    private static final long MAX_GROWTH_BYTES = 64L << 20;

    /** Each takes a transaction and some calls, more than the reading. */
    private static final int MAX_SERVED = 1000;

    private static final int SERVED_EACH = 4;

    private static final int MAX_FAILURES = 20;

    private final FuzzedDocuments documents = new FuzzedDocuments(JURISDICTION);
    private final List<String> failures = new ArrayList<>();
    private int accepted;
    private int served;

    @Test
    void everyDocumentIsServedOrItsProblemsAreNamed() throws Exception {
        System.out.printf("Fuzzing: %d documents, -Dfuzz.seed=%d%n", DOCUMENTS, SEED);
        if (ONLY >= 0) {
            System.out.println(documents.get(SEED, ONLY));
        }
        try {
            int first = Math.max(0, ONLY);
            int last = ONLY >= 0 ? ONLY + 1 : DOCUMENTS;
            long before = 0;
            for (int number = first; number < last && failures.size() < MAX_FAILURES; number++) {
                if (number == DOCUMENTS / 4) {
                    before = used();
                }
                attempt(number, documents.get(SEED, number));
            }
            long growth = used() - before;
            assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
            if (ONLY < 0) {
                System.out.printf("Fuzzing: %d accepted, %d served%n", accepted, served);
                assertTrue(growth < MAX_GROWTH_BYTES, "grew by " + growth + " bytes");
                assertTrue(accepted > 0 && accepted < DOCUMENTS, "all alike: " + accepted);
            }
        } finally {
            // Without a boundary, so that it is in nobody's way.
            put(documents.plain(), DocumentReader.YAML_TYPE);
        }
    }

    private void attempt(int number, Document document) {
        try {
            check(number, document);
        } catch (Throwable e) {
            failures.add(
                    "-Dfuzz.seed=" + SEED + " -Dfuzz.only=" + number + ": " + e + "\n" + document);
        }
    }

    private void check(int number, Document document) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long allocated = threads.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        ReadDocument read = null;
        try {
            read = DocumentReader.read(document.text(), document.mediaType(), null);
        } catch (DocumentException e) {
            assertNamed(e.problems());
        } finally {
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(taken.compareTo(LONGEST) < 0, () -> "took " + taken);
            long bytes = threads.getThreadAllocatedBytes(thread) - allocated;
            assertTrue(bytes < MAX_ALLOCATED_BYTES, () -> "allocated " + bytes);
        }
        if (read != null) {
            accepted++;
            if (served < MAX_SERVED
                    && number % SERVED_EACH == 0
                    && read.jurisdictionId().equals(JURISDICTION)) {
                served++;
                assertServed(document, read);
            }
        } else if (number % 20 == 0) {
            // What the reader refuses is an error document for the caller.
            Response refused = put(document.text(), document.mediaType());
            assertEquals(400, refused.statusCode(), refused::asString);
            assertTrue(parsed(refused).isArray(), refused::asString);
        }
    }

    private static void assertNamed(List<String> problems) {
        assertFalse(problems.isEmpty());
        for (String problem : problems) {
            assertFalse(problem.isBlank());
            for (String inner : List.of("Exception", "java.", "com.fasterxml", "snakeyaml")) {
                assertFalse(problem.contains(inner), problem);
            }
        }
    }

    private static void assertServed(Document document, ReadDocument read) throws Exception {
        Response put = put(document.text(), document.mediaType());
        assertEquals(200, put.statusCode(), put::asString);
        long offered = read.services().stream().filter(DocumentFuzzTest::isOffered).count();
        JsonNode list = parsed(get("services.json"));
        assertEquals(offered, list.size());
        assertEquals("services", root(get("services.xml")));
        assertTrue(parsed(get("discovery.json")).isObject());
        for (int i = 0; i < Math.min(2, list.size()); i++) {
            String code = list.get(i).path("service_code").asText();
            if (code.matches("[A-Za-z0-9_-]+") && list.get(i).path("metadata").asBoolean()) {
                assertTrue(parsed(get("services/" + code + ".json")).isObject());
                assertEquals("service_definition", root(get("services/" + code + ".xml")));
            }
        }
    }

    private static boolean isOffered(Service service) {
        return service.terms().isActive();
    }

    private static Response get(String resource) {
        Response response =
                given().urlEncodingEnabled(false)
                        .get("/open311/v2/" + resource + "?jurisdiction_id=" + JURISDICTION);
        assertEquals(200, response.statusCode(), response::asString);
        return response;
    }

    private static Response put(String text, String mediaType) {
        return given().header("X-API-Key", TestDatabase.ADMIN_KEY)
                .header("Content-Type", mediaType)
                .body(text.getBytes(StandardCharsets.UTF_8))
                .put("/admin/v1/jurisdictions/" + JURISDICTION);
    }

    private static JsonNode parsed(Response response) throws Exception {
        return FuzzedDocuments.JSON.readTree(response.asByteArray());
    }

    private static String root(Response response) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(response.asByteArray()))
                .getDocumentElement()
                .getTagName();
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
            least =
                    Math.min(
                            least,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
