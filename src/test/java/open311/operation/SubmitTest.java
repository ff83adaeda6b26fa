package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SubmitTest {
    private static final String LIGHT =
            Form.of("service_code", "LIGHT", "address_string", "1 Main St");

    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(Format.class)
    void realtimeGivesTheIdAtOnce(Format format) {
        City city = City.create();
        Answer answer =
                city.submit(
                        format, Form.of("service_code", "POTHOLE", "lat", "42.7", "long", "-71.1"));
        Map<String, String> receipt = answer.record();
        assertNotNull(receipt.get("service_request_id"));
        assertFalse(receipt.containsKey("token"));
        assertEquals(
                "Most potholes are filled within two working days.", receipt.get("service_notice"));
        assertNull(receipt.get("account_id"));
        String location = answer.header("Location");
        assertEquals(
                receipt.get("service_request_id"),
                Api.get(location).record().get("service_request_id"));
        assertTrue(location.contains(format.suffix()), location);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void batchGivesATokenAndNoId(Format format) {
        City city = City.create();
        Answer answer = city.submit(format, Form.of("service_code", "TREE", "address_id", "7"));
        Map<String, String> receipt = answer.record();
        assertNotNull(receipt.get("token"));
        assertFalse(receipt.containsKey("service_request_id"));
        assertEquals(
                receipt.get("token"), Api.get(answer.header("Location")).record().get("token"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void blackboxGivesNeither(Format format) {
        Answer answer =
                City.create().submit(format, Form.of("service_code", "TAX", "address_id", "7"));
        assertEquals(
                List.of("service_notice", "account_id"), List.copyOf(answer.record().keySet()));
        assertEquals("By mail", answer.record().get("service_notice"));
        assertNull(answer.header("Location"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void accountIdIsGivenBack(Format format) {
        Answer answer = City.create().submit(format, LIGHT + "&account_id=0042");
        assertEquals("0042", answer.record().get("account_id"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatWasPostedIsReadBack(Format format) {
        City city = City.create();
        Instant before = Instant.now().minusSeconds(1);
        String id =
                city.submitted(
                        "service_code", "POTHOLE",
                        "lat", "42.77348",
                        "long", "-71.08562",
                        "address_string", "1 Main Street",
                        "address_id", "0004711",
                        "zipcode", "01832",
                        "description", "Deep",
                        "media_url", "https://photos.example.org/1.jpg?a=1&b=2");
        Map<String, String> request = city.get(format, "requests/" + id).record();
        assertEquals(id, request.get("service_request_id"));
        assertEquals("open", request.get("status"));
        assertNull(request.get("status_notes"));
        assertEquals("Pothole", request.get("service_name"));
        assertEquals("POTHOLE", request.get("service_code"));
        assertEquals("Deep", request.get("description"));
        assertEquals("Highway Department", request.get("agency_responsible"));
        assertEquals(
                "Most potholes are filled within two working days.", request.get("service_notice"));
        assertTrue(Instant.parse(request.get("requested_datetime")).isAfter(before));
        assertEquals(request.get("requested_datetime"), request.get("updated_datetime"));
        assertNull(request.get("expected_datetime"));
        assertEquals("1 Main Street", request.get("address"));
        assertEquals("0004711", request.get("address_id"));
        assertEquals("01832", request.get("zipcode"));
        assertEquals("42.77348", request.get("lat"));
        assertEquals("-71.08562", request.get("long"));
        assertEquals("https://photos.example.org/1.jpg?a=1&b=2", request.get("media_url"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void noKeyIs403(Format format) {
        City city = City.create();
        String error = Api.post(city.path(format, "requests", ""), LIGHT).error(403);
        assertTrue(error.contains("api_key"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void wrongKeysAre403(Format format) {
        City city = City.create();
        for (String key :
                List.of(
                        "wrong",
                        city.manageKey(),
                        City.create().reportKey(),
                        open311.TestDatabase.ADMIN_KEY,
                        "demo")) {
            String error =
                    Api.post(city.path(format, "requests", ""), LIGHT + "&api_key=" + key)
                            .error(403);
            assertTrue(error.contains("api_key"), error);
        }
        assertTrue(city.get(format, "requests").records().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theKeyIsTakenFromQueryOrHeaders(Format format) {
        City city = City.create();
        String path = city.path(format, "requests", "");
        Api.post(path + "&api_key=" + city.reportKey(), LIGHT).record();
        Api.post(path, LIGHT, "X-API-Key", city.reportKey()).record();
        Api.post(path, LIGHT, "Authorization", "Bearer " + city.reportKey()).record();
        Api.post(path, LIGHT, "Authorization", "bearer  " + city.reportKey()).record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void missingServiceCodeIs400(Format format) {
        String error = City.create().submit(format, "address_string=x").error(400);
        assertTrue(error.contains("service_code"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownServiceCodeIs404(Format format) {
        String error =
                City.create()
                        .submit(format, Form.of("service_code", "NOPE", "address_string", "x"))
                        .error(404);
        assertTrue(error.contains("service_code 'NOPE'"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void missingLocationIs400(Format format) {
        for (String location : List.of("", "&lat=&long=", "&address_string=+&address_id=")) {
            String error = City.create().submit(format, "service_code=LIGHT" + location).error(400);
            assertTrue(
                    error.contains("lat")
                            && error.contains("address_string")
                            && error.contains("address_id"),
                    error);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void oneCoordinateIs400EvenBesideAnAddress(Format format) {
        City city = City.create();
        assertTrue(city.submit(format, LIGHT + "&lat=42.7").error(400).contains("long"));
        assertTrue(city.submit(format, LIGHT + "&long=-71").error(400).contains("lat"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void eachFormOfALocationWillDo(Format format) {
        City city = City.create();
        for (String location :
                List.of(
                        "lat=0&long=0",
                        "lat=-90&long=180",
                        "address_string=Main+St",
                        "address_id=%23NOTPINPOINTED%23",
                        "address=Main+St",
                        "lat=&long=&address_string=Main+St",
                        "lat=1&long=2&address_string=Main+St&address_id=7")) {
            city.submit(format, "service_code=LIGHT&" + location).record();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91",
                "-90.0001",
                "42,77",
                "NaN",
                "Infinity",
                "1e3",
                "0x1p3",
                "north",
                "1f",
                "--1",
                "4 2",
                "٤٢",
                "99999999999999999999"
            })
    void badCoordinatesAre400(String lat) {
        String error =
                City.create()
                        .submit(
                                Format.JSON,
                                Form.of("service_code", "LIGHT", "lat", lat, "long", "1"))
                        .error(400);
        assertTrue(error.startsWith("lat "), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFaultOfAReportIsNamedAtOnce(Format format) {
        List<String> errors =
                City.create()
                        .submit(
                                format,
                                Form.of(
                                        "service_code", "STRICT",
                                        "lat", "north",
                                        "long", "-71",
                                        "description", "x".repeat(4001),
                                        "media_url", "ftp://example.org/x.jpg",
                                        "attribute[KIND]", "C"))
                        .errors(400);
        assertEquals(5, errors.size(), errors::toString);
        for (String name :
                List.of("lat", "attribute[NAME]", "attribute[KIND]", "description", "media_url")) {
            assertEquals(
                    1,
                    errors.stream().filter(error -> error.startsWith(name + " ")).count(),
                    name + errors);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void ofSeveralFaultsTheGravestDecidesTheStatus(Format format) {
        City city = City.create();
        List<String> errors =
                city.submit(format, Form.of("service_code", "NOPE", "lat", "x", "long", "1"))
                        .errors(404);
        assertEquals(2, errors.size(), errors::toString);
        Api.post(city.path(format, "requests", ""), "service_code=NOPE&api_key=wrong").errors(403);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void requiredAttributesAreNamedOneByOne(Format format) {
        List<String> errors =
                City.create()
                        .submit(
                                format,
                                Form.of(
                                        "service_code", "STRICT",
                                        "address_string", "x",
                                        "attribute[NAME]", " ",
                                        "attribute[KIND][]", ""))
                        .errors(400);
        assertEquals(2, errors.size());
        assertTrue(errors.get(0).contains("NAME"), errors::toString);
        assertTrue(errors.get(1).contains("KIND"), errors::toString);
    }

    static Stream<Arguments> attributeSpellings() {
        return Stream.of(
                Arguments.of("attribute[LANE]=01", "[\"01\"]"),
                Arguments.of("attribute%5BLANE%5D=01", "[\"01\"]"),
                Arguments.of("attribute[LANE][]=01", "[\"01\"]"),
                Arguments.of(
                        "attribute%5BLANE%5D%5B%5D=01&attribute%5BLANE%5D%5B%5D=02",
                        "[\"01\", \"02\"]"),
                Arguments.of("attribute[LANE][0]=01&attribute[LANE][1]=02", "[\"01\", \"02\"]"),
                Arguments.of("attribute[LANE]=01&attribute[LANE]=02", "[\"01\", \"02\"]"),
                Arguments.of("attribute[LANE]=01,02", "[\"01\", \"02\"]"),
                Arguments.of("attribute[LANE]=01&attribute[LANE][]=01", "[\"01\"]"),
                Arguments.of("attribute[LANE]=a,b", "[\"a,b\"]"));
    }

    @ParameterizedTest
    @MethodSource("attributeSpellings")
    void allSpellingsOfAnAttributeAreUnderstood(String form, String stored) {
        City city = City.create();
        String id =
                city.submit(Format.JSON, "service_code=POTHOLE&address_string=x&" + form)
                        .record()
                        .get("service_request_id");
        assertEquals(
                1,
                Rows.number(
                        database,
                        """
                        select count(*) from service_request
                        where jurisdiction_id = ? and service_request_id = ?
                        and attributes::jsonb = jsonb_build_array(jsonb_build_object('code', 'LANE', 'values', ?::jsonb))""",
                        city.id(),
                        id,
                        stored));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute[SIZE]=X",
                "attribute[SIZE]=s",
                "attribute[SIZE]=S&attribute[SIZE]=L",
                "attribute[SIZE]=S,L",
                "attribute[LANE]=01,99",
                "attribute[LANE][]=01&attribute[LANE][]=1",
                "attribute[DEPTH]=deep",
                "attribute[DEPTH]=1,5",
                "attribute[SEEN]=yesterday",
                "attribute[SEEN]=2026-02-30",
                "attribute[PLATE]=A&attribute[PLATE]=B"
            })
    void wrongAnswersAre400AndNameTheAttribute(String form) {
        String error =
                City.create()
                        .submit(Format.XML, "service_code=POTHOLE&address_string=x&" + form)
                        .error(400);
        assertTrue(error.startsWith(form.substring(0, form.indexOf(']') + 1)), error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute[DEPTH]=12",
                "attribute[DEPTH]=-2.5",
                "attribute[SEEN]=2026-11-22T08:15:30-05:00",
                "attribute[SEEN]=2026-11-22",
                "attribute[two+words]=x",
                "attribute[NOTE]=ignored&attribute[NOTE]=twice",
                "attribute[uprn]=1&attribute[easting]=2&attribute[]=3&attribute=4&attribute[[[=5",
                "attribute[SIZE]=&attribute[LANE][]="
            })
    void goodAndUnknownAnswersAreTaken(String form) {
        City.create().submit(Format.JSON, "service_code=POTHOLE&address_string=x&" + form).record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void fourThousandCharactersOfAnyKindAreADescription(Format format) {
        City city = City.create();
        String longest = "🚧".repeat(3999) + "é";
        String id = city.submitted("service_code", "LIGHT", "description", longest);
        assertEquals(longest, city.get(format, "requests/" + id).record().get("description"));
        String error =
                city.submit(format, LIGHT + "&" + Form.of("description", longest + "x")).error(400);
        assertTrue(error.contains("description") && error.contains("4001"), error);
    }

    @Test
    void lineBreaksOfTwoCharactersCountAsOne() {
        String lines = "\r\n".repeat(3000);
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT", "description", "a" + lines + "b");
        assertEquals("a" + "\n".repeat(3000) + "b", city.request(id).get("description"));
    }

    static Stream<Arguments> texts() {
        return Api.inBothFormats(
                List.of(
                        "Grüße, señora — 東京 🚧",
                        "<b>bold</b> & \"quoted\" 'too' ]]> <!-- no --> &amp; &#0;",
                        "first line\nsecond line\n\n\tindented",
                        "=1+1",
                        "null",
                        "100% +sure; a=b&c",
                        "'; drop table service_request; --",
                        "\\u0000 \\n ${jndi:ldap://x} {{7*7}}",
                        "a\u0085b\u2028c\uFEFFd\u200D"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textIsReadBackAsItWasWritten(Format format, String text) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT", "description", text);
        assertEquals(text, city.get(format, "requests/" + id).record().get("description"));
        assertEquals(List.of(text), city.get(format, "requests").all("description"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatXmlCannotHoldIsLeftOut(Format format) {
        City city = City.create();
        String id =
                city.submitted(
                        "service_code",
                        "LIGHT",
                        "description",
                        " \u0000\u0001a\u0000b\u0007c\u001Bd\uFFFEe\uFFFFf\r\ng\rh \u000B ");
        assertEquals(
                "abcdef\ng\nh", city.get(format, "requests/" + id).record().get("description"));
    }

    @Test
    void latin1BytesAreUnderstoodWhereTheyAreNotUtf8() {
        City city = City.create();
        Answer answer = city.submit(Format.JSON, LIGHT + "&description=Gro%DFe+Stra%DFe");
        assertEquals(
                "Große Straße",
                city.request(answer.record().get("service_request_id")).get("description"));
    }

    @Test
    void rawBytesOfABodyAreUtf8OrLatin1() throws Exception {
        City city = City.create();
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            String form =
                    Form.of("jurisdiction_id", city.id(), "api_key", city.reportKey())
                            + "&"
                            + LIGHT
                            + "&description=Caf\u00e9 \u00fc";
            Raw.Reply reply =
                    Raw.send(
                            "POST /open311/v2/requests.json HTTP/1.1\r\nContent-Type: "
                                    + Api.FORM
                                    + "\r\n",
                            form.getBytes(charset));
            assertEquals(200, reply.status(), reply::toString);
        }
        assertEquals(
                List.of("Caf\u00e9 \u00fc", "Caf\u00e9 \u00fc"),
                city.get(Format.JSON, "requests").all("description"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void blankOptionalParametersAreAbsent(Format format) {
        City city = City.create();
        String id =
                city.submit(
                                format,
                                LIGHT
                                        + "&email=&phone=&media_url=&address_id=&description=+%0A&lat=&long=&account_id="
                                        + "&first_name=&last_name=&device_id=&zipcode=")
                        .record()
                        .get("service_request_id");
        Map<String, String> request = city.get(format, "requests/" + id).record();
        for (String name :
                List.of("media_url", "address_id", "description", "lat", "long", "zipcode")) {
            assertTrue(request.containsKey(name), name);
            assertNull(request.get(name), name);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void namesThatOldClientsUseAreUnderstood(Format format) {
        City city = City.create();
        String id =
                city.submit(format, "service_code=LIGHT&address=2+Elm+St&deviceid=phone-7")
                        .record()
                        .get("service_request_id");
        assertEquals("2 Elm St", city.request(id).get("address"));
        assertEquals(
                1,
                Rows.number(
                        database,
                        "select count(*) from reporter where jurisdiction_id = ? and device_id = 'phone-7'",
                        city.id()));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everythingMayStandInTheQuery(Format format) {
        City city = City.create();
        String path = city.path(format, "requests", LIGHT + "&api_key=" + city.reportKey());
        new Answer(Api.call().post(path)).record();
        Api.post(path, "").record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void contradictingValuesAre400(Format format) {
        City city = City.create();
        String error = city.submit(format, LIGHT + "&description=a&description=b").error(400);
        assertTrue(error.contains("description"), error);
        city.submit(format, LIGHT + "&description=a&description=a&description=").record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void ofSeveralMediaUrlsTheFirstIsShown(Format format) {
        City city = City.create();
        String id =
                city.submit(
                                format,
                                LIGHT
                                        + "&media_url=http://a.example/1&media_url=http://a.example/2")
                        .record()
                        .get("service_request_id");
        assertEquals("http://a.example/1", city.request(id).get("media_url"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "photo.jpg",
                "//example.org/x",
                "http://",
                "data:image/png;base64,AA==",
                "http://exa mple.org/"
            })
    void mediaUrlsMustBeOfTheWeb(String url) {
        String error =
                City.create()
                        .submit(Format.JSON, LIGHT + "&" + Form.of("media_url", url))
                        .error(400);
        assertTrue(error.startsWith("media_url "), error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "first_name",
                "last_name",
                "phone",
                "device_id",
                "account_id",
                "address_string",
                "zipcode"
            })
    void whatIsFarTooLongIs400(String name) {
        String error =
                City.create()
                        .submit(
                                Format.JSON,
                                "service_code=LIGHT&address_id=1&"
                                        + Form.of(name, "x".repeat(1001)))
                        .error(400);
        assertTrue(error.contains(name), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void outsideTheBoundaryIs400(Format format) {
        City city =
                City.with(
                        """
                        boundary:
                          type: Polygon
                          coordinates: [[[-71.2, 42.7], [-71.0, 42.7], [-71.0, 42.9], [-71.2, 42.9], [-71.2, 42.7]]]
                        services: [{service_code: A, service_name: A}]
                        """);
        city.submit(format, "service_code=A&lat=42.8&long=-71.1").record();
        city.submit(format, "service_code=A&lat=42.7&long=-71.2").record();
        city.submit(format, "service_code=A&address_string=anywhere").record();
        String error = city.submit(format, "service_code=A&lat=42.8&long=-70.9").error(400);
        assertTrue(error.contains("lat") && error.contains("City of the test"), error);
    }

    @Test
    void multipartIsTakenWithAndWithoutFiles() {
        City city = City.create();
        String id =
                new Answer(
                                Api.call()
                                        .multiPart("jurisdiction_id", city.id())
                                        .multiPart("api_key", city.reportKey())
                                        .multiPart("service_code", "LIGHT")
                                        .multiPart("address_string", "1 Main St")
                                        .multiPart("description", "with photo")
                                        .multiPart(
                                                "media", "media.png", new byte[70_000], "image/png")
                                        .post("/open311/v2/requests.json"))
                        .record()
                        .get("service_request_id");
        assertEquals("with photo", city.request(id).get("description"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"utf-8\"", "===1795382848983===", "xYzZY", "a b:c?(d)/e,"})
    void unquotedBoundariesWork(String boundary) throws Exception {
        City city = City.create();
        var body = new StringBuilder("preamble\r\n");
        Map<String, String> fields =
                Map.of(
                        "jurisdiction_id", city.id(),
                        "api_key", city.reportKey(),
                        "service_code", "POTHOLE",
                        "address_string", "Größe 1\r\n",
                        "attribute[LANE][]", "01");
        fields.forEach(
                (name, value) ->
                        body.append("--")
                                .append(boundary.replace("\"", ""))
                                .append("\r\nContent-Disposition: form-data; name=\"")
                                .append(name)
                                .append("\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n")
                                .append(value)
                                .append("\r\n"));
        body.append("--").append(boundary.replace("\"", "")).append("--\r\n");
        Raw.Reply reply =
                Raw.send(
                        "POST /open311/v2/requests.json HTTP/1.1\r\nContent-Type: multipart/form-data; boundary="
                                + boundary
                                + "\r\n",
                        body.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(200, reply.status(), reply::toString);
        assertEquals(List.of("Größe 1"), city.get(Format.JSON, "requests").all("address"));
    }

    @Test
    void expectContinueIsAnswered() throws Exception {
        City city = City.create();
        String form =
                Form.of("jurisdiction_id", city.id(), "api_key", city.reportKey()) + "&" + LIGHT;
        Raw.Reply reply =
                Raw.send(
                        "POST /open311/v2/requests.json HTTP/1.1\r\nExpect: 100-continue\r\nContent-Type: "
                                + Api.FORM
                                + "\r\n",
                        form.getBytes(StandardCharsets.UTF_8));
        assertEquals(200, reply.status(), reply::toString);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void otherMediaTypesAre415(Format format) {
        City city = City.create();
        String error =
                new Answer(
                                Api.call()
                                        .contentType("text/csv")
                                        .body("service_code,LIGHT")
                                        .post(city.path(format, "requests", "")))
                        .error(415);
        assertTrue(error.contains("text/csv") && error.contains("multipart/form-data"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void tooLargeIs413(Format format) {
        City city = City.create();
        city.submit(format, LIGHT + "&description=" + "x".repeat(1 << 20)).error(413);
    }

    @Test
    void expectedWithinIsCountedFromTheRequest() {
        City city =
                City.with("services: [{service_code: A, service_name: A, expected_within: PT36H}]");
        Map<String, String> request = city.request(city.submitted("service_code", "A"));
        assertEquals(
                Duration.ofHours(36),
                Duration.between(
                        Instant.parse(request.get("requested_datetime")),
                        Instant.parse(request.get("expected_datetime"))));
    }

    @Test
    void expectedWithinCountsWorkingDays() {
        City city =
                City.with(
                        """
                        working_hours: {days: [tue], from: "08:00", to: "16:00"}
                        services: [{service_code: A, service_name: A, expected_within: P2D}]
                        """);
        Map<String, String> request = city.request(city.submitted("service_code", "A"));
        Instant requested = Instant.parse(request.get("requested_datetime"));
        var expected =
                Instant.parse(request.get("expected_datetime"))
                        .atZone(java.time.ZoneId.of("America/New_York"));
        assertEquals(java.time.DayOfWeek.TUESDAY, expected.getDayOfWeek());
        assertTrue(expected.getHour() >= 8 && expected.getHour() < 16, expected.toString());
        Duration wait = Duration.between(requested, expected.toInstant());
        assertTrue(wait.toDays() >= 13 && wait.toDays() <= 21, wait.toString());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void retiredServicesTakeNoReports(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        city.put("services: [{service_code: A, service_name: A}]");
        assertTrue(city.submit(format, LIGHT).error(404).contains("LIGHT"));
        assertEquals(
                "Street light", city.get(format, "requests/" + id).record().get("service_name"));
        assertEquals(
                List.of(id),
                city.get(format, "requests", "service_code=LIGHT").all("service_request_id"));
    }

    @Test
    void aRefusedReportLeavesNothing() {
        City city = City.create();
        city.submit(Format.JSON, LIGHT + "&lat=x&long=1").error(400);
        assertEquals(
                0,
                Rows.number(
                        database,
                        "select count(*) from service_request where jurisdiction_id = ?",
                        city.id()));
    }
}
