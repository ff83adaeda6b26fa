package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods, suffixes and headers, whatever the operation. */
@QuarkusTest
class ErrorsTest {
    @Inject Outage outage;

    static Stream<Arguments> methodsThatAreNotAllowed() {
        return Api.inBothFormats(
                List.of(
                        "DELETE services GET,HEAD",
                        "POST services GET,HEAD",
                        "PUT requests GET,HEAD,POST",
                        "DELETE requests GET,HEAD,POST",
                        "PATCH requests GET,HEAD,POST",
                        "POST requests/1 GET,HEAD",
                        "DELETE requests/1 GET,HEAD",
                        "PUT tokens/x GET,HEAD",
                        "DELETE servicerequestupdates GET,HEAD,POST",
                        "POST discovery GET,HEAD",
                        "BREW requests GET,HEAD,POST"));
    }

    @ParameterizedTest
    @MethodSource("methodsThatAreNotAllowed")
    void otherMethodsAre405AndAllowTellsWhich(Format format, String line) {
        String[] words = line.split(" ", -1);
        Answer answer = Api.send(words[0], Api.V2 + words[1] + format.suffix());
        assertTrue(answer.error(405).contains(words[0]), answer::toString);
        assertNotNull(answer.header("Allow"), answer::toString);
        Set<String> allowed = Set.of(answer.header("Allow").replace(" ", "").split(",", -1));
        assertTrue(allowed.containsAll(Arrays.asList(words[2].split(",", -1))), answer::toString);
        assertTrue(!allowed.contains(words[0]), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /admin/v1/keys",
                "PUT /admin/v1/keys/x",
                "POST /admin/v1/jurisdictions/x",
                "DELETE /admin/v1/jurisdictions/x"
            })
    void theOperatorsApiToo(String line) {
        String[] words = line.split(" ", -1);
        Api.send(words[0], words[1]).error(405);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownPathsAre404InTheFormatAskedFor(Format format) {
        for (String path :
                List.of(
                        "/nothing",
                        "/open311",
                        "/open311/v1/services",
                        "/open311/v2/nothing",
                        "/open311/v2/requests/1/2",
                        "/open311/v2/services/a/b/c",
                        "/open311/v2/tokens",
                        "/open311/v2/tokens/",
                        "/admin",
                        "/admin/v1/nothing",
                        "/OPEN311/V2/SERVICES",
                        "/open311/v2/Services")) {
            Answer answer = Api.get(path.replaceFirst("/$", "") + format.suffix());
            assertEquals(format, answer.format(), path);
            answer.error(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdf", "html", "php", "jsonp", "xml2", "JS", "x%6Dl"})
    void unknownSuffixesAre404(String suffix) {
        String query = "?jurisdiction_id=" + City.create().id();
        for (String resource : List.of("services", "requests", "services/POTHOLE", "discovery")) {
            Answer answer = Api.get(Api.V2 + resource + "." + suffix + query);
            assertTrue(answer.error(404).contains("json"), answer::toString);
            assertEquals(Format.XML, answer.format());
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theSuffixDecidesWhateverAcceptSays(Format format) {
        City city = City.create();
        for (String accept :
                List.of(
                        "application/json",
                        "text/xml",
                        "text/html",
                        "image/png;q=0.1",
                        "*/*;q=0",
                        "nonsense",
                        "")) {
            Answer answer = Api.get(city.path(format, "services", ""), "Accept", accept);
            assertEquals(format, answer.is(200).format(), accept);
        }
    }

    @Test
    void withoutASuffixAcceptDecides() {
        String path = Api.V2 + "services?jurisdiction_id=" + City.create().id();
        for (String accept :
                List.of(
                        "application/json",
                        "*/*",
                        "application/json, text/plain, */*",
                        "text/html",
                        "application/*",
                        "nonsense/",
                        "text/xml;q=0.1, application/json")) {
            assertEquals(Format.JSON, Api.get(path, "Accept", accept).is(200).format(), accept);
        }
        for (String accept :
                List.of(
                        "text/xml",
                        "application/xml",
                        "TEXT/XML; charset=utf-8",
                        "application/json;q=0.5, text/xml",
                        "text/html, text/xml;q=0.9, */*;q=0.1")) {
            assertEquals(Format.XML, Api.get(path, "Accept", accept).is(200).format(), accept);
        }
    }

    @Test
    void errorsWithoutASuffixFollowAcceptToo() {
        assertEquals(Format.XML, Api.get("/nothing", "Accept", "text/xml").format());
        assertEquals(Format.JSON, Api.get("/nothing", "Accept", "application/json").format());
        assertEquals(Format.JSON, Api.get("/nothing", "Accept", "text/html").format());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void slashesAndCaseOfTheSuffixDoNotMatter(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String expected = city.get(format, "requests/" + id).is(200).text();
        String suffix = format.suffix();
        String query = "?jurisdiction_id=" + city.id();
        for (String path :
                List.of(
                        "/open311/v2//requests/" + id + suffix,
                        "//open311///v2/requests//" + id + suffix,
                        "/open311/v2/requests/" + id + suffix + "/",
                        "/open311/v2/requests/" + id + suffix.toUpperCase(java.util.Locale.ROOT),
                        "/open311/v2/requests/"
                                + id
                                + ".J"
                                        .replace(
                                                "J",
                                                suffix.substring(1, 2)
                                                        .toUpperCase(java.util.Locale.ROOT))
                                + suffix.substring(2))) {
            assertEquals(expected, Api.get(path + query).is(200).text(), path);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void headAnswersAsGetWithoutABody(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        for (String resource :
                List.of(
                        "services",
                        "services/POTHOLE",
                        "requests",
                        "requests/" + id,
                        "servicerequestupdates",
                        "discovery")) {
            Answer head = Api.head(city.path(format, resource, ""));
            Answer get = city.get(format, resource);
            assertEquals(200, head.status(), resource);
            assertEquals(get.header("Content-Type"), head.header("Content-Type"));
        }
        assertEquals(404, Api.head(city.path(format, "requests/1", "")).status());
        assertEquals(400, Api.head(Api.V2 + "services" + format.suffix()).status());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void oddHeadersOfAGetDoNoHarm(Format format) {
        City city = City.create();
        String path = city.path(format, "services", "");
        for (String[] header :
                new String[][] {
                    {"Content-Type", "application/x-www-form-urlencoded"},
                    {"Content-Type", "application/json"},
                    {"Content-Type", "nonsense"},
                    {"Content-Type", "multipart/form-data; boundary====x"},
                    {"Accept-Language", "xx-nonsense;q=7,,;"},
                    {"Accept-Charset", "klingon"},
                    {"Accept-Encoding", "br;q=x"},
                    {"Authorization", "Basic !!!"},
                    {"Authorization", "Bearer "},
                    {"Range", "bytes=5-"},
                    {"If-None-Match", "nonsense"},
                    {"If-Modified-Since", "yesterday"},
                    {"X-Forwarded-Proto", "gopher"},
                    {"Origin", "null"},
                    {"Cookie", "a=b; ;;=\u0001".substring(0, 8)}
                }) {
            assertEquals(6, Api.get(path, header).records().size(), Arrays.toString(header));
        }
    }

    @Test
    void thereAreNoRedirects() {
        for (String path :
                List.of(
                        "/open311/v2",
                        "/open311/v2/",
                        "/open311/v2/services/",
                        "//discovery.xml",
                        "/admin/v1/")) {
            int status = new Answer(Api.call().redirects().follow(false).get(path)).status();
            assertTrue(status < 300 || status >= 400, path + " " + status);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aMalformedQueryIs400(Format format) {
        String path = Api.V2 + "services" + format.suffix();
        for (String query : List.of("?a=%", "?a=%4", "?a=%zz", "?%=1")) {
            Raw.Reply reply = raw("GET " + path + query + " HTTP/1.1\r\n");
            assertEquals(400, reply.status(), reply::toString);
            ContractFilter.check("GET", path, reply.status(), reply::header, reply.body());
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void errorsEscapeWhatTheyQuote(Format format) {
        City city = City.create();
        String error = city.get(format, "services/%3Cscript%3E%26%22%27%00%01x").error(404);
        assertTrue(error.contains("<script>&\"'x"), error);
        String veryLong = city.get(format, "services/" + "x".repeat(5000)).error(404);
        assertTrue(veryLong.length() < 300, veryLong);
    }

    @Test
    void healthIsNotAnErrorDocument() {
        Answer health = new Answer(io.restassured.RestAssured.get("/q/health"));
        assertEquals(200, health.status());
        assertNull(health.header("Location"));
    }

    @Test
    void readinessSaysWhatIsWrongWithTheDatabaseAndWhatToDo() {
        Answer ready =
                outage.withoutConnections(
                        () -> new Answer(io.restassured.RestAssured.get("/q/health/ready")));
        assertEquals(503, ready.status());
        assertTrue(ready.text().contains("gives no connection"), ready::toString);
        assertTrue(ready.text().contains("QUARKUS_DATASOURCE_JDBC_URL"), ready::toString);
        assertEquals(200, io.restassured.RestAssured.get("/q/health/ready").statusCode());
    }

    private static Raw.Reply raw(String head) {
        try {
            return Raw.send(head, new byte[0]);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
