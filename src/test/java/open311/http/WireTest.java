package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import open311.jurisdiction.ExpectedWithin;
import open311.request.ServiceRequest;
import open311.request.SubmissionReceipt;
import open311.service.Attribute;
import open311.service.Datatype;
import open311.service.Service;
import open311.service.ServiceDefinition;
import open311.service.ServiceType;
import open311.service.SimilarWithin;
import open311.service.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public wire types; those of one package alone are tested there. */
class WireTest {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    static final ServiceRequest FULL =
            new ServiceRequest(
                    "638344",
                    "closed",
                    "Done",
                    "Pothole",
                    "001",
                    "A hole",
                    "Highway",
                    "Two days",
                    Instant.parse("2026-11-20T13:15:30.999Z"),
                    Instant.parse("2026-11-22T13:15:30Z"),
                    Instant.parse("2026-11-24T13:15:30Z"),
                    "4 Summer St",
                    "00123",
                    "01830",
                    42.7762,
                    -71.0773,
                    "http://example.gov/a.jpg?x=1&y=2");

    private static final ServiceRequest BARE =
            new ServiceRequest(
                    "1",
                    "open",
                    null,
                    "Pothole",
                    "001",
                    null,
                    null,
                    null,
                    Instant.parse("2026-11-20T13:15:30Z"),
                    Instant.parse("2026-11-20T13:15:30Z"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);

    @Test
    void requestHasAllFieldsInTheOrderOfTheStandard() {
        assertJson(
                """
                [{"service_request_id":"638344","status":"closed","status_notes":"Done",\
                "service_name":"Pothole","service_code":"001","description":"A hole",\
                "agency_responsible":"Highway","service_notice":"Two days",\
                "requested_datetime":"2026-11-20T13:15:30Z","updated_datetime":"2026-11-22T13:15:30Z",\
                "expected_datetime":"2026-11-24T13:15:30Z","address":"4 Summer St","address_id":"00123",\
                "zipcode":"01830","lat":42.7762,"long":-71.0773,\
                "media_url":"http://example.gov/a.jpg?x=1&y=2"}]""",
                ServiceRequest.class,
                List.of(FULL));
        assertXml(
                """
                <service_requests><request><service_request_id>638344</service_request_id>\
                <status>closed</status><status_notes>Done</status_notes>\
                <service_name>Pothole</service_name><service_code>001</service_code>\
                <description>A hole</description><agency_responsible>Highway</agency_responsible>\
                <service_notice>Two days</service_notice>\
                <requested_datetime>2026-11-20T13:15:30Z</requested_datetime>\
                <updated_datetime>2026-11-22T13:15:30Z</updated_datetime>\
                <expected_datetime>2026-11-24T13:15:30Z</expected_datetime>\
                <address>4 Summer St</address><address_id>00123</address_id><zipcode>01830</zipcode>\
                <lat>42.7762</lat><long>-71.0773</long>\
                <media_url>http://example.gov/a.jpg?x=1&amp;y=2</media_url></request></service_requests>""",
                ServiceRequest.class,
                List.of(FULL));
    }

    @Test
    void unsetFieldsOfARequestAreNullOrEmptyAndOnlyExpectedDatetimeIsLeftOut() {
        assertJson(
                """
                [{"service_request_id":"1","status":"open","status_notes":null,\
                "service_name":"Pothole","service_code":"001","description":null,\
                "agency_responsible":null,"service_notice":null,\
                "requested_datetime":"2026-11-20T13:15:30Z","updated_datetime":"2026-11-20T13:15:30Z",\
                "expected_datetime":null,"address":null,"address_id":null,"zipcode":null,"lat":null,\
                "long":null,"media_url":null}]""",
                ServiceRequest.class,
                List.of(BARE));
        assertXml(
                """
                <service_requests><request><service_request_id>1</service_request_id>\
                <status>open</status><status_notes/><service_name>Pothole</service_name>\
                <service_code>001</service_code><description/><agency_responsible/><service_notice/>\
                <requested_datetime>2026-11-20T13:15:30Z</requested_datetime>\
                <updated_datetime>2026-11-20T13:15:30Z</updated_datetime>\
                <address/><address_id/><zipcode/><lat/><long/><media_url/></request></service_requests>""",
                ServiceRequest.class,
                List.of(BARE));
    }

    /** No exponents: JSON would allow them, but clients read decimal degrees. */
    @ParameterizedTest
    @ValueSource(doubles = {0.0, 90.0, -71.0773, -71.07730000000001, 0.00001, -0.0005})
    void coordinatesArePlainDecimals(double value) {
        var request =
                new ServiceRequest(
                        "1",
                        "open",
                        null,
                        "P",
                        "001",
                        null,
                        null,
                        null,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null,
                        null,
                        null,
                        null,
                        value,
                        value,
                        null);
        for (Format format : Format.values()) {
            String document = string(Wire.bytes(format, ServiceRequest.class, List.of(request)));
            for (String name : List.of("lat", "long")) {
                String number =
                        document.replaceAll(
                                "(?s).*" + name + "(?:\":|>)(-?\\d+\\.\\d+)[,<].*", "$1");
                assertEquals(value, Double.parseDouble(number), document);
            }
        }
    }

    @Test
    void receiptHasAnIdOrATokenOrNeither() {
        assertReceipt(
                new SubmissionReceipt("7", null, "Soon", "me"),
                "\"service_request_id\":\"7\",\"service_notice\":\"Soon\",\"account_id\":\"me\"",
                "<service_request_id>7</service_request_id><service_notice>Soon</service_notice>"
                        + "<account_id>me</account_id>");
        assertReceipt(
                new SubmissionReceipt(null, "abc", null, null),
                "\"token\":\"abc\",\"service_notice\":null,\"account_id\":null",
                "<token>abc</token><service_notice/><account_id/>");
        assertReceipt(
                new SubmissionReceipt(null, null, null, null),
                "\"service_notice\":null,\"account_id\":null",
                "<service_notice/><account_id/>");
    }

    private static void assertReceipt(SubmissionReceipt receipt, String json, String xml) {
        assertJson("[{" + json + "}]", SubmissionReceipt.class, List.of(receipt));
        assertXml(
                "<service_requests><request>" + xml + "</request></service_requests>",
                SubmissionReceipt.class,
                List.of(receipt));
    }

    @Test
    void serviceHasEmptyTextsAndNothingOfItsTerms() {
        var service =
                new Service(
                        "001",
                        "Cans",
                        "",
                        false,
                        ServiceType.BLACKBOX,
                        "",
                        "",
                        new ServiceDefinition("001", List.of()),
                        new Terms(
                                false,
                                true,
                                false,
                                "x",
                                "x",
                                new ExpectedWithin(0, 1, Duration.ZERO),
                                SimilarWithin.DEFAULT),
                        Map.of());
        assertJson(
                """
                [{"service_code":"001","service_name":"Cans","description":"","metadata":false,\
                "type":"blackbox","keywords":"","group":""}]""",
                Service.class,
                List.of(service));
        // An empty text and no text are the same in XML.
        assertEquals(
                DECLARATION
                        + "<services><service><service_code>001</service_code><service_name>Cans</service_name>"
                        + "<description/><metadata>false</metadata><type>blackbox</type><keywords/><group/>"
                        + "</service></services>",
                xml(Service.class, List.of(service)).replaceAll("<(\\w+)></\\1>", "<$1/>"));
    }

    @Test
    void definitionIsAnObjectWithItsAttributes() {
        var definition =
                new ServiceDefinition(
                        "DMV66",
                        List.of(
                                new Attribute(
                                        true,
                                        "WHISHETN",
                                        Datatype.SINGLEVALUELIST,
                                        true,
                                        null,
                                        1,
                                        "What?",
                                        List.of(
                                                new Attribute.Value("123", "Ford"),
                                                new Attribute.Value("124", "A & B")),
                                        true),
                                new Attribute(
                                        false,
                                        "NOTE",
                                        Datatype.TEXT,
                                        false,
                                        "x",
                                        2,
                                        null,
                                        List.of(),
                                        false)));
        assertJson(
                """
                {"service_code":"DMV66","attributes":[\
                {"variable":true,"code":"WHISHETN","datatype":"singlevaluelist","required":true,\
                "datatype_description":null,"order":1,"description":"What?",\
                "values":[{"key":"123","name":"Ford"},{"key":"124","name":"A & B"}]},\
                {"variable":false,"code":"NOTE","datatype":"text","required":false,\
                "datatype_description":"x","order":2,"description":null,"values":[]}]}""",
                ServiceDefinition.class,
                definition);
        assertXml(
                """
                <service_definition><service_code>DMV66</service_code><attributes>\
                <attribute><variable>true</variable><code>WHISHETN</code>\
                <datatype>singlevaluelist</datatype><required>true</required><datatype_description/>\
                <order>1</order><description>What?</description>\
                <values><value><key>123</key><name>Ford</name></value>\
                <value><key>124</key><name>A &amp; B</name></value></values></attribute>\
                <attribute><variable>false</variable><code>NOTE</code><datatype>text</datatype>\
                <required>false</required><datatype_description>x</datatype_description>\
                <order>2</order><description/><values/></attribute></attributes></service_definition>""",
                ServiceDefinition.class,
                definition);
    }

    @Test
    void definitionWithoutAttributesHasAnEmptyList() {
        var definition = new ServiceDefinition("001", List.of());
        assertJson(
                "{\"service_code\":\"001\",\"attributes\":[]}",
                ServiceDefinition.class,
                definition);
        assertXml(
                "<service_definition><service_code>001</service_code><attributes/></service_definition>",
                ServiceDefinition.class,
                definition);
    }

    @Test
    void emptyListsHaveNothingInside() {
        assertJson("[]", ServiceRequest.class, List.of());
        assertXml("<service_requests/>", ServiceRequest.class, List.of());
        assertJson("[]", Service.class, List.of());
        assertXml("<services/>", Service.class, List.of());
    }

    @Test
    void errorsAreAListWithNumbers() {
        var errors =
                List.of(
                        new GeoReportError(403, "No key"),
                        new GeoReportError(400, "a < b & \"c\""));
        assertEquals(
                "[{\"code\":403,\"description\":\"No key\"},{\"code\":400,\"description\":\"a < b & \\\"c\\\"\"}]",
                string(Wire.errors(Format.JSON, errors)));
        assertEquals(
                DECLARATION
                        + "<errors><error><code>403</code><description>No key</description></error>"
                        + "<error><code>400</code><description>a &lt; b &amp; \"c\"</description></error></errors>",
                string(Wire.errors(Format.XML, errors)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert('x')</script>",
                "a & b &amp; c",
                "]]>",
                "<![CDATA[x]]>",
                "<!-- x -->",
                "\"'\\/",
                "line\nline\ttab",
                " leading and trailing ",
                "äß€\uD83D\uDE00\uFFFD\u0085\u2028",
                "\u007F\u009F"
            })
    void textSurvivesBothFormats(String text) throws Exception {
        var error = List.of(new GeoReportError(400, text));
        var json = new ObjectMapper().readTree(Wire.errors(Format.JSON, error));
        assertEquals(text, json.get(0).get("description").textValue());
        assertEquals(text, parsed(Wire.errors(Format.XML, error)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 0xB, 0xC, 0xE, 0x1F, 0xFFFE, 0xFFFF})
    void charactersThatXmlCannotHoldNeverMakeItIllFormed(int c) throws Exception {
        String text = "a" + Character.toString(c) + "b";
        assertEquals("ab", parsed(Wire.errors(Format.XML, List.of(new GeoReportError(400, text)))));
    }

    @ParameterizedTest
    @EnumSource
    void writesAsUtf8(Format format) {
        byte[] document = Wire.errors(format, List.of(new GeoReportError(400, "Große Łódź €")));
        String text = string(document);
        assertEquals(
                text.getBytes(StandardCharsets.UTF_8).length,
                document.length,
                "nothing was replaced");
        assertTrue(text.contains("Große Łódź €"), text);
    }

    private static String parsed(byte[] xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getElementsByTagName("description")
                .item(0)
                .getTextContent();
    }

    private static void assertJson(String expected, Class<?> type, Object oneOrMany) {
        assertEquals(expected, string(Wire.bytes(Format.JSON, type, oneOrMany)));
    }

    private static void assertXml(String expected, Class<?> type, Object oneOrMany) {
        assertEquals(DECLARATION + expected, xml(type, oneOrMany));
    }

    private static String xml(Class<?> type, Object oneOrMany) {
        return string(Wire.bytes(Format.XML, type, oneOrMany));
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
