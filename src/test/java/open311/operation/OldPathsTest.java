package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import open311.http.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths of old clients, which the contract keeps quiet about: they answer as the right ones do. */
@QuarkusTest
class OldPathsTest {
    @ParameterizedTest
    @CsvSource({
        "service/POTHOLE.json,              services/POTHOLE.json, ''",
        "service/POTHOLE.xml,               services/POTHOLE.xml, ''",
        "service_definition.xml,            services/POTHOLE.xml, service_code=POTHOLE",
        "service_definition.json,           services/POTHOLE.json, service_code=POTHOLE",
        "requests/xml,                      requests.xml, status=open",
        "requests/json,                     requests.json, ''",
    })
    void oldPathIsTheRightOne(String old, String right, String query) throws IOException {
        City city = City.create();
        city.submitted("service_code", "LIGHT");
        Raw.Reply reply = get(city, old, query);
        assertEquals(200, reply.status());
        assertEquals(get(city, right, query).toString(), reply.toString());
    }

    @ParameterizedTest
    @EnumSource
    void reportsAreTakenWhereTheFormatIsASegment(Format format) throws IOException {
        City city = City.create();
        String form =
                Form.of(
                        "jurisdiction_id",
                        city.id(),
                        "api_key",
                        city.reportKey(),
                        "service_code",
                        "LIGHT",
                        "address_id",
                        "7");
        Raw.Reply reply =
                Raw.send(
                        "POST /open311/v2/requests/%s HTTP/1.1\r\nContent-Type: %s\r\n"
                                .formatted(format.suffix().substring(1), Api.FORM),
                        form.getBytes(StandardCharsets.UTF_8));
        assertEquals(200, reply.status(), reply::toString);
        assertEquals(format.contentType(), reply.header("Content-Type"));
        assertEquals(1, city.get(format, "requests").records().size());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMissingIsStillNamed(Format format) throws IOException {
        City city = City.create();
        Raw.Reply unknown = get(city, "service_definition" + format.suffix(), "service_code=NONE");
        assertEquals(404, unknown.status());
        assertTrue(unknown.toString().contains("service_code 'NONE' was not found"));
        assertEquals(404, get(city, "service_definition" + format.suffix(), "").status());
    }

    private static Raw.Reply get(City city, String resource, String query) throws IOException {
        return Raw.send(
                "GET /open311/v2/%s?%s HTTP/1.1\r\nX-Request-ID: the-same\r\n"
                        .formatted(resource, Form.joined("jurisdiction_id=" + city.id(), query)),
                new byte[0]);
    }
}
