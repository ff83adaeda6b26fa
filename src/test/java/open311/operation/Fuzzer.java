package open311.operation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Makes calls that are wrong somewhere: one that is right, changed in a few places, or now and then
 * mere noise. The same random numbers make the same call. Where a call needs a city or a key there
 * is a placeholder, such as {@code {city}}.
 */
final class Fuzzer {
    private static final String[] SUFFIXES = {".json", ".xml", ".json", ".xml", ""};

    /** Method and target; a star stands for the suffix. */
    private static final String[] READ = {
        "GET /",
        "GET /docs",
        "GET /discovery*",
        "GET /q/health",
        "GET /q/health/live",
        "GET /q/health/ready",
        "GET /q/metrics",
        "GET /q/openapi",
        "GET /q/nothing",
        "GET /media/1.jpg",
        "GET /nothing/here",
        "GET /favicon.ico",
        "GET /open311/v2/discovery*?jurisdiction_id={city}",
        "GET /open311/v2/services*?jurisdiction_id={city}",
        "GET /open311/v2/services/POTHOLE*?jurisdiction_id={city}&locale=en",
        "GET /open311/v2/service_definition*?jurisdiction_id={city}&service_code=POTHOLE",
        "GET /open311/v2/requests*?jurisdiction_id={city}&page_size=20&status=open&count=true",
        "GET /open311/v2/requests*?jurisdiction_id={city}&page_size=20&start_date=2026-01-01&end_date=2027-01-01",
        "GET /open311/v2/requests*?jurisdiction_id={city}&page_size=20&lat=42.8&long=-71.1&radius=500&sort=-status",
        "GET /open311/v2/requests*?jurisdiction_id={city}&page_size=20&bbox=-72,42,-71,43&q=light&extensions=true",
        "GET /open311/v2/requests*?jurisdiction_id={city}&service_request_id={id}&service_code=LIGHT&page=2&page_size=1",
        "GET /open311/v2/requests*?jurisdiction_id={city}&page_size=5&cursor=abc&updated_after=2026-01-01&has_media=false",
        "GET /open311/v2/requests/{id}*?jurisdiction_id={city}&extensions=true",
        "GET /open311/v2/requests/{id}*?jurisdiction_id={city}&extensions=true&api_key={manage}",
        "GET /open311/v2/requests.csv?jurisdiction_id={city}&status=open",
        "GET /open311/v2/requests.ndjson?jurisdiction_id={city}&start_date=2026-01-01",
        "GET /open311/v2/requests.geojson?jurisdiction_id={city}&bbox=-72,42,-71,43",
        "GET /open311/v2/requests/similar*?jurisdiction_id={city}&service_code=LIGHT&lat=42.8&long=-71.1&description=dark",
        "GET /open311/v2/coverage*?lat=42.8&long=-71.1",
        "GET /open311/v2/boundary.geojson?jurisdiction_id={city}",
        "GET /open311/v2/tokens/{token}*?jurisdiction_id={city}",
        "GET /open311/v2/changes.json?jurisdiction_id={city}&limit=5&after=now",
        "GET /open311/v2/servicerequestupdates*?jurisdiction_id={city}&start_date=2026-01-01&page_size=20",
        "GET /admin/v1/jurisdictions/{city}",
        "GET /admin/v1/jurisdictions?api_key={report}",
        "GET /admin/v1/keys?api_key={manage}",
    };

    private static final String[] WRITTEN = {
        "POST /open311/v2/requests*?jurisdiction_id={city}",
        "POST /open311/v2/requests*?jurisdiction_id={city}",
        "POST /open311/v2/requests*",
        "POST /open311/v2/servicerequestupdates*?jurisdiction_id={city}",
        "POST /open311/v2/requests/{id}/follow*?jurisdiction_id={city}",
        "PATCH /open311/v2/requests/{id}*?jurisdiction_id={city}",
        "PUT /admin/v1/jurisdictions/{other}",
        "POST /admin/v1/keys",
        "DELETE /admin/v1/keys/00000000-0000-0000-0000-000000000000",
    };

    private static final String[] METHODS = {
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "BREW",
        "get",
        "M-SEARCH",
        "QUERY",
        "LOCK",
        "X".repeat(300)
    };

    /** For values, names, segments and headers alike. */
    private static final String[] ODD = {
        "",
        "%",
        "%4",
        "%zz",
        "%00",
        "%0d%0aX-Injected:%20x",
        "%252e%252e%252f",
        "%2e%2e%2f",
        "%2F",
        "%5c",
        "%ff%fe",
        "%C0%AF",
        "%ED%A0%80",
        "%F0%9F%9A%A7",
        "%u0041",
        "..",
        ".",
        "../../etc/passwd",
        ";x=1",
        "*",
        "~",
        "null",
        "undefined",
        "NaN",
        "Infinity",
        "-0",
        "1e999",
        "0x10",
        "-9223372036854775809",
        "99999999999999999999",
        "9".repeat(500),
        "true",
        "[]",
        "{}",
        "'",
        "\"",
        "'%20or%20'1'='1",
        "$$",
        "${7*7}",
        "<script>alert(1)</script>",
        "<!--",
        "]]>",
        "&amp;",
        ",,,,",
        "a,b,".repeat(300),
        "2026-11-22T08:15:30Z",
        "2026-02-30",
        "9999999999-01-01",
        "-0001-01-01T00:00:00Z",
        "2026-11-22T08:15:30+99:99",
        "\u00e9",
        "\u00c3\u00a9",
        "\u00ff\u00fe",
        "\u00ed\u00a0\u0080",
        "\u007f",
        "\u0001",
        "\t",
        "x".repeat(3000),
        "x".repeat(20_000),
        "\u00f0\u009f\u009a\u00a7".repeat(1500),
    };

    private static final String[] HEADERS = {
        "Accept: ",
        "Accept: /",
        "Accept: text/html",
        "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "Accept: text/xml",
        "Accept: application/json",
        "Accept: image/png",
        "Accept: ,,;q=,",
        "Accept: text/event-stream",
        "Accept: application/vnd.google.protobuf",
        "Accept: application/openmetrics-text",
        "Accept: */*;q=NaN",
        "Accept: \u00ff\u00fe",
        "Accept-Encoding: gzip",
        "Accept-Encoding: br;q=1, deflate, *;q=0",
        "Accept-Language: es",
        "Accept-Language: *;q=-1,,x-y-z",
        "Accept-Charset: utf-7",
        "Content-Type: ",
        "Content-Type: /",
        "Content-Type: ;;;",
        "Content-Type: text/html",
        "Content-Type: application/json",
        "Content-Type: application/xml; charset=nonsense",
        "Content-Type: multipart/form-data",
        "Content-Type: multipart/mixed; boundary=\"",
        "Content-Type: application/x-www-form-urlencoded; charset=utf-16",
        "Content-Encoding: gzip",
        "Content-Encoding: nonsense",
        "Content-Range: bytes 0-1/9",
        "Content-Language: \u00ff",
        "Expect: 100-continue",
        "Expect: nonsense",
        "Origin: null",
        "Origin: http://evil.example.gov",
        "Origin: \u0001",
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: X-API-Key, \u00ff",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Proto: gopher",
        "X-Forwarded-For: 127.0.0.1, \u00ff",
        "X-Forwarded-Host: evil.example.gov\"<",
        "X-Forwarded-Port: 99999999",
        "X-Forwarded-Prefix: /../",
        "Forwarded: for=\"_x\";proto=https;host=evil.example.gov",
        "X-HTTP-Method-Override: DELETE",
        "X-Original-URL: /admin/v1/keys",
        "Range: bytes=0-0",
        "Range: bytes=-1,5-2,999999999999999999999-",
        "If-None-Match: *",
        "If-None-Match: \"x\", W/\"y\", ,",
        "If-None-Match: \"",
        "If-Match: \"x\"",
        "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
        "If-Modified-Since: tomorrow",
        "If-Unmodified-Since: \u00ff",
        "If-Range: \"x\"",
        "Idempotency-Key: ",
        "Idempotency-Key: \u00ff\u0001",
        "Authorization: Basic Og==",
        "Authorization: Bearer",
        "Authorization: Bearer \u00ff",
        "Authorization: Digest username=\"",
        "X-API-Key: \u00e9",
        "X-API-Key: ' or 1=1",
        "X-API-Key: demo",
        "Cookie: JSESSIONID=1; api_key={manage}",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        "Upgrade-Insecure-Requests: 1",
        "TE: trailers, deflate;q=0.5",
        "Trailer: Content-Length",
        "Max-Forwards: 0",
        "Via: 1.1 \u0001",
        "Last-Event-ID: \u00ff",
        "X-Request-Id: a b\"c",
        "X-Request-ID: " + "r".repeat(5000),
        "Prefer: return=minimal",
    };

    /** Said of a call that may be no HTTP any more: it comes on a connection of its own. */
    private static final String[] TORN_HEADERS = {
        "Transfer-Encoding: nonsense",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding:\u000bchunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5, 5",
        "Host: a\r\nHost: b",
        "Host: ",
        "Host: <script>",
        "Host: a b:x",
        "Host: [::1",
        "Host: x:99999999",
        "no colon here",
        ": no name",
        "Bad Name: x",
        "X: a\r\n folded",
        "X: a\u0000b",
        "X: a\rb",
        "Huge: " + "h".repeat(70_000),
    };

    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final Random random;
    private final int number;

    private String method = "";
    private String path = "";
    private final List<String> query = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private String type = "";
    private String body = "";
    private boolean torn;

    private Fuzzer(long seed, int number) {
        this.random = new Random(seed * 1_000_003 + number);
        this.number = number;
    }

    /** The call of this number in the row that belongs to the seed. */
    static FuzzedCall call(long seed, int number) {
        return new Fuzzer(seed, number).call();
    }

    private FuzzedCall call() {
        if (random.nextInt(60) == 0) {
            return new FuzzedCall(
                    noise(1 + random.nextInt(20)),
                    noise(random.nextInt(50)),
                    noise(random.nextInt(300)),
                    "",
                    true);
        }
        String start =
                random.nextInt(3) == 0 ? one(WRITTEN) : random.nextInt(4) > 0 ? one(READ) : "";
        if (start.isEmpty()) {
            start = "GET /open311/v2/" + one(ODD) + one(SUFFIXES);
        }
        begin(start.replace("*", one(SUFFIXES)));
        boolean isChanged = random.nextInt(20) > 0;
        for (int i = isChanged ? 1 + random.nextInt(3) : 0; i > 0; i--) {
            change();
        }
        return end();
    }

    private void begin(String start) {
        int space = start.indexOf(' ');
        int mark = start.indexOf('?');
        method = start.substring(0, space);
        path = start.substring(space + 1, mark < 0 ? start.length() : mark);
        if (mark >= 0) {
            query.addAll(List.of(start.substring(mark + 1).split("&", -1)));
        }
        if (path.startsWith("/admin/")) {
            headers.add("X-API-Key: {admin}");
        }
        if (path.contains("/admin/v1/jurisdictions/") && method.equals("PUT")) {
            type = random.nextBoolean() ? "application/yaml" : "application/json";
            body =
                    "{\"jurisdiction_id\": \"{other}\", \"name\": \"Other\", \"time_zone\": \"America/New_York\","
                            + " \"contact\": \"311\", \"key_service\": \"Ask\", \"endpoint_type\": \"test\","
                            + " \"services\": [{\"service_code\": \"LIGHT\", \"service_name\": \"Street light\"}]}";
        } else if (path.equals("/admin/v1/keys") && method.equals("POST")) {
            type = "application/json";
            body =
                    "{\"name\": \"Fuzz\", \"scopes\": [\"none\"], \"jurisdiction_ids\": [\"{other}\"]}";
        } else if (method.equals("PATCH")) {
            headers.add("X-API-Key: {manage}");
            fields.addAll(List.of("visibility=public", "reason=Fine"));
            form();
        } else if (method.equals("POST") && path.contains("updates")) {
            headers.add("X-API-Key: {manage}");
            fields.addAll(
                    List.of("service_request_id={id}", "status=investigating", "description=Seen"));
            form();
        } else if (method.equals("POST")) {
            if (query.isEmpty()) {
                fields.add("jurisdiction_id={city}");
            }
            fields.addAll(
                    List.of(
                            "api_key={report}",
                            "service_code=" + one("LIGHT", "POTHOLE", "TREE", "TAX", "STRICT"),
                            "lat=42.8",
                            "long=-71.1",
                            "address_string=1+Main+Street",
                            "description=A+dark+corner",
                            "attribute[SIZE]=S",
                            "attribute[NAME]=x",
                            "attribute[KIND][]=A",
                            "email=caller%40example.gov",
                            "media_url=https%3A%2F%2Fexample.gov%2Fa.jpg"));
            if (random.nextInt(4) == 0) {
                headers.add("Idempotency-Key: fuzz-" + number);
            }
            form();
        }
    }

    private void form() {
        int kind = random.nextInt(4);
        if (method.equals("PATCH") && kind == 0) {
            type = "application/json";
            body = "{\"visibility\": \"public\", \"reason\": \"Fine\"}";
        } else if (kind <= 1) {
            type = "multipart/form-data; boundary=b";
            body = multipart("b");
        } else {
            type = Api.FORM;
            body = String.join("&", fields);
        }
    }

    private String multipart(String boundary) {
        var parts = new StringBuilder();
        for (String field : fields) {
            String[] pair = field.split("=", 2);
            parts.append("--")
                    .append(boundary)
                    .append("\r\nContent-Disposition: form-data; name=\"")
                    .append(pair[0])
                    .append("\"\r\n\r\n")
                    .append(pair.length > 1 ? pair[1].replace('+', ' ') : "")
                    .append("\r\n");
        }
        return parts + "--" + boundary + "--\r\n";
    }

    private void change() {
        switch (random.nextInt(16)) {
            case 0 -> method = one(METHODS);
            case 1, 2 -> changePath();
            case 3, 4 -> changeQuery();
            case 5, 6, 7 -> headers.add(one(HEADERS));
            case 8 -> {
                if (!headers.isEmpty()) {
                    int at = random.nextInt(headers.size());
                    headers.add(random.nextBoolean() ? headers.get(at) : "X: " + one(ODD));
                }
            }
            case 9 ->
                    headers.add(
                            one("Accept", "Authorization", "Idempotency-Key", "X-API-Key", "X-Fuzz")
                                    + ": "
                                    + inHeader(one(ODD)));
            case 10, 11, 12 -> changeBody();
            case 13 -> type = one(HEADERS).replaceFirst("[^:]*:", "").replaceFirst("\r\n.*", "");
            case 14 -> tear();
            default -> {
                changePath();
                changeBody();
            }
        }
    }

    private void changePath() {
        String odd = one(ODD);
        int at = random.nextInt(path.length() + 1);
        switch (random.nextInt(9)) {
            case 0 -> path = path.substring(0, at) + odd + path.substring(at);
            case 1 ->
                    path =
                            path
                                    + one(
                                            ".json",
                                            ".xml",
                                            ".exe",
                                            ".",
                                            "/",
                                            ".JSON",
                                            "%2Ejson",
                                            ";x=1.xml");
            case 2 -> path = path.replaceFirst("[^/]*$", "") + odd + one(SUFFIXES);
            case 3 ->
                    path = path.replaceFirst("/", one("//", "/./", "/../", "/%2e/", "/;/", "/%2f"));
            case 4 ->
                    path =
                            path.substring(0, path.lastIndexOf('/') + 1)
                                    + "./"
                                    + path.substring(path.lastIndexOf('/') + 1);
            case 5 -> {
                if (at < path.length()) {
                    String hex = String.format("%%%02x", (int) path.charAt(at));
                    path =
                            path.substring(0, at)
                                    + (random.nextBoolean() ? hex : hex.replace("%", "%25"))
                                    + path.substring(at + 1);
                }
            }
            case 6 -> path = path.toUpperCase(Locale.ROOT);
            case 7 ->
                    path =
                            one(
                                            "http://evil.example.gov",
                                            "",
                                            "*",
                                            "/q/..",
                                            "/docs/../",
                                            "//evil.example.gov/")
                                    + path;
            default -> path = path + "/" + "a/".repeat(random.nextInt(400)) + odd;
        }
    }

    private void changeQuery() {
        String odd = one(ODD);
        if (query.isEmpty() || random.nextInt(5) == 0) {
            query.add(
                    one(
                                    "jurisdiction_id",
                                    "page",
                                    "page_size",
                                    "api_key",
                                    "locale",
                                    "extensions",
                                    "callback",
                                    "fields[]",
                                    odd)
                            + "="
                            + one(ODD));
            return;
        }
        int at = random.nextInt(query.size());
        String name = query.get(at).replaceFirst("=.*", "");
        switch (random.nextInt(6)) {
            case 0 -> query.remove(at);
            case 1 -> query.add(query.get(at));
            case 2 -> query.set(at, query.get(at) + odd);
            case 3 -> query.set(at, name + "[" + odd + "]=1");
            default -> query.set(at, name + "=" + odd);
        }
    }

    private void changeBody() {
        String odd = one(ODD);
        int at = random.nextInt(body.length() + 1);
        switch (random.nextInt(12)) {
            case 0 -> body = body.substring(0, at);
            case 1 -> body = body.substring(0, at) + odd + body.substring(at);
            case 2 -> {
                var bytes = body.toCharArray();
                for (int i = 0; i < bytes.length; i += 1 + random.nextInt(40)) {
                    bytes[i] = (char) random.nextInt(256);
                }
                body = new String(bytes);
            }
            case 3 -> {
                body = gzip(random.nextBoolean() ? body : "a=b&".repeat(50_000));
                headers.add("Content-Encoding: gzip");
            }
            case 4 -> body = noise(random.nextInt(2000));
            case 5 -> body = one("[", "{\"a\":", "<a>", "a[", "- ").repeat(random.nextInt(5000));
            case 6 ->
                    body =
                            one(
                                    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                                    "{\"description\":\"\\ud800\",\"reason\":\"\\u0000\"}",
                                    "{\"lat\":1e999999999}",
                                    "{\"a\":" + "9".repeat(5000) + "}",
                                    "\u00ef\u00bb\u00bf{}",
                                    "\u00ff\u00fe{\u0000}\u0000");
            case 7 -> {
                String boundary =
                        one("b", "\"b\"", " ", "----=_x(1)", "-", "b".repeat(200), "\u00e9");
                type = "multipart/form-data; boundary=" + boundary;
                body = multipart(one(boundary, boundary.replace("\"", "")));
            }
            default -> {
                if (!fields.isEmpty()) {
                    int which = random.nextInt(fields.size());
                    fields.set(which, fields.get(which).replaceFirst("=.*", "") + "=" + odd);
                    body = type.startsWith("multipart") ? multipart("b") : String.join("&", fields);
                }
            }
        }
    }

    private void tear() {
        torn = true;
        headers.add(one(TORN_HEADERS));
        if (random.nextInt(4) == 0) {
            path =
                    path
                            + one(
                                    " HTTP/1.1\r\nX: y\r\n\r\nGET /",
                                    " ",
                                    "\r\n",
                                    "\u0000",
                                    " HTTP/9.9 ");
        }
    }

    private FuzzedCall end() {
        var head = new StringBuilder();
        if (!torn || random.nextBoolean()) {
            head.append("Host: localhost\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(inHeader(type)).append("\r\n");
        }
        String sent = body;
        if (torn) {
            head.append(
                    "Content-Length: "
                            + (body.length() + random.nextInt(7) - 3)
                            + "\r\nConnection: close\r\n");
        } else if (random.nextInt(10) == 0) {
            head.append("Transfer-Encoding: chunked\r\n");
            sent =
                    body.isEmpty()
                            ? "0\r\n\r\n"
                            : FuzzedCall.SIZE + "\r\n" + body + FuzzedCall.LAST_CHUNK;
        } else if (!body.isEmpty() || !method.matches("GET|HEAD")) {
            head.append("Content-Length: " + FuzzedCall.SIZE + "\r\n");
        }
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        // A plain space ends the target; control characters end the line.
        // What the HTTP parser refuses by itself gets no document.
        boolean isRefused = CONTROLS.matcher(head.toString().replace("\r\n", "")).find();
        boolean isTooLong = head.length() > 60_000 || target.length() > 60_000;
        return new FuzzedCall(
                method,
                torn ? target : target.replaceAll("[ \t\r\n]", "%20"),
                head.toString(),
                sent,
                torn || isTooLong || isRefused);
    }

    /** Otherwise it would be another header, or the end of them all. */
    private static String inHeader(String value) {
        return CONTROLS.matcher(value).replaceAll("");
    }

    private static String gzip(String body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(body.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private String noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }
}
