package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From the order to stop to the end: readiness is red first, and nothing under way is lost. */
class StoppingIT {
    private static final String FORM =
            "api_key=demo&service_code=POTHOLE&address_string=4+Summer+Street";
    private static final int HALF = 20;

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void whatIsUnderWayFinishesAndReadinessIsRedFirst() throws Exception {
        try (PackagedServer server =
                        PackagedServer.start(directory, Map.of("QUARKUS_SHUTDOWN_DELAY", "2s"));
                Socket slow = new Socket("localhost", server.port())) {
            slow.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            send(
                    slow,
                    "POST /open311/v2/requests.json HTTP/1.1\r\nHost: a\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                            + FORM.length()
                            + "\r\n\r\n"
                            + FORM.substring(0, HALF));
            var exitCode = CompletableFuture.supplyAsync(() -> stop(server));
            server.awaitLog("Stopping: readiness is red");

            HttpResponse<String> readiness = server.get("/q/health/ready");
            assertEquals(503, readiness.statusCode(), readiness::body);
            HttpResponse<String> answer = server.report("The last one but one");
            assertEquals(200, answer.statusCode(), answer::body);
            assertEquals("close", answer.headers().firstValue("Connection").orElse(""));
            // The catalog is answered on a way of its own.
            answer = server.get("/open311/v2/services.xml");
            assertEquals("close", answer.headers().firstValue("Connection").orElse(""));

            // When the time is over, those who are not ready may go on a while.
            server.awaitLog("Waiting for HTTP requests to complete");
            send(slow, FORM.substring(HALF));
            String last = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(last.startsWith("HTTP/1.1 200 "), last);
            assertTrue(last.contains("service_request_id"), last);
            assertEquals(143, exitCode.join(), server::log);
        }
    }

    private static int stop(PackagedServer server) {
        try {
            return server.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
