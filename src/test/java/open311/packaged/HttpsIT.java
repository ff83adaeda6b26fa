package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Where https is required, keys and personal data do not travel in clear. */
class HttpsIT {
    private static final String PASSWORD = "changeit";
    private static final String REQUESTS = "/open311/v2/requests.xml";
    private static final String REPORT = "api_key=demo&service_code=POTHOLE&address_id=1";

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void plainHttpIsRedirectedOrRefused() throws Exception {
        Path keys = keyStore();
        int port = PackagedServer.freePort();
        try (PackagedServer server =
                PackagedServer.start(
                        directory,
                        Map.of(
                                "OPEN311_HTTPS",
                                "required",
                                "QUARKUS_HTTP_SSL_PORT",
                                Integer.toString(port),
                                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                                keys.toString(),
                                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD",
                                PASSWORD,
                                // A network for documentation: nobody on this machine.
                                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
                                "true",
                                "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES",
                                "192.0.2.1"))) {
            server.awaitLog("and https://");
            HttpResponse<String> redirected = server.get(REQUESTS + "?status=open");
            assertEquals(308, redirected.statusCode());
            URI there = URI.create(redirected.headers().firstValue("Location").orElseThrow());
            assertEquals("https", there.getScheme());
            assertEquals(port, there.getPort());
            assertEquals(REQUESTS, there.getPath());
            assertEquals("status=open", there.getQuery());
            assertTrue(
                    redirected.headers().firstValue("Strict-Transport-Security").isEmpty(),
                    "plain http must not say so (RFC 6797, 7.2)");

            assertRefused(server.get(REQUESTS + "?api_key=demo"));
            assertRefused(server.get(REQUESTS, "demo"));
            assertRefused(report(server));
            assertRefused(report(server, "X-Forwarded-Proto", "https"));
            assertEquals(
                    308,
                    server.send(
                                    HttpRequest.newBuilder(server.uri(REQUESTS))
                                            .header("X-Forwarded-Proto", "https"))
                            .statusCode(),
                    "nobody but a proxy is believed");
            assertRefused(server.put("/admin/v1/jurisdictions/a", "x", "name: a"));
            assertEquals(200, server.get("/q/health/live").statusCode());

            assertEquals("<service_requests/>", overHttps(keys, there, null));
            assertTrue(overHttps(keys, there, REPORT).contains("<service_request_id>"));
            assertEquals(
                    1, Bodies.xmlTexts(overHttps(keys, there, null), "service_request_id").size());
            assertTrue(
                    overHttps(keys, there.resolve("/discovery.xml"), null)
                            .contains("<url>https://"));
        }
    }

    @Test
    void trustedProxyIsBelieved() throws Exception {
        try (PackagedServer server =
                PackagedServer.start(
                        directory,
                        Map.of(
                                "OPEN311_HTTPS", "required",
                                "OPEN311_BASE_URL", "https://311.example.gov/",
                                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
                                "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.1"))) {
            assertEquals(200, report(server, "X-Forwarded-Proto", "https").statusCode());
            assertRefused(report(server, "X-Forwarded-Proto", "http"));
            assertRefused(report(server));
            assertEquals(
                    List.of("https://311.example.gov" + REQUESTS + "?q=%20"),
                    server.get(REQUESTS + "?q=%20").headers().allValues("Location"));
            assertFalse(server.log().contains("OPEN311_HTTPS"), server::log);
        }
    }

    @Test
    void believingEverybodyIsNoStart() throws Exception {
        PackagedServer.Refusal refusal =
                PackagedServer.refuse(
                        directory,
                        Map.of(
                                "OPEN311_HTTPS", "required",
                                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true"));
        assertNotEquals(0, refusal.exitCode());
        assertTrue(refusal.log().contains("quarkus.http.proxy.trusted-proxies"), refusal::log);
    }

    @Test
    void productionInClearIsWarnedOf() throws Exception {
        Path document = directory.resolve("a.yaml");
        Files.writeString(
                document,
                """
                jurisdiction_id: a.example.gov
                name: A
                time_zone: America/New_York
                contact: "311"
                key_service: Ask
                endpoint_type: production
                services: [{service_code: A, service_name: A}]
                """);
        try (PackagedServer server =
                PackagedServer.start(
                        directory, Map.of("OPEN311_JURISDICTIONS", document.toString()))) {
            server.awaitLog("OPEN311_HTTPS=required");
            assertTrue(server.log().contains("WARN  The endpoint is in production"), server::log);
            assertTrue(server.log().contains("a.example.gov"), server::log);
        }
    }

    private static void assertRefused(HttpResponse<String> answer) throws Exception {
        assertEquals(403, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("https"), answer::body);
        if (answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/xml")) {
            assertEquals(List.of("403"), Bodies.xmlTexts(answer.body(), "code"));
        } else {
            assertEquals(List.of("403"), Bodies.jsonTexts(answer.body(), "code"));
        }
    }

    private static HttpResponse<String> report(PackagedServer server, String... headers)
            throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri(REQUESTS))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(REPORT));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    private static String overHttps(Path keys, URI uri, String form) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            trusted.load(file, PASSWORD.toCharArray());
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        var request = HttpRequest.newBuilder(uri);
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form));
        }
        HttpResponse<String> answer =
                HttpClient.newBuilder()
                        .sslContext(context)
                        .build()
                        .send(request.build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals(
                List.of("max-age=31536000"),
                answer.headers().allValues("Strict-Transport-Security"));
        return answer.body().replaceFirst("<\\?.*?\\?>", "");
    }

    /** A certificate for localhost that signs itself. */
    private Path keyStore() throws Exception {
        Path keys = directory.resolve("keys.p12").toAbsolutePath();
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                keys.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-validity",
                                "2")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
        return keys;
    }
}
