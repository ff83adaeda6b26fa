package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import open311.http.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class TokenTest {
    @Inject AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(Format.class)
    void aWaitingTokenIsAnsweredAlone(Format format) {
        City city = City.create();
        String token = token(city, format);
        Map<String, String> answer = city.get(format, "tokens/" + token).record();
        assertEquals(token, answer.get("token"));
        assertFalse(answer.containsKey("service_request_id"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anAcceptedTokenLeadsToTheRequestEveryTime(Format format) {
        City city = City.create();
        String token = token(city, format);
        accept(city, token);
        for (int i = 0; i < 2; i++) {
            Map<String, String> answer = city.get(format, "tokens/" + token).record();
            assertEquals(token, answer.get("token"));
            String id = answer.get("service_request_id");
            assertNotNull(id);
            assertEquals("TREE", city.get(format, "requests/" + id).record().get("service_code"));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anAcceptedTokenIsTakenForTheId(Format format) {
        City city = City.create();
        String token = token(city, format);
        String resource = "requests/" + token;
        assertTrue(city.get(format, resource).error(404).contains(token));
        accept(city, token);
        String id = city.get(format, "tokens/" + token).record().get("service_request_id");
        assertEquals(
                city.get(format, "requests/" + id).record(), city.get(format, resource).record());
        Rows.change(
                database,
                "update service_request set visibility = 'hidden' where jurisdiction_id = ?",
                city.id());
        assertTrue(city.get(format, resource).error(404).contains(token));
        assertTrue(City.create().get(format, resource).error(404).contains(token));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aWaitingRequestIsNotListed(Format format) {
        City city = City.create();
        String token = token(city, format);
        assertTrue(city.get(format, "requests").records().isEmpty());
        accept(city, token);
        assertEquals(1, city.get(format, "requests").records().size());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void unknownTokenIs404(Format format) {
        String error = City.create().get(format, "tokens/unknown-1").error(404);
        assertTrue(error.contains("token 'unknown-1'"), error);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void jurisdictionIsRequiredAndMustBeKnown(Format format) {
        String path = Api.V2 + "tokens/" + token(City.create(), format) + format.suffix();
        assertTrue(Api.get(path).error(400).contains("jurisdiction_id"));
        assertTrue(Api.get(path + "?jurisdiction_id=x").error(404).contains("jurisdiction_id"));
    }

    private static String token(City city, Format format) {
        return city.submit(format, Form.of("service_code", "TREE", "address_id", "7"))
                .record()
                .get("token");
    }

    private void accept(City city, String token) {
        assertEquals(
                1,
                Rows.change(
                        database,
                        "update service_request set accepted_datetime = now() where jurisdiction_id = ? and token = ?",
                        city.id(),
                        token));
    }
}
