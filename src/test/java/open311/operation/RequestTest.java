package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import open311.http.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class RequestTest {
    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(Format.class)
    void oneRequestIsAListOfOneAndEqualToTheSearch(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT", "description", "Dark & <cold>");
        assertEquals(
                city.get(format, "requests").text(), city.get(format, "requests/" + id).text());
    }

    @Test
    void whatIsUnknownIsNullInJsonAndNeverEmptyText() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        var request = city.get(Format.JSON, "requests/" + id).json().path(0);
        assertEquals(17, request.size());
        for (String name :
                List.of(
                        "status_notes",
                        "description",
                        "agency_responsible",
                        "service_notice",
                        "expected_datetime",
                        "address_id",
                        "zipcode",
                        "lat",
                        "long",
                        "media_url")) {
            assertTrue(request.path(name).isNull(), name);
        }
    }

    @Test
    void whatIsUnknownIsAnEmptyElementInXmlButForTheExpectedDatetime() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        String xml = city.get(Format.XML, "requests/" + id).text();
        for (String name :
                List.of(
                        "status_notes",
                        "description",
                        "address_id",
                        "zipcode",
                        "lat",
                        "media_url")) {
            assertTrue(xml.contains("<" + name + "/>"), xml);
        }
        assertFalse(xml.contains("expected_datetime"), xml);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void ofAnyAgeIsFound(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        Rows.moveTo(database, city, id, Instant.parse("1999-12-31T23:59:59Z"));
        assertEquals(
                "1999-12-31T23:59:59Z",
                city.get(format, "requests/" + id).record().get("requested_datetime"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownIdIs404(Format format) {
        City city = City.create();
        for (String id :
                List.of("1", "0100001", "-1", "99999999999999999999999", "abc", "1%2F2", "%27")) {
            String error = city.get(format, "requests/" + id).error(404);
            assertTrue(error.contains("service_request_id"), error);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void idsAreComparedAsText(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        city.get(format, "requests/0" + id).error(404);
        city.get(format, "requests/+" + id).error(404);
        city.get(format, "requests/" + id + "%20").record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void jurisdictionIsRequiredAndMustBeKnown(Format format) {
        String id = City.create().submitted("service_code", "LIGHT");
        String path = Api.V2 + "requests/" + id + format.suffix();
        assertTrue(Api.get(path).error(400).contains("jurisdiction_id"));
        assertTrue(Api.get(path + "?jurisdiction_id=x").error(404).contains("jurisdiction_id"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsNotPublicIs404AsIfItDidNotExist(Format format) {
        City city = City.create();
        String hidden = city.submitted("service_code", "LIGHT");
        Rows.hide(database, city, hidden);
        String unpublic = city.submitted("service_code", "ABUSE");
        city.submit(format, Form.of("service_code", "TAX", "address_id", "7")).record();
        String blackbox =
                Long.toString(
                        Rows.number(
                                database,
                                "select id from service_request where jurisdiction_id = ? and type = 'blackbox'",
                                city.id()));
        String unknown = city.get(format, "requests/1").error(404);
        for (String id : List.of(hidden, unpublic, blackbox)) {
            assertEquals(
                    unknown.replace("'1'", "'" + id + "'"),
                    city.get(format, "requests/" + id).error(404));
            assertTrue(
                    city.get(format, "requests", "service_request_id=" + id).records().isEmpty());
            city.update(
                            format,
                            "service_request_id",
                            id,
                            "status",
                            "closed",
                            "description",
                            "Not for the public")
                    .record();
            assertTrue(
                    city.get(format, "servicerequestupdates", "service_request_id=" + id)
                            .records()
                            .isEmpty());
        }
        assertTrue(city.get(format, "requests").records().isEmpty());
        assertTrue(city.get(format, "servicerequestupdates").records().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void personalDataIsNeverReadBack(Format format) {
        City city = City.create();
        String secrets =
                Form.of(
                        "email", "secret-email@example.org",
                        "phone", "secret-555",
                        "first_name", "secret-first",
                        "last_name", "secret-last",
                        "device_id", "secret-device",
                        "account_id", "secret-account");
        String id =
                city.submit(
                                format,
                                Form.joined(
                                        secrets,
                                        "service_code=POTHOLE&address_id=7&attribute[PLATE]=secret-plate"))
                        .record()
                        .get("service_request_id");
        String token =
                city.submit(format, Form.joined(secrets, "service_code=TREE&address_id=7"))
                        .record()
                        .get("token");
        city.update(
                        format,
                        "service_request_id",
                        id,
                        "description",
                        "Seen",
                        "email",
                        "secret-clerk",
                        "first_name",
                        "secret-clerk")
                .record();
        for (String resource :
                List.of(
                        "requests",
                        "requests/" + id,
                        "tokens/" + token,
                        "servicerequestupdates",
                        "services",
                        "discovery")) {
            for (String query :
                    List.of(
                            "extensions=true&api_key=wrong",
                            "extensions=true&api_key=" + city.reportKey(),
                            "api_key=" + city.manageKey())) {
                Answer answer = city.get(format, resource, query);
                String text = answer.is(200).text();
                assertFalse(text.contains("secret"), text);
                assertFalse(text.contains(city.reportKey()), text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nothingBeyondTheStandardIsThereUnlessAsked(Format format) {
        City city = City.create();
        String id = city.submitted("service_code", "POTHOLE", "attribute[SIZE]", "S");
        var names = city.get(format, "requests/" + id).record().keySet();
        assertEquals(format == Format.JSON ? 17 : 16, names.size(), names::toString);
    }

    @Test
    void theServicesNameIsTheCurrentOne() {
        City city = City.create();
        String id = city.submitted("service_code", "LIGHT");
        city.put("services: [{service_code: LIGHT, service_name: Lantern, service_notice: Soon}]");
        assertEquals("Lantern", city.request(id).get("service_name"));
        assertEquals("Soon", city.request(id).get("service_notice"));
        assertNotNull(city.request(id).get("requested_datetime"));
    }
}
