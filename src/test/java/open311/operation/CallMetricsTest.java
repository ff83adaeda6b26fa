package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What /q/metrics tells of calls. */
@QuarkusTest
class CallMetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern OPERATION = Pattern.compile("operation=\"([^\"]*)\"");

    @ParameterizedTest
    @EnumSource(Format.class)
    void callsAreCountedByWhatTheyWere(Format format) {
        City city = City.create();
        String requests = city.path(format, "requests", "");
        Answer list = Api.get(requests).is(200);
        Api.get(requests, "If-None-Match", list.header("ETag")).is(304);
        Api.post(requests, "service_code=LIGHT&address_id=1", "X-API-Key", city.reportKey())
                .is(200);
        Api.post(requests, "service_code=none", "X-API-Key", city.reportKey()).is(404);
        // The second one is answered from ready bytes.
        Api.get(city.path(format, "services", "")).is(200);
        Api.get(city.path(format, "services", "")).is(200);

        awaitCount(1, city, format, "getServiceRequests", "answered");
        awaitCount(1, city, format, "getServiceRequests", "not_modified");
        awaitCount(1, city, format, "postServiceRequest", "answered");
        awaitCount(1, city, format, "postServiceRequest", "refused");
        awaitCount(2, city, format, "getServiceList", "answered");
    }

    @Test
    void anExportIsCountedInItsOwnFormat() {
        City city = City.create();
        RestAssured.get("/open311/v2/requests.csv?jurisdiction_id=" + city.id());
        await(
                "open311_calls_total{format=\"csv\",jurisdiction=\"%s\",operation=\"getServiceRequestsAsCsv\",outcome=\"answered\"} 1.0"
                        .formatted(city.id()));
    }

    @Test
    void whoHangsUpIsCountedToo() throws IOException {
        City city = City.create();
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            ("GET /open311/v2/changes?jurisdiction_id="
                                            + city.id()
                                            + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertTrue(socket.getInputStream().read() > 0);
        }
        await(
                "open311_calls_total{format=\"events\",jurisdiction=\"%s\",operation=\"getChanges\",outcome=\"cut_off\"} 1.0"
                        .formatted(city.id()));
    }

    @Test
    void nothingThatCallersMakeUpBecomesALabel() {
        for (String path :
                new String[] {
                    "/made-up-1",
                    "/open311/v2/made-up-2.json",
                    "/open311/v2/requests/made-up-3.xml",
                    "/open311/v2/services/made-up-4.json?jurisdiction_id=made-up-5",
                    "/open311/v2/requests.json?jurisdiction_id=made-up-6",
                    "/admin/v1/jurisdictions/made-up-7",
                }) {
            RestAssured.get(path);
            RestAssured.given().request("MADEUP8", path);
        }
        Api.get(Api.V2 + "services.json?jurisdiction_id=made-up").is(404);
        String metrics = metrics();
        assertFalse(
                Pattern.compile("made-?up", Pattern.CASE_INSENSITIVE).matcher(metrics).find(),
                metrics);
        Set<String> operations =
                Contract.operations().stream()
                        .map(operation -> operation.members().path("operationId").asText())
                        .collect(Collectors.toCollection(TreeSet::new));
        operations.add("none");
        OPERATION
                .matcher(metrics)
                .results()
                .forEach(found -> assertTrue(operations.contains(found.group(1)), found.group()));
    }

    @Test
    void everyCallIsTimed() {
        Api.get("/discovery.json").is(200);
        await(
                "open311_call_duration_seconds_bucket{operation=\"getDiscovery\",outcome=\"answered\",le=\"10.0\"}");
        assertEquals(200, RestAssured.get("/q/metrics").statusCode());
        await("agroal_awaiting_count");
        await("open311_calls_under_way");
    }

    private static void awaitCount(
            int count, City city, Format format, String operation, String outcome) {
        await(
                "open311_calls_total{format=\"%s\",jurisdiction=\"%s\",operation=\"%s\",outcome=\"%s\"} %d.0"
                        .formatted(
                                format.suffix().substring(1),
                                city.id(),
                                operation,
                                outcome,
                                count));
    }

    /** A call is counted when its answer has been sent, which the caller may see before. */
    private static void await(String line) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String metrics = metrics();
        while (!metrics.contains("\n" + line)) {
            assertTrue(System.nanoTime() < deadline, line + " is not in\n" + metrics);
            metrics = metrics();
        }
    }

    private static String metrics() {
        return RestAssured.get("/q/metrics").body().asString();
    }
}
