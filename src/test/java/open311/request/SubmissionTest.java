package open311.request;

import static open311.request.Fixtures.CATALOG;
import static open311.request.Fixtures.HAVERHILL;
import static open311.request.Fixtures.assertProblems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import open311.geo.Coordinates;
import open311.http.Calls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionTest {
    private static final String PLACE = "&address_string=4+Summer+St";

    @Test
    void everythingIsTaken() {
        Submission submission =
                parse(
                        "service_code=ASKING&lat=42.7762&long=-71.0773&address_string=4+Summer+St"
                                + "&address_id=7&zipcode=01830&description=A+hole%0D%0A%3Cb%3E&attribute[ONE]=L"
                                + "&media_url=http://example.gov/a.jpg&email=a@b.c&first_name=Zo%C3%AB&last_name=M"
                                + "&phone=1&device_id=d&account_id=a");
        assertEquals(
                new Submission(
                        CATALOG.find("ASKING").orElseThrow(),
                        List.of(new Answer("ONE", List.of("L"))),
                        new Coordinates(42.7762, -71.0773),
                        "4 Summer St",
                        "7",
                        "01830",
                        "A hole\n<b>",
                        List.of("http://example.gov/a.jpg"),
                        new Reporter("a@b.c", "Zoë", "M", "1", "d", "a")),
                submission);
    }

    @Test
    void theLeastIsACodeAndAPlace() {
        assertEquals(
                new Submission(
                        CATALOG.find("PLAIN").orElseThrow(),
                        List.of(),
                        null,
                        "4 Summer St",
                        null,
                        null,
                        null,
                        List.of(),
                        new Reporter(null, null, null, null, null, null)),
                parse(
                        "service_code=PLAIN&lat=&long=&description=&media_url=&email=+&device_id=&zipcode="
                                + PLACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lat=42.5&long=-71.5",
                "address_string=x",
                "address=x",
                "address_id=7",
                "address_id=%23NOTPINPOINTED%23",
                "lat=42.5&long=-71.5&address_string=x&address_id=7",
                "lat=&long=&address_string=x",
                "address_string=&address=x"
            })
    void anyOfTheThreeIsAPlace(String place) {
        Submission submission = parse("service_code=PLAIN&" + place);
        assertTrue(
                submission.coordinates() != null
                        || submission.address() != null
                        || submission.addressId() != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&lat=&long=",
                "&address_string=+&address_id=&address=",
                "&zipcode=01830"
            })
    void aPlaceIsDemanded(String place) {
        assertProblems(
                List.of(
                        "400 The location was not provided; send lat and long, address_string or"
                                + " address_id"),
                () -> parse("service_code=PLAIN" + place));
    }

    /** A-24, even beside an address. */
    @ParameterizedTest
    @CsvSource({"lat, long, 42.5", "long, lat, -71.5"})
    void aLoneCoordinateIsA400(String sent, String missing, String value) {
        for (String rest : List.of("", PLACE, "&address_id=7", "&" + missing + "=+")) {
            assertProblems(
                    List.of(
                            "400 "
                                    + missing
                                    + " was not provided; lat and long must be sent together"),
                    () -> parse("service_code=PLAIN&" + sent + "=" + value + rest));
        }
    }

    @Test
    void outsideTheBoundaryIsA400() {
        parse("service_code=PLAIN&lat=42&long=-72");
        assertProblems(
                List.of("400 lat and long lie outside the area that City of Haverhill serves"),
                () -> parse("service_code=PLAIN&lat=-71.5&long=42.5" + PLACE));
        assertProblems(
                List.of("400 lat and long lie outside the area that City of Haverhill serves"),
                () -> parse("service_code=PLAIN&lat=0&long=0"));
    }

    @Test
    void addressStringGoesBeforeItsAlias() {
        assertEquals("a", parse("service_code=PLAIN&address=b&address_string=a").address());
        assertEquals("b", parse("service_code=PLAIN&address=b&address_string=").address());
    }

    @ParameterizedTest
    @CsvSource({"device_id=a&deviceid=b, a", "deviceid=b, b", "device_id=&deviceid=b, b"})
    void deviceIdHasAnAlias(String body, String expected) {
        assertEquals(
                expected, parse("service_code=PLAIN" + PLACE + "&" + body).reporter().deviceId());
    }

    @Test
    void aReporterWhoSaysNothingIsAnonymous() {
        assertTrue(parse("service_code=PLAIN&email=&phone=+" + PLACE).reporter().isAnonymous());
        for (String name :
                List.of(
                        "email",
                        "first_name",
                        "last_name",
                        "phone",
                        "device_id",
                        "deviceid",
                        "account_id")) {
            assertEquals(
                    false,
                    parse("service_code=PLAIN" + PLACE + "&" + name + "=x")
                            .reporter()
                            .isAnonymous(),
                    name);
        }
    }

    @Test
    void serviceCodeIsDemandedAndMustBeKnown() {
        assertProblems(List.of("400 service_code was not provided"), () -> parse("x=y" + PLACE));
        assertProblems(
                List.of("404 service_code 'plain' was not found"),
                () -> parse("service_code=plain" + PLACE));
        assertProblems(
                List.of(
                        "400 service_code was given several times with different values; give it once"),
                () -> parse("service_code=PLAIN&service_code=OTHER" + PLACE));
    }

    /** */
    @Test
    void descriptionHasFourThousandCodePointsWithLineEndsAsOne() {
        String longest = "%F0%9F%98%80".repeat(1999) + "%0D%0A".repeat(2000) + "x";
        String description =
                parse("service_code=PLAIN" + PLACE + "&description=" + longest).description();
        assertEquals(4000, description.codePointCount(0, description.length()));
        assertProblems(
                List.of("400 description has 4001 characters; at most 4000 are allowed"),
                () -> parse("service_code=PLAIN" + PLACE + "&description=x" + longest));
    }

    @Test
    void descriptionIsLiteralTextThatXmlCanHold() {
        assertEquals(
                "<script>&amp;a\tb",
                parse(
                                "service_code=PLAIN"
                                        + PLACE
                                        + "&description=%3Cscript%3E%26amp%3Ba%00%0B%1F%09b%EF%BF%BF%EF%BF%BE")
                        .description());
        assertNull(parse("service_code=PLAIN" + PLACE + "&description=%00%01").description());
    }

    /** */
    @Test
    void mediaUrlsAreTakenInTheirOrder() {
        assertEquals(
                List.of("http://b.gov/1", "https://a.gov/2"),
                parse(
                                "service_code=PLAIN"
                                        + PLACE
                                        + "&media_url=http://b.gov/1&media_url=https://a.gov/2")
                        .mediaUrls());
        assertProblems(
                List.of(
                        "400 media_url 'ftp://a.gov/2' is not an absolute http or https URL of at most"
                                + " 1000 characters"),
                () -> parse("service_code=PLAIN" + PLACE + "&media_url=ftp://a.gov/2"));
    }

    @Test
    void attributesOfAServiceWithoutADefinitionAreIgnored() {
        assertEquals(
                List.of(),
                parse("service_code=PLAIN" + PLACE + "&attribute[ONE]=x&attribute[title]=y")
                        .answers());
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertProblems(
                List.of(
                        "404 service_code 'x' was not found",
                        "400 lat '42,5' is not a number of decimal degrees from -90 to 90, such as"
                                + " 42.7762",
                        "400 zipcode has 1001 characters; at most 1000 are allowed",
                        "400 media_url 'y' is not an absolute http or https URL of at most 1000"
                                + " characters",
                        "400 email was given several times with different values; give it once"),
                () ->
                        parse(
                                "service_code=x&lat=42%2C5&long=-71.5&zipcode="
                                        + "1".repeat(1001)
                                        + "&media_url=y&email=a&email=b"));
        assertProblems(
                List.of(
                        "400 The location was not provided; send lat and long, address_string or"
                                + " address_id",
                        "400 attribute[ONE] was not provided; the service requires it",
                        "400 attribute[NUMBER] 'x' is not a number, such as 12 or 2.5"),
                () -> parse("service_code=ASKING&attribute[NUMBER]=x"));
    }

    private static Submission parse(String body) {
        return Submission.parse(Calls.form(body), HAVERHILL, CATALOG);
    }
}
