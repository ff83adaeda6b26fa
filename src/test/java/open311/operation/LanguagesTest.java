package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
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

/** Texts in the language that the caller wants; codes and keys are the same in all. */
@QuarkusTest
class LanguagesTest {
    private static final String MEMBERS =
            """
            translations: {es: {name: Ciudad de la prueba, contact: Llame al 311, key_service: Pregunte}}
            agencies:
              - {code: highway, name: Highway Department, translations: {es: {name: Vías Públicas}}}
            services:
              - service_code: POTHOLE
                service_name: Pothole
                description: A hole in a city street
                keywords: [road, asphalt]
                group: Streets
                agency: highway
                service_notice: Soon
                translations:
                  es:
                    service_name: Bache
                    description: Un hoyo en una calle
                    keywords: [calle, asfalto]
                    group: Calles
                    service_notice: Pronto
                attributes:
                  - code: SIZE
                    description: How large is it?
                    datatype: singlevaluelist
                    datatype_description: Pick one
                    translations: {es: {description: "¿De qué tamaño?", datatype_description: Elija uno}}
                    values:
                      - {key: S, name: Small, translations: {es: {name: Pequeño}}}
                      - {key: L, name: Large}
              - {service_code: LIGHT, service_name: Street light}
            """;

    @ParameterizedTest
    @EnumSource
    void servicesAreInTheLanguageOfTheParameter(Format format) {
        Map<String, String> pothole =
                City.with(MEMBERS).get(format, "services", "locale=es").records().get(0);
        assertEquals("POTHOLE", pothole.get("service_code"));
        assertEquals("Bache", pothole.get("service_name"));
        assertEquals("Un hoyo en una calle", pothole.get("description"));
        assertEquals("calle,asfalto", pothole.get("keywords"));
        assertEquals("Calles", pothole.get("group"));
        assertEquals("realtime", pothole.get("type"));
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNoTranslationStaysAsItIs(Format format) {
        assertEquals(
                List.of("Bache", "Street light"),
                City.with(MEMBERS).get(format, "services", "locale=es").all("service_name"));
    }

    @ParameterizedTest
    @EnumSource
    void definitionIsInTheLanguageOfTheHeader(Format format) {
        City city = City.with(MEMBERS);
        String definition =
                Api.get(city.path(format, "services/POTHOLE", ""), "Accept-Language", "es-US")
                        .text();
        for (String text :
                List.of("¿De qué tamaño?", "Elija uno", "Pequeño", "Large", "SIZE", "POTHOLE")) {
            assertTrue(definition.contains(text), text);
        }
        assertFalse(definition.contains("Small"));
    }

    @ParameterizedTest
    @EnumSource
    void parameterWinsOverTheHeader(Format format) {
        City city = City.with(MEMBERS);
        Answer answer =
                Api.get(city.path(format, "services", "locale=en"), "Accept-Language", "es");
        assertEquals("Pothole", answer.records().get(0).get("service_name"));
        assertEquals("en", answer.header("Content-Language"));
    }

    @ParameterizedTest
    @EnumSource
    void languageThatTheJurisdictionHasNotIsItsOwn(Format format) {
        Answer answer = City.with(MEMBERS).get(format, "services", "locale=fi");
        assertEquals("Pothole", answer.records().get(0).get("service_name"));
        assertEquals("en", answer.header("Content-Language"));
    }

    @ParameterizedTest
    @EnumSource
    void jurisdictionsOwnLanguageNeedsNoWish(Format format) {
        City city = City.with("locale: es\nservices: [{service_code: A, service_name: Bache}]");
        assertEquals("es", city.get(format, "services").header("Content-Language"));
        Answer error = city.submit(format, "service_code=A");
        assertEquals("es", error.header("Content-Language"));
        assertTrue(error.error(400).startsWith("Falta la ubicación"), error.text());
    }

    @ParameterizedTest
    @EnumSource
    void requestsTellOfTheirServiceInTheWantedLanguage(Format format) {
        City city = City.with(MEMBERS);
        String id = city.submitted("service_code", "POTHOLE", "description", "Hole");
        for (String resource : List.of("requests", "requests/" + id)) {
            Map<String, String> request = city.get(format, resource, "locale=es").record();
            assertEquals("POTHOLE", request.get("service_code"));
            assertEquals("Bache", request.get("service_name"));
            assertEquals("Pronto", request.get("service_notice"));
            assertEquals("Vías Públicas", request.get("agency_responsible"));
            assertEquals("Hole", request.get("description"), "the reporter's own words");
            assertEquals("open", request.get("status"));
        }
        assertEquals("Pothole", city.request(id).get("service_name"));
    }

    @ParameterizedTest
    @EnumSource
    void retiredServiceKeepsItsTranslation(Format format) {
        City city = City.with(MEMBERS);
        String id = city.submitted("service_code", "POTHOLE");
        city.put("services: []\nagencies: []\ntranslations: {es: {name: Ciudad}}");
        assertEquals(
                "Bache",
                city.get(format, "requests/" + id, "locale=es").record().get("service_name"));
        assertEquals("Pothole", city.request(id).get("service_name"));
    }

    @ParameterizedTest
    @EnumSource
    void agencyOfAnUpdateIsNoTextOfTheCatalog(Format format) {
        City city = City.with(MEMBERS);
        String id = city.submitted("service_code", "POTHOLE");
        city.update(format, "service_request_id", id, "agency_responsible", "Mayor").is(200);
        assertEquals(
                "Mayor",
                city.get(format, "requests/" + id, "locale=es").record().get("agency_responsible"));
    }

    @ParameterizedTest
    @EnumSource
    void receiptHasTheNoticeInTheWantedLanguage(Format format) {
        City city = City.with(MEMBERS);
        Answer receipt =
                city.submit(
                        format,
                        Form.of("service_code", "POTHOLE", "address_id", "1", "locale", "es"));
        assertEquals("Pronto", receipt.record().get("service_notice"));
        assertEquals("es", receipt.header("Content-Language"));
    }

    @ParameterizedTest
    @EnumSource
    void errorsAreInTheLanguageOfTheHeader(Format format) {
        City city = City.with(MEMBERS);
        Answer answer =
                Api.post(
                        Api.V2 + "requests" + format.suffix(),
                        Form.of(
                                "jurisdiction_id",
                                city.id(),
                                "api_key",
                                city.reportKey(),
                                "service_code",
                                "NONE",
                                "lat",
                                "x"),
                        "Accept-Language",
                        "es-ES,es;q=0.9,en;q=0.8");
        assertEquals("es", answer.header("Content-Language"));
        assertEquals(
                List.of(
                        "No se encontró service_code 'NONE'",
                        "lat 'x' no es un número de grados decimales de -90 a 90, como 42.7762",
                        "Falta long; lat y long deben enviarse juntos"),
                answer.errors(404));
    }

    @ParameterizedTest
    @MethodSource("notFound")
    void whatIsNotFoundIsNamedInTheWantedLanguage(Format format, String path) {
        Answer answer = Api.get(City.with(MEMBERS).path(format, path, ""), "Accept-Language", "es");
        assertEquals("es", answer.header("Content-Language"), path);
        assertTrue(answer.error(404).startsWith("No "), answer.text());
    }

    static Stream<Arguments> notFound() {
        return Api.inBothFormats(
                List.of("nothing", "services/NONE", "requests/none", "tokens/none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fi", "en-, en;q=0.7, *;q=0.5", "", "es;q=0"})
    void errorsAreEnglishOtherwise(String acceptLanguage) {
        Answer answer = Api.get(Api.V2 + "nothing.json", "Accept-Language", acceptLanguage);
        assertEquals("en", answer.header("Content-Language"));
        assertEquals("There is nothing at this path", answer.error(404));
    }

    @ParameterizedTest
    @EnumSource
    void cachesAreToldToKeepLanguagesApart(Format format) {
        City city = City.with(MEMBERS);
        String path = city.path(format, "services", "");
        Answer english = Api.get(path, "Accept-Language", "en");
        Answer spanish = Api.get(path, "Accept-Language", "es");
        assertNotEquals(english.text(), spanish.text());
        for (Answer answer :
                List.of(
                        english,
                        spanish,
                        Api.get(path),
                        Api.get(Api.V2 + "no" + format.suffix()))) {
            assertTrue(answer.header("Vary").contains("Accept-Language"), answer.header("Vary"));
            assertFalse(answer.header("Vary").contains("Accept,"), "the suffix decides");
        }
        assertTrue(Api.get(Api.V2 + "services").header("Vary").contains("Accept,"));
    }

    @ParameterizedTest
    @EnumSource
    void discoveryIsInTheWantedLanguage(Format format) {
        City city = City.with(MEMBERS);
        String discovery = city.get(format, "discovery", "locale=es").text();
        assertTrue(discovery.contains("Llame al 311"), discovery);
        assertTrue(discovery.contains("Pregunte"), discovery);
    }

    @Test
    void newDocumentChangesTheTranslationsAtOnce() {
        City city = City.with(MEMBERS);
        city.put(MEMBERS.replace("Bache", "Hoyo"));
        assertEquals(
                "Hoyo",
                city.get(Format.JSON, "services", "locale=es")
                        .records()
                        .get(0)
                        .get("service_name"));
    }
}
