package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import open311.TestDatabase;
import open311.http.Format;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no sane client sends: whatever it is, the answer is the error document in the format asked
 * for, or a success where the input can be tolerated; never a fault, never HTML.
 */
@QuarkusTest
class MalformedInputTest {
    private static final List<String> READ =
            List.of(
                    "discovery",
                    "services",
                    "services/POTHOLE",
                    "requests",
                    "requests/1",
                    "tokens/x",
                    "servicerequestupdates");
    private static final List<String> WRITTEN = List.of("requests", "servicerequestupdates");
    private static final String MULTIPART = "multipart/form-data; boundary=b";

    private static City city;

    @BeforeEach
    void aCity() {
        if (city == null) {
            city = City.create();
        }
    }

    /** Characters are bytes; {city} stands for the jurisdiction. */
    record Call(String method, String target, String headers, String body) {
        static Call get(String target) {
            return new Call("GET", target, "", "");
        }

        static Call get(String target, String headers) {
            return new Call("GET", target, headers + "\r\n", "");
        }

        @Override
        public String toString() {
            String text = method + " " + target + " " + headers + body;
            return text.substring(0, Math.min(120, text.length())).replaceAll("[^ -~]", "?");
        }
    }

    static List<Call> queries() {
        String many = "service_request_id=" + "1,".repeat(3000);
        List<String> queries =
                List.of(
                        "%",
                        "a=%4",
                        "jurisdiction_id=%zz",
                        "a=%u0041",
                        "%00=%00&\u0001=\u0002",
                        "jurisdiction_id=%00",
                        "jurisdiction_id=%C3%28%ED%A0%80",
                        "jurisdiction_id={city}%00",
                        "jurisdiction_id={city}&jurisdiction_id=other",
                        "jurisdiction_id[]={city}&&&===&=&=x",
                        "jurisdiction_id={city}&\u0080\u00ff=\u00c3(",
                        "jurisdiction_id={city}&x=" + "y".repeat(50_000),
                        "jurisdiction_id=" + "x".repeat(20_000),
                        "jurisdiction_id={city}&page=99999999999999999999&page_size=-1",
                        "jurisdiction_id={city}&page=1e3&page_size=0x10",
                        "jurisdiction_id={city}&start_date=2026-99-99&end_date=%F0%9F%9A%A7",
                        "jurisdiction_id={city}&start_date=9999999999-01-01&end_date=-0001-01-01",
                        "jurisdiction_id={city}&start_date=2026-11-22T08:15:30+99:99",
                        "jurisdiction_id={city}&status=%00&service_code=%00,%01",
                        "jurisdiction_id={city}&status=open;drop+table&service_code='%22--",
                        "jurisdiction_id={city}&" + many,
                        "jurisdiction_id={city}?jurisdiction_id={city}",
                        "<script>|\\^`{}\"",
                        "a=b".repeat(1).concat("&a=b".repeat(9000)));
        var calls = new ArrayList<Call>();
        for (String resource : READ) {
            for (String query : queries) {
                calls.add(Call.get(Api.V2 + resource + suffix(calls.size()) + "?" + query));
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void malformedQueries(Call call) throws IOException {
        check(call);
    }

    static List<Call> paths() {
        var calls = new ArrayList<Call>();
        for (String resource : List.of("requests/", "services/", "tokens/")) {
            for (String id :
                    List.of(
                            "%",
                            "%4",
                            "%zz",
                            "%00",
                            "%ff%fe",
                            "%C0%AF",
                            "%ED%A0%80",
                            "\u00e9",
                            "\u00c3\u00a9",
                            "..%2f..%2fetc%2fpasswd",
                            "../../../etc/passwd",
                            "%2e%2e",
                            "..",
                            ".",
                            "%2F",
                            ";jsessionid=1",
                            "a;b=c",
                            "\\..\\x",
                            "{id}",
                            "<x>\"'",
                            "%250a",
                            "%0d%0aSet-Cookie:%20x=y",
                            "*",
                            "'%20or%201=1--",
                            "${jndi:ldap://x}",
                            "x".repeat(20_000),
                            "9".repeat(400),
                            "-9223372036854775809",
                            "%F0%9F%9A%A7",
                            "%20",
                            "\u0001",
                            "\u007f")) {
                calls.add(
                        Call.get(
                                Api.V2
                                        + resource
                                        + id
                                        + suffix(calls.size())
                                        + "?jurisdiction_id={city}"));
            }
        }
        for (String path :
                List.of(
                        "/open311/v2/requests.json.xml",
                        "/open311/v2/requests.xml.json",
                        "/open311/v2/requests..json",
                        "/open311/v2/.json",
                        "/open311/v2/.xml",
                        "/.json",
                        "/.xml",
                        "/open311/v2/requests.",
                        "/open311/v2/requests.%00",
                        "/open311/v2/requests.json%00",
                        "/open311/v2/requests.json;x=y",
                        "/open311/v2/requests.exe",
                        "/open311/v2/services/POTHOLE." + "x".repeat(5000),
                        "/open311/v2/requests%2Ejson",
                        "/open311%2Fv2%2Frequests.json",
                        "/open311/v2/../../etc/passwd.xml",
                        "/open311/v2/./requests.json",
                        "/open311/v2/requests/../services.json",
                        "/%",
                        "/%zz.xml",
                        "/%2e%2e/%2e%2e/etc/passwd",
                        "/a%00b.json",
                        "/" + "a/".repeat(5000),
                        "/~.xml",
                        "/admin/v1/keys/%",
                        "/admin/v1/jurisdictions/%00",
                        "/admin/v1/jurisdictions/%FF",
                        "/admin/v1/jurisdictions/..%2f",
                        "/favicon.ico",
                        "/wp-login.php",
                        "/.git/config")) {
            calls.add(Call.get(path, "X-API-Key: " + TestDatabase.ADMIN_KEY));
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void malformedPaths(Call call) throws IOException {
        check(call);
    }

    static List<Call> methods() {
        var calls = new ArrayList<Call>();
        for (String method :
                List.of(
                        "PUT",
                        "DELETE",
                        "PATCH",
                        "TRACE",
                        "BREW",
                        "get",
                        "PROPFIND",
                        "X".repeat(500))) {
            for (String resource : READ) {
                if (method.equals("PATCH") && resource.startsWith("requests/")) {
                    continue;
                }
                calls.add(
                        new Call(
                                method,
                                Api.V2
                                        + resource
                                        + suffix(calls.size())
                                        + "?jurisdiction_id={city}",
                                "",
                                ""));
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void wrongMethods(Call call) throws IOException {
        assertEquals(405, check(call).status());
    }

    static List<Call> headers() {
        var calls = new ArrayList<Call>();
        for (String resource : List.of("services", "requests")) {
            for (String header :
                    List.of(
                            "Accept: ",
                            "Accept: ,,,;;;q=,",
                            "Accept: */*;q=NaN",
                            "Accept: text/xml;q=1e999",
                            "Accept: " + "a/b,".repeat(5000),
                            "Accept: \u00ff\u00fe",
                            "Accept-Language: " + "x-".repeat(5000),
                            "Accept-Language: *;q=-1",
                            "Accept-Encoding: nonsense, *;q=0",
                            "Content-Type: ",
                            "Content-Type: /",
                            "Content-Type: ;;;",
                            "Content-Type: multipart/form-data",
                            "Content-Type: \u00ff",
                            "Authorization: ",
                            "Authorization: Bearer",
                            "Authorization: Bearer \u00ff\u0080",
                            "Authorization: Basic Og==",
                            "Authorization: Digest username=\"",
                            "Authorization: " + "x".repeat(20_000),
                            "X-API-Key: \u00e9",
                            "X-API-Key: " + "k".repeat(20_000),
                            "Range: bytes=9-1,-",
                            "If-Modified-Since: yesterday",
                            "If-None-Match: \"",
                            "Cookie: ;;;===",
                            "Origin: \u00ff",
                            "Origin: http://",
                            "X-Forwarded-For: <script>",
                            "X-Forwarded-Proto: gopher",
                            "X-Forwarded-Host: evil\"><x>",
                            "Forwarded: for=;;",
                            "X-HTTP-Method-Override: DELETE",
                            "Expect: nonsense",
                            "TE: trailers, nonsense",
                            "Max-Forwards: -1")) {
                calls.add(
                        Call.get(
                                Api.V2
                                        + resource
                                        + suffix(calls.size())
                                        + "?jurisdiction_id={city}",
                                header));
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("headers")
    void malformedHeaders(Call call) throws IOException {
        check(call);
    }

    static List<Call> bodies() {
        var random = new byte[4000];
        new Random(311).nextBytes(random);
        String noise = new String(random, StandardCharsets.ISO_8859_1);
        String part = "--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n";
        List<String> bodies =
                List.of(
                        Api.FORM + "|%",
                        Api.FORM + "|description=%4",
                        Api.FORM + "|service_code=%zz",
                        Api.FORM + "|" + noise.replace('%', 'x'),
                        Api.FORM + "|" + noise,
                        Api.FORM + "|\u0000=\u0000&%00=%00",
                        Api.FORM + "|service_code=%00&lat=%00&long=%00",
                        Api.FORM + "|\u00ef\u00bb\u00bfservice_code=LIGHT&address_id=1",
                        Api.FORM + "|service_code=LIGHT&lat=1e400&long=-1e400",
                        Api.FORM + "|service_code=LIGHT&lat=" + "9".repeat(5000) + "&long=1",
                        Api.FORM + "|service_code=LIGHT&lat=0." + "1".repeat(5000) + "&long=1",
                        Api.FORM + "|service_code=LIGHT&lat=1&lat=2&long=3&long=4",
                        Api.FORM + "|service_code=LIGHT&service_code=POTHOLE&address_id=1",
                        Api.FORM + "|service_code[]=LIGHT&address_id=1",
                        Api.FORM
                                + "|service_code=POTHOLE&address_id=1&attribute"
                                + "[".repeat(2000)
                                + "]".repeat(2000)
                                + "=1",
                        Api.FORM
                                + "|service_code=POTHOLE&address_id=1&attribute[LANE][99999999999]=01",
                        Api.FORM
                                + "|service_code=POTHOLE&address_id=1&attribute[DEPTH]=1e999999999",
                        Api.FORM
                                + "|service_code=POTHOLE&address_id=1&attribute[DEPTH]="
                                + "1".repeat(100_000),
                        Api.FORM
                                + "|service_code=POTHOLE&address_id=1&attribute[SEEN]=99999-01-01T00:00:00Z",
                        Api.FORM
                                + "|service_code=POTHOLE&address_id=1"
                                + "&attribute[LANE][]=01".repeat(5000),
                        Api.FORM
                                + "|service_code=LIGHT&address_id=1&media_url="
                                + "http://x/".repeat(5000),
                        Api.FORM
                                + "|service_code=LIGHT&address_id=1"
                                + "&media_url=http://x/%41".repeat(50),
                        Api.FORM + "|service_code=LIGHT&address_id=1&media_url=http://[::1",
                        Api.FORM
                                + "|service_code=LIGHT&address_id=1&description=%ED%A0%80%ED%B0%80",
                        Api.FORM + "|" + "a=b&".repeat(50_000),
                        Api.FORM + "|" + "&".repeat(100_000),
                        Api.FORM
                                + "|updated_datetime=9999-99-99&status=%00&update_id="
                                + "x".repeat(5000),
                        Api.FORM + "|service_request_id=%00&update_id=%00&description=x",
                        Api.FORM
                                + "|service_request_id=1&description=x&updated_datetime=0001-01-01T00:00:00Z",
                        Api.FORM + "; charset=klingon|service_code=LIGHT&address_id=1",
                        Api.FORM + "; charset=utf-16|service_code=LIGHT&address_id=1",
                        Api.FORM + "; charset=\"|service_code=LIGHT&address_id=1",
                        Api.FORM + "|{\"service_code\":\"LIGHT\"}",
                        "application/json|{\"service_code\":",
                        "application/json|" + "[".repeat(50_000),
                        "text/xml|<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
                        "text/html|<form>",
                        "text/plain|service_code=LIGHT",
                        "application/octet-stream|" + noise,
                        "/|x=y",
                        ";;;|x=y",
                        "|x=y",
                        "\u00ff/\u00fe|x=y",
                        "a/b; c=d; e|x=y",
                        "x".repeat(20_000) + "/y|x=y",
                        "multipart/form-data|--b--",
                        "multipart/form-data; boundary=|--b--",
                        "multipart/form-data; boundary=\"|--b--",
                        "multipart/form-data; boundary=\"\"|--b--",
                        "multipart/form-data; boundary=" + "b".repeat(20_000) + "|--b--",
                        "multipart/form-data; boundary=\u00ff|--\u00ff--",
                        "multipart/mixed; boundary=b|" + part + "x\r\n--b--",
                        MULTIPART + "|",
                        MULTIPART + "|--b",
                        MULTIPART + "|--b--",
                        MULTIPART + "|--b\r\n",
                        MULTIPART + "|--b\r\n\r\n",
                        MULTIPART + "|" + part,
                        MULTIPART + "|" + part + "no end",
                        MULTIPART + "|" + part + "x\r\n--b",
                        MULTIPART + "|" + part + "x\r\n--bx--",
                        MULTIPART + "|" + part.replace("\r\n", "\n") + "x\n--b--",
                        MULTIPART
                                + "|--b\r\nContent-Disposition: form-data; name\r\n\r\nx\r\n--b--",
                        MULTIPART
                                + "|--b\r\nContent-Disposition: form-data; name=\"\r\n\r\nx\r\n--b--",
                        MULTIPART + "|--b\r\nContent-Disposition\r\n\r\nx\r\n--b--",
                        MULTIPART + "|--b\r\n: : :\r\n\r\nx\r\n--b--",
                        MULTIPART + "|--b\r\nX: " + "y".repeat(100_000) + "\r\n\r\nx\r\n--b--",
                        MULTIPART + "|" + part + "x".repeat(500_000) + "\r\n--b--",
                        MULTIPART + "|" + (part + "x\r\n").repeat(2000) + "--b--",
                        MULTIPART + "|" + part + noise + "\r\n--b--",
                        MULTIPART + "|" + noise,
                        MULTIPART
                                + "|--b\r\nContent-Disposition: form-data; name=\"m\"; filename=\"../../x\u0000\"\r\n\r\nx\r\n--b--",
                        MULTIPART
                                + "|--b\r\nContent-Disposition: form-data; name=\"m\"; filename*=klingon''%zz\r\n\r\nx\r\n--b--",
                        MULTIPART
                                + "|--b\r\nContent-Disposition: form-data; name=\"description\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--",
                        MULTIPART
                                + "|--b\r\nContent-Disposition: form-data; name=\"description\"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--");
        var calls = new ArrayList<Call>();
        for (String resource : WRITTEN) {
            for (String body : bodies) {
                int bar = body.indexOf('|');
                calls.add(
                        new Call(
                                "POST",
                                Api.V2
                                        + resource
                                        + suffix(calls.size())
                                        + "?jurisdiction_id={city}",
                                "Content-Type: "
                                        + body.substring(0, bar)
                                        + "\r\nX-API-Key: "
                                        + (resource.equals("requests") ? "{report}" : "{manage}")
                                        + "\r\n",
                                body.substring(bar + 1)));
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void malformedBodies(Call call) throws IOException {
        check(call);
    }

    static List<Call> documents() {
        var calls = new ArrayList<Call>();
        for (String target : List.of("PUT /admin/v1/jurisdictions/{city}", "POST /admin/v1/keys")) {
            for (String body :
                    List.of(
                            "application/json|",
                            "application/json|{",
                            "application/json|\u0000",
                            "application/json|\u00ff\u00fe{\u0000}\u0000",
                            "application/json|" + "[".repeat(20_000),
                            "application/json|" + "{\"a\":".repeat(20_000),
                            "application/json|{\"name\":\"\\ud800\",\"scopes\":[\"report\"]}",
                            "application/json|{\"name\":\"\\u0000\",\"scopes\":[\"report\"]}",
                            "application/json|{\"name\":\"x\",\"scopes\":[\"report\"],\"jurisdiction_ids\":[\"\\u0000\"]}",
                            "application/json|{\"name\":{},\"scopes\":{\"a\":1}}",
                            "application/json|{\"name\":1e999999999,\"scopes\":[1e999999999]}",
                            "application/json|{\"name\":" + "9".repeat(60_000) + "}",
                            "application/json|\"" + "x".repeat(100_000) + "\"",
                            "application/yaml|a: &a [*a]",
                            "application/yaml|a: *b",
                            "application/yaml|%YAML 9.9\n---\na",
                            "application/yaml|!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x/\"]]",
                            "application/yaml|a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]",
                            "application/yaml|" + "- ".repeat(5000),
                            "application/yaml|" + "? ".repeat(2000),
                            "application/yaml|\"\\x00\": 1",
                            "application/yaml|\u0000\u0001",
                            "application/yaml|a: |\n\tb",
                            "application/yaml|boundary: {type: Polygon, coordinates: [[[.nan, .inf]]]}",
                            "application/yaml|services: [null, 1, [], {}, {service_code: {}}]",
                            "text/html|<x>",
                            "|x")) {
                int bar = body.indexOf('|');
                calls.add(
                        new Call(
                                target.split(" ", -1)[0],
                                target.split(" ", -1)[1],
                                "Content-Type: "
                                        + body.substring(0, bar)
                                        + "\r\nX-API-Key: "
                                        + TestDatabase.ADMIN_KEY
                                        + "\r\n",
                                body.substring(bar + 1)));
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void malformedDocuments(Call call) throws IOException {
        check(call);
    }

    /**
     * Refused by the HTTP parser before this server's own code: it must not hang, fail or send
     * HTML, and may send no body.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "GET /open311/v2/services.json HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /open311/v2/services.json NONSENSE\r\nHost: x\r\n\r\n",
                "GET /open311/v2/ser vices.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET open311/v2/services.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET http://elsewhere/open311/v2/services.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET ?a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "CONNECT localhost:22 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.0\r\n\r\n",
                "GET /discovery.json HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n",
                "GET /discovery.xml HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n",
                "GET /discovery.xml HTTP/1.1\r\nHost: a b\"c:x\r\nConnection: close\r\n\r\n",
                "GET /discovery.xml HTTP/1.1\r\nHost: x:99999999\r\nConnection: close\r\n\r\n",
                "GET /discovery.json HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.1\r\nHost: x\r\nno colon\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.1\r\nHost: x\r\n: empty\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.1\r\nHost: x\r\nX: a\r\n folded\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.1\r\nHost: x\r\nAccept-Charset: \u0001\r\nConnection: close\r\n\r\n",
                "GET /open311/v2/services.json HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\nConnection: close\r\n\r\n",
                "POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
                "POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
                "POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab",
                "POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\nConnection: close\r\n\r\n0\r\n\r\n",
                "POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
                "POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\nConnection: close\r\n\r\n"
            })
    void whatIsNoHttp(String bytes) throws IOException {
        Raw.Reply reply = Raw.sendAsIs(bytes.getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(reply.status() < 500, reply::toString);
        assertNoHtml(reply);
        if (reply.status() >= 400 && reply.body().length > 0) {
            ContractFilter.checkErrors(
                    bytes, reply.status(), reply.header("Content-Type"), reply.body());
        }
    }

    /** The pages of the framework have no errors of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/nothing HTTP/1.1\r\nHost: x\r\nAccept: /\r\n",
                "GET /q/nothing HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n",
                "POST /q/nothing.xml HTTP/1.1\r\nHost: x\r\nContent-Type: ;;;\r\nContent-Length: 0\r\n",
                "PUT /docs HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n",
                "TRACE /q/health HTTP/1.1\r\nHost: x\r\n",
                "BREW /q/health/live HTTP/1.1\r\nHost: x\r\n",
                "TRACE /q/metrics HTTP/1.1\r\nHost: x\r\n",
                "GET /q/metrics HTTP/1.1\r\n",
                "GET /q/metrics HTTP/1.1\r\nAccept: text/html\r\n",
                "GET /docs HTTP/1.1\r\nHost: a b\r\n"
            })
    void aRefusedPageOfTheFrameworkIsAnErrorDocument(String head) throws IOException {
        Raw.Reply reply =
                Raw.sendAsIs(
                        (head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(reply.status() < 500, reply::toString);
        if (reply.status() != 200) {
            ContractFilter.checkErrors(
                    head, reply.status(), reply.header("Content-Type"), reply.body());
        }
    }

    /** Vert.x answers in whatever protocol the request line names. */
    @ParameterizedTest
    @ValueSource(strings = {"FOO/1.1", "HT%2554P/1.1", "HTTP/1.7", "HTTP/2.0"})
    void anotherProtocolIsRefused(String protocol) throws IOException {
        for (String path :
                List.of("/open311/v2/services.xml", "/open311/v2/requests.json", "/docs")) {
            Raw.Reply reply =
                    Raw.sendAsIs(
                            ("GET " + path + " " + protocol + "\r\nHost: a\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(reply.head().startsWith(protocol + " 400 "), reply::toString);
            ContractFilter.checkErrors(path, 400, reply.header("Content-Type"), reply.body());
        }
    }

    /** Nothing is said of a body that does not come. */
    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/q/openapi", "/"})
    void whatIsHeldIsNotGivenAgain(String path) throws IOException {
        Raw.Reply reply =
                Raw.send("GET " + path + " HTTP/1.1\r\nIf-None-Match: *\r\n", new byte[0]);
        assertEquals(304, reply.status(), reply::toString);
        assertNull(reply.header("Content-Type"), reply::toString);
        assertNull(reply.header("Content-Encoding"), reply::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "application/openmetrics-text", "/", "application/json;q=x"})
    void metricsAreGivenWhateverIsAccepted(String accept) throws IOException {
        Raw.Reply reply =
                Raw.send("GET /q/metrics HTTP/1.1\r\nAccept: " + accept + "\r\n", new byte[0]);
        assertEquals(200, reply.status(), reply::toString);
        assertTrue(reply.toString().contains("jvm_memory_used_bytes"), reply::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 1_000_000})
    void aRequestLineOrHeaderBeyondTheLimitIsRefused(int length) throws IOException {
        for (String head :
                List.of(
                        "GET /open311/v2/services.json?x=" + "y".repeat(length) + " HTTP/1.1\r\n",
                        "GET /open311/v2/services.json HTTP/1.1\r\nX: "
                                + "y".repeat(length)
                                + "\r\n")) {
            Raw.Reply reply = Raw.send(head, new byte[0]);
            assertTrue(reply.status() < 500, reply::toString);
            assertNoHtml(reply);
        }
    }

    @Test
    void theServerIsAsWellAsBefore() {
        assertEquals(6, city.get(Format.JSON, "services").records().size());
        city.submitted("service_code", "LIGHT");
    }

    private static Raw.Reply check(Call call) throws IOException {
        String target = filled(call.target());
        Raw.Reply reply =
                Raw.send(
                        call.method() + " " + target + " HTTP/1.1\r\n" + filled(call.headers()),
                        call.body().getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(reply.status() >= 200 && reply.status() < 500, reply::toString);
        assertNoHtml(reply);
        ContractFilter.check(
                call.method(),
                target.replaceFirst("\\?.*", ""),
                reply.status(),
                reply::header,
                reply.body());
        return reply;
    }

    private static void assertNoHtml(Raw.Reply reply) {
        assertFalse(
                String.valueOf(reply.header("Content-Type")).contains("html")
                        || new String(reply.body(), StandardCharsets.UTF_8)
                                .toLowerCase(Locale.ROOT)
                                .contains("<html"),
                reply::toString);
    }

    private static String filled(String text) {
        return text.replace("{city}", city.id())
                .replace("{report}", city.reportKey())
                .replace("{manage}", city.manageKey());
    }

    private static String suffix(int number) {
        return (number % 2 == 0 ? Format.JSON : Format.XML).suffix();
    }
}
