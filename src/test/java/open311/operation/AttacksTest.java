package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OWASP API Security Top 10 (2023), tried on this server: a test for each. */
@QuarkusTest
class AttacksTest {
    private static final List<String> PERSONAL =
            List.of("trillian@example.gov", "5550123777", "Tricia", "McMillan", "device-of-tricia");

    private City city;
    private City other;

    @Inject AgroalDataSource database;

    @BeforeEach
    void twoCities() {
        city = City.create();
        other = City.create();
    }

    /** API1: broken object level authorization. */
    @Test
    void api1ObjectOfAnotherJurisdictionStaysHidden() {
        String id = city.submitted("service_code", "LIGHT", "description", "of the one city");
        String token = token(city);
        String hidden = city.submitted("service_code", "LIGHT", "description", "hidden text");
        Rows.hide(database, city, hidden);
        for (Format format : Format.values()) {
            for (String key :
                    List.of("", other.reportKey(), other.manageKey(), TestDatabase.ADMIN_KEY)) {
                String query = "extensions=true&api_key=" + key;
                other.get(format, "requests/" + id, query).error(404);
                other.get(format, "tokens/" + token, query).error(404);
                city.get(format, "requests/" + hidden, query).error(404);
                for (String list : List.of("requests", "servicerequestupdates")) {
                    for (String ids : List.of(id, hidden, id + "," + hidden)) {
                        assertEquals(
                                List.of(),
                                other.get(format, list, query + "&service_request_id=" + ids)
                                        .records());
                    }
                }
                assertEquals(
                        List.of(),
                        city.get(format, "requests", query + "&service_request_id=" + hidden)
                                .records());
            }
            other.moderate(format, id, "visibility", "hidden", "reason", "x").error(404);
            other.update(format, "service_request_id", id, "description", "x").error(404);
            other.submit(format, "").errors(400);
        }
        assertEquals("open", city.request(id).get("status"));
    }

    /** API2: broken authentication. */
    @Test
    void api2GuessedAndRevokedKeysAreRefused() {
        String form =
                Form.of(
                        "jurisdiction_id", city.id(),
                        "service_code", "LIGHT",
                        "address_string", "1 Main Street");
        String good = city.reportKey();
        for (String guess :
                List.of(
                        "",
                        "x",
                        "null",
                        "*",
                        "%",
                        "' or '1'='1",
                        good.substring(0, good.length() - 1),
                        good + "x",
                        good.toLowerCase(Locale.ROOT),
                        good.substring(0, 20) + "%" + good.substring(21),
                        UUID.randomUUID().toString())) {
            for (Format format : Format.values()) {
                String path = Api.V2 + "requests" + format.suffix();
                Api.post(path, form + "&api_key=" + Form.encoded(guess)).error(403);
                Api.post(path, form, "X-API-Key", guess).error(403);
                Api.post(path, form, "Authorization", "Bearer " + guess).error(403);
            }
        }
        Api.post(Api.V2 + "requests.json", form, "Authorization", "Basic " + good).error(403);
        Api.post(Api.V2 + "requests.json", form, "Cookie", "api_key=" + good).error(403);
        Api.Key key = Api.newKey(List.of("report", "manage"), List.of(city.id()));
        String withKey = form + "&api_key=" + key.secret();
        Api.post(Api.V2 + "requests.json", withKey).is(200);
        new Answer(Api.admin().delete("/admin/v1/keys/" + key.id())).is(204);
        for (int i = 0; i < 3; i++) {
            Api.post(Api.V2 + "requests.json", withKey).error(403);
        }
        assertEquals(
                1,
                Rows.number(
                        database,
                        "select count(*) from service_request where jurisdiction_id = ?",
                        city.id()));
    }

    /** API3: broken object property level authorization. */
    @Test
    void api3PersonalDataNeedsManage() throws IOException {
        String id = personalReport();
        city.submit(Format.JSON, "service_code=TREE&address_id=1&email=" + PERSONAL.get(0));
        for (String key :
                List.of("", "wrong", city.reportKey(), other.manageKey(), TestDatabase.ADMIN_KEY)) {
            for (String resource :
                    List.of(
                            "requests.json",
                            "requests.xml",
                            "requests.csv",
                            "requests.ndjson",
                            "requests.geojson",
                            "requests/" + id + ".json",
                            "requests/" + id + ".xml",
                            "servicerequestupdates.xml",
                            "changes.json")) {
                for (String more :
                        List.of(
                                "&fields=reporter&email=" + PERSONAL.get(0),
                                "&q=" + PERSONAL.get(2))) {
                    Raw.Reply reply =
                            get(
                                    Api.V2
                                            + resource
                                            + "?jurisdiction_id="
                                            + city.id()
                                            + "&extensions=true&api_key="
                                            + key
                                            + more);
                    assertNothingPersonal(reply);
                }
            }
        }
        assertTrue(
                city.get(Format.JSON, "requests", "q=" + PERSONAL.get(2)).records().isEmpty(),
                "the search reads names");
        String managed =
                city.get(
                                Format.JSON,
                                "requests/" + id,
                                "extensions=true&api_key=" + city.manageKey())
                        .text();
        assertTrue(managed.contains(PERSONAL.get(0)), managed);
        // What a caller may not set stays as the server has it.
        String forged =
                city.submitted(
                        "service_code", "LIGHT",
                        "status", "closed",
                        "service_request_id", "7",
                        "requested_datetime", "2001-01-01T00:00:00Z",
                        "agency_responsible", "Forged",
                        "visibility", "hidden",
                        "status_notes", "Forged");
        assertNotEquals("7", forged);
        var stored = city.request(forged);
        assertEquals("open", stored.get("status"));
        assertFalse(stored.toString().contains("Forged"), stored::toString);
        assertFalse(stored.get("requested_datetime").startsWith("2001"), stored::toString);
    }

    /** API4: unrestricted resource consumption; the rates have a test of their own. */
    @Test
    void api4SizesAndRatesAreLimited() throws IOException {
        for (Format format : Format.values()) {
            city.get(format, "requests", "page_size=1001").error(400);
            city.get(format, "requests", "page_size=99999999999").error(400);
            city.get(format, "requests", "service_request_id=" + numbers(2000)).error(400);
            city.get(format, "requests", "lat=1&long=1&radius=1e300").error(400);
            city.submit(
                            format,
                            Form.of("service_code", "LIGHT", "address_id", "1")
                                    + "&description="
                                    + "x".repeat(4001))
                    .error(400);
        }
        String path = Api.V2 + "requests.json?jurisdiction_id=" + city.id();
        String key = "X-API-Key: " + city.reportKey() + "\r\n";
        refusedBody(
                413, "POST", path, key + "Content-Type: " + Api.FORM, "a=" + "x".repeat(2 << 20));
        refusedBody(
                400,
                "POST",
                path,
                key + "Content-Type: multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n".repeat(2000)
                        + "--b--");
        String admin = "X-API-Key: " + TestDatabase.ADMIN_KEY + "\r\n";
        for (String deep : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000))) {
            refusedBody(
                    400,
                    "POST",
                    "/admin/v1/keys",
                    admin + "Content-Type: application/json",
                    deep.substring(0, 60_000));
            refusedBody(
                    400,
                    "PUT",
                    "/admin/v1/jurisdictions/" + city.id(),
                    admin + "Content-Type: application/json",
                    deep);
        }
    }

    /** API5: broken function level authorization. */
    @Test
    void api5AdminNeedsTheAdminScope() throws IOException {
        String document = City.document(city.id(), "services: []");
        String key = "{\"name\": \"x\", \"scopes\": [\"admin\"]}";
        for (String secret : List.of("", "demo", city.reportKey(), city.manageKey())) {
            for (String[] call :
                    new String[][] {
                        {"GET", "/admin/v1/keys", ""},
                        {"POST", "/admin/v1/keys", key},
                        {"DELETE", "/admin/v1/keys/" + UUID.randomUUID(), ""},
                        {"GET", "/admin/v1/jurisdictions", ""},
                        {"GET", "/admin/v1/jurisdictions/" + city.id(), ""},
                        {"PUT", "/admin/v1/jurisdictions/" + city.id(), document},
                        {"GET", "//admin//v1/keys/", ""},
                        {"GET", "/admin/v1/keys.xml", ""},
                        {"GET", "/open311/v2/../../admin/v1/keys", ""},
                        {"GET", "/q/../admin/v1/keys", ""},
                        {"GET", "/docs/%2e%2e/admin/v1/keys", ""},
                        {"HEAD", "/admin/v1/keys", ""},
                        {"POST", "/admin/v1/keys", key.replace("{", "{\"x\": 1, ")},
                    }) {
                Raw.Reply reply =
                        Raw.send(
                                call[0]
                                        + " "
                                        + call[1]
                                        + " HTTP/1.1\r\nX-HTTP-Method-Override: GET\r\nX-Original-URL: /\r\nX-API-Key: "
                                        + secret
                                        + "\r\n",
                                call[2].getBytes(StandardCharsets.UTF_8));
                assertTrue(Set.of(403, 404).contains(reply.status()), () -> call[1] + reply);
            }
        }
        // A key of one city makes none for another, nor one that is good everywhere.
        Api.Key bound = Api.newKey(List.of("admin"), List.of(city.id()));
        for (String body :
                List.of(
                        key,
                        "{\"name\": \"x\", \"scopes\": [\"report\"], \"jurisdiction_ids\": []}",
                        "{\"name\": \"x\", \"scopes\": [\"report\"], \"jurisdiction_ids\": [\""
                                + other.id()
                                + "\"]}")) {
            Answer answer =
                    new Answer(
                            Api.call()
                                    .header("X-API-Key", bound.secret())
                                    .contentType("application/json")
                                    .body(body)
                                    .post("/admin/v1/keys"));
            assertTrue(Set.of(400, 403).contains(answer.status()), answer::text);
        }
        String listed =
                new Answer(Api.call().header("X-API-Key", bound.secret()).get("/admin/v1/keys"))
                        .is(200)
                        .text();
        assertFalse(listed.contains(other.id()), listed);
        assertEquals(6, city.get(Format.JSON, "services").records().size());
    }

    /** API6: unrestricted access to sensitive business flows. */
    @Test
    void api6AReportIsNotMultiplied() throws Exception {
        String form = Form.of("service_code", "LIGHT", "address_string", "1 Main Street");
        String key = UUID.randomUUID().toString();
        var callers = Executors.newFixedThreadPool(8);
        try {
            var answers = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 40; i++) {
                answers.add(callers.submit(() -> city.submitOnce(key, Format.JSON, form)));
            }
            var ids = new HashSet<String>();
            for (Future<Answer> answer : answers) {
                ids.add(answer.get().record().get("service_request_id"));
            }
            assertEquals(1, ids.size(), ids::toString);
        } finally {
            callers.shutdownNow();
        }
        assertEquals(1, city.get(Format.JSON, "requests").records().size());
        city.submitOnce(key, Format.JSON, form + "&description=other").error(409);
        String id = city.get(Format.JSON, "requests").all("service_request_id").get(0);
        for (int i = 0; i < 5; i++) {
            Api.post(
                            city.path(Format.JSON, "requests/" + id + "/follow", ""),
                            Form.of("api_key", city.reportKey(), "email", "same@example.gov"))
                    .is(200);
        }
        assertEquals(
                1,
                Rows.number(
                        database,
                        "select count(*) from service_request_follower where jurisdiction_id = ?",
                        city.id()),
                "one who has the same problem counts once");
    }

    /** API7: server side request forgery. */
    @Test
    void api7NoUrlOfACallerIsFetched() throws IOException {
        try (var trap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            trap.setSoTimeout(500);
            String here = "127.0.0.1:" + trap.getLocalPort();
            for (String url :
                    List.of(
                            "http://" + here + "/a.jpg",
                            "https://" + here + "/a.jpg",
                            "http://localhost:" + trap.getLocalPort() + "/",
                            "http://169.254.169.254/latest/meta-data/")) {
                for (Format format : Format.values()) {
                    String media = Form.of("media_url", url);
                    Answer answer = city.submit(format, "service_code=LIGHT&address_id=1&" + media);
                    assertTrue(Set.of(200, 400).contains(answer.status()), answer::text);
                    if (answer.status() == 200) {
                        String id = answer.record().get("service_request_id");
                        city.get(format, "requests/" + id, "extensions=true").record();
                        city.update(format, "service_request_id", id, "media_url", url);
                    }
                }
            }
            String neighbour =
                    "neighbours: [{name: N, url: \"http://"
                            + here
                            + "/\", boundary: {type: Polygon, coordinates:"
                            + " [[[10, 10], [11, 10], [11, 11], [10, 10]]]}}]\n";
            city.put(neighbour + City.AGENCIES + City.SERVICES);
            get(Api.V2 + "coverage.json?lat=10.2&long=10.9");
            Raw.sendAsIs(
                    ("GET http://"
                                    + here
                                    + "/ HTTP/1.1\r\nHost: "
                                    + here
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            Raw.sendAsIs(
                    ("CONNECT "
                                    + here
                                    + " HTTP/1.1\r\nHost: "
                                    + here
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            refusedBody(
                    400,
                    "PUT",
                    "/admin/v1/jurisdictions/" + city.id(),
                    "X-API-Key: " + TestDatabase.ADMIN_KEY + "\r\nContent-Type: application/yaml",
                    "!!java.net.URL [\"http://" + here + "/\"]");
            assertThrows(SocketTimeoutException.class, trap::accept, "somebody called");
        }
        for (String url :
                List.of(
                        "file:///etc/passwd",
                        "gopher://127.0.0.1/",
                        "javascript:alert(1)",
                        "data:text/html,x",
                        "jar:http://x!/",
                        "//evil.example.gov/",
                        "http:evil",
                        "\\\\evil\\share")) {
            city.submit(Format.JSON, "service_code=LIGHT&address_id=1&" + Form.of("media_url", url))
                    .error(400);
        }
    }

    /** API8: security misconfiguration. */
    @Test
    void api8NothingIsLeftOpen() throws IOException {
        for (String path :
                List.of(
                        "/q/dev",
                        "/q/dev-ui",
                        "/q/dev/io.quarkus.quarkus-vertx-http/config",
                        "/q/swagger-ui",
                        "/q/swagger",
                        "/q/arc",
                        "/q/",
                        "/q",
                        "/q/logging-manager",
                        "/docs/",
                        "/docs/x",
                        "/media/",
                        "/META-INF/",
                        "/META-INF/resources/",
                        "/application.properties",
                        "/.git/config",
                        "/.env",
                        "/data/admin-key",
                        "/static/",
                        "/webjars/",
                        "/error",
                        "/actuator/env",
                        "/h2-console",
                        "/jolokia")) {
            Raw.Reply reply =
                    Raw.send("GET " + path + " HTTP/1.1\r\nAccept: text/html\r\n", new byte[0]);
            if (reply.status() == 200) {
                assertEquals("/docs/", path, "answered");
                continue;
            }
            assertEquals(404, reply.status(), () -> path + reply);
            ContractFilter.checkErrors(path, 404, reply.header("Content-Type"), reply.body());
        }
        for (String path : List.of("/", "/q/health", "/q/metrics", "/docs", "/admin/v1/keys")) {
            for (String method : List.of("TRACE", "TRACK", "DEBUG", "PUT")) {
                Raw.Reply reply =
                        Raw.send(
                                method + " " + path + " HTTP/1.1\r\nX-Echo: echoed-back\r\n",
                                new byte[0]);
                assertTrue(Set.of(404, 405).contains(reply.status()), () -> method + path + reply);
                ContractFilter.checkErrors(
                        path, reply.status(), reply.header("Content-Type"), reply.body());
                assertFalse(reply.toString().contains("echoed-back"), reply::toString);
            }
        }
        for (String path :
                List.of(
                        "/",
                        "/docs",
                        "/discovery.json",
                        "/open311/v2/services.json?jurisdiction_id=" + city.id(),
                        "/open311/v2/nothing",
                        "/admin/v1/keys",
                        "/q/health")) {
            for (String method : List.of("GET", "OPTIONS")) {
                Raw.Reply reply =
                        Raw.send(
                                method
                                        + " "
                                        + path
                                        + " HTTP/1.1\r\nOrigin: http://evil.example.gov\r\nAccess-Control-Request-Method: GET\r\n",
                                new byte[0]);
                assertNull(reply.header("Set-Cookie"), reply::toString);
                assertNull(reply.header("Server"), reply::toString);
                assertNull(reply.header("X-Powered-By"), reply::toString);
                assertNull(reply.header("Access-Control-Allow-Credentials"), reply::toString);
                assertEquals("nosniff", reply.header("X-Content-Type-Options"), reply::toString);
                assertEquals("DENY", reply.header("X-Frame-Options"), reply::toString);
                assertEquals("no-referrer", reply.header("Referrer-Policy"), reply::toString);
                assertTrue(
                        reply.header("Content-Security-Policy").startsWith("default-src 'none'; "),
                        reply::toString);
                assertNull(reply.header("Strict-Transport-Security"), reply::toString);
                boolean isPublic = path.startsWith("/open311/") || path.startsWith("/discovery");
                assertEquals(
                        isPublic ? "*" : null,
                        reply.header("Access-Control-Allow-Origin"),
                        () -> path + reply);
            }
        }
    }

    /** API9: improper inventory management. */
    @Test
    void api9OldPathsObeyTheSameRules() throws IOException {
        String hidden = city.submitted("service_code", "LIGHT", "description", "hidden-text");
        Rows.hide(database, city, hidden);
        city.submitted("service_code", "ABUSE", "description", "not-for-all");
        String personal = personalReport();
        String query = "?extensions=true&jurisdiction_id=" + city.id();
        for (String path :
                List.of(
                        "/open311/v2/requests/xml",
                        "/open311/v2/requests/json",
                        "/open311/v2/requests/JSON",
                        "//open311//v2//requests.json",
                        "/open311/v2/requests.XML",
                        "/open311/v2/requests.json/",
                        "/open311/v2/./requests.json",
                        "/open311/v2/x/../requests.json",
                        "/open311/v2/%72equests.json",
                        "/open311/v2/requests%2ejson",
                        "/OPEN311/V2/requests.json",
                        "/open311/v2/requests.json;x=1",
                        "/open311/v2/requests;x=1.json",
                        "/open311/v1/requests.json",
                        "/v2/requests.json",
                        "/dev/v2/requests.json",
                        "/q/../open311/v2/requests.json",
                        "/open311/v2/requests/" + hidden + "%2ejson",
                        "/open311/v2/requests/" + hidden + ";x=1.json",
                        "/open311/v2/requests//" + hidden + ".json",
                        "/open311/v2/requests/" + personal + ".json/")) {
            Raw.Reply reply = get(path + query);
            assertTrue(Set.of(200, 400, 404).contains(reply.status()), () -> path + reply);
            String text = reply.toString();
            assertFalse(
                    text.contains("hidden-text") || text.contains("not-for-all"),
                    () -> path + text);
            assertNothingPersonal(reply);
            // Without a key nothing is taken by any spelling.
            Raw.Reply posted =
                    Raw.send(
                            "POST "
                                    + path
                                    + query
                                    + " HTTP/1.1\r\nContent-Type: "
                                    + Api.FORM
                                    + "\r\n",
                            "service_code=LIGHT&address_id=1".getBytes(StandardCharsets.UTF_8));
            assertTrue(posted.status() >= 400 && posted.status() < 500, () -> path + posted);
        }
        assertEquals(
                3,
                Rows.number(
                        database,
                        "select count(*) from service_request where jurisdiction_id = ?",
                        city.id()));
    }

    /** API10: unsafe consumption of APIs: what others say is data, and no more. */
    @Test
    void api10NothingOfOthersIsBelieved() throws IOException {
        for (String header :
                List.of(
                        "X-Forwarded-Host: evil.example.gov",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Prefix: /evil",
                        "X-Forwarded-Port: 666",
                        "Forwarded: proto=https;host=evil.example.gov",
                        "X-Original-Host: evil.example.gov",
                        "X-Rewrite-URL: /evil")) {
            for (String path : List.of("/", "/discovery.json", "/discovery.xml")) {
                String text =
                        Raw.send("GET " + path + " HTTP/1.1\r\n" + header + "\r\n", new byte[0])
                                .toString();
                assertFalse(
                        text.contains("evil")
                                || text.contains(":666")
                                || text.contains("https://localhost"),
                        () -> header + text);
            }
        }
        for (String host :
                List.of("a\"b<script>", "x%0d%0aX-Injected: y", "x y", "x/../y", "x@y")) {
            for (String path :
                    List.of(
                            "/",
                            "/discovery.json",
                            "/discovery.xml",
                            "/open311/v2/requests.json?page_size=1&jurisdiction_id=" + city.id())) {
                Raw.Reply reply =
                        Raw.sendAsIs(
                                ("GET "
                                                + path
                                                + " HTTP/1.1\r\nHost: "
                                                + host
                                                + "\r\nConnection: close\r\n\r\n")
                                        .getBytes(StandardCharsets.ISO_8859_1));
                assertTrue(reply.status() < 500, () -> host + reply);
                assertFalse(
                        reply.toString().contains("<script>") && !path.equals("/"),
                        reply::toString);
                assertNull(reply.header("X-Injected"));
            }
        }
        // One caller's Host is in no other caller's answer.
        String services = "/open311/v2/services.json?jurisdiction_id=" + city.id();
        for (String path : List.of("/discovery.json", services, "/")) {
            Raw.sendAsIs(
                    ("GET "
                                    + path
                                    + " HTTP/1.1\r\nHost: evil.example.gov\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertFalse(get(path).toString().contains("evil"));
        }
        for (String text :
                List.of(
                        "=HYPERLINK(\"http://evil.example.gov\")",
                        "+cmd|' /C calc'!A0",
                        "-1+1",
                        "@SUM(1)",
                        "<script>alert(1)</script>]]>&amp;<!DOCTYPE a>",
                        "\"},{\"service_request_id\":\"666\"",
                        "{{7*7}}${7*7}{7*7}")) {
            String id = city.submitted("service_code", "LIGHT", "description", text);
            assertEquals(text, city.request(id).get("description"));
            assertEquals(text, city.get(Format.XML, "requests/" + id).record().get("description"));
            String csv =
                    new String(
                            get(Api.V2 + "requests.csv?jurisdiction_id=" + city.id()).body(),
                            StandardCharsets.UTF_8);
            for (String formula : List.of("=", "+", "@")) {
                assertFalse(csv.contains("," + formula + text.substring(1)), csv);
                assertFalse(
                        csv.contains(",\"" + formula + text.substring(1).replace("\"", "\"\"")),
                        csv);
            }
        }
    }

    private String personalReport() {
        return city.submitted(
                "service_code", "LIGHT",
                "email", PERSONAL.get(0),
                "phone", PERSONAL.get(1),
                "first_name", PERSONAL.get(2),
                "last_name", PERSONAL.get(3),
                "device_id", PERSONAL.get(4));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static String token(City city) {
        return city.submit(Format.JSON, "service_code=TREE&address_id=1").record().get("token");
    }

    private static Raw.Reply get(String target) throws IOException {
        return Raw.send("GET " + target + " HTTP/1.1\r\n", new byte[0]);
    }

    private static void assertNothingPersonal(Raw.Reply reply) {
        String body = new String(reply.body(), StandardCharsets.UTF_8);
        for (String personal : PERSONAL) {
            assertFalse(body.contains(personal), reply::toString);
        }
    }

    private static void refusedBody(
            int status, String method, String path, String headers, String body)
            throws IOException {
        Raw.Reply reply =
                Raw.send(
                        method + " " + path + " HTTP/1.1\r\n" + headers + "\r\n",
                        body.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(status, reply.status(), reply::toString);
        ContractFilter.checkErrors(path, status, reply.header("Content-Type"), reply.body());
    }
}
