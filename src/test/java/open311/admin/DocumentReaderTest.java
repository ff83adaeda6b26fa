package open311.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import open311.admin.DocumentReader.ReadDocument;
import open311.jurisdiction.ExpectedWithin;
import open311.jurisdiction.JurisdictionDocument;
import open311.jurisdiction.JurisdictionTexts;
import open311.jurisdiction.WorkingHours;
import open311.service.Attribute;
import open311.service.Datatype;
import open311.service.Service;
import open311.service.ServiceDefinition;
import open311.service.ServiceType;
import open311.service.SimilarWithin;
import open311.service.Terms;
import open311.service.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private static final Duration QUICKLY = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String HEAD =
            """
            jurisdiction_id: haverhillma.gov
            name: Haverhill
            time_zone: America/New_York
            contact: 311
             call center
            key_service: Call us
            endpoint_type: test
            """;

    /** Has every member that a document may have. */
    private static final String FULL =
            HEAD
                    + """
                    boundary: {type: Polygon, coordinates: [[[-72, 42], [-71, 42], [-71, 43], [-72, 43], [-72, 42]]]}
                    neighbours:
                      - {name: Methuen, contact: Call 978, url: "https://methuen.example.gov/311"}
                      - {name: Merrimac, boundary: {type: Polygon, coordinates: [[[-71, 42], [-70, 42], [-70, 43], [-71, 42]]]}}
                    holidays: [2026-12-25, "2027-01-01"]
                    working_hours: {days: [mon, fri], from: "08:00", to: "16:00"}
                    agencies:
                      - {code: highway, name: Highway Department, email: highway@example.gov}
                      - {code: trees, name: Trees}
                    similar: {within_metres: 20, within_days: 90}
                    services:
                      - service_code: POTHOLE
                        service_name: Pothole
                        description: |
                          A hole
                          in a street
                        type: realtime
                        public: true
                        active: true
                        keywords: [road, "asphalt, tar", road, " "]
                        group: Streets
                        agency: highway
                        service_notice: Soon
                        expected_within: P2D
                        similar: {within_metres: 30}
                        attributes:
                          - code: SIZE
                            description: How large is it?
                            datatype: singlevaluelist
                            datatype_description: Pick the closest
                            variable: true
                            required: true
                            order: 2
                            public: true
                            values: [{key: S, name: Small}, {key: "L"}]
                          - {code: NOTE, datatype: text, variable: false, order: 1}
                      - {service_code: "001", service_name: Tree, type: batch, acceptance: manual, public: false,
                         active: false, keywords: "a , b,,a", agency: trees}
                      - {service_code: last, service_name: Last}
                    """;

    private static final String TRANSLATED =
            """
            translations: {es: {name: Ciudad, contact: ""}}
            agencies: [{code: a, name: Streets, translations: {es: {name: Vías}}}]
            services:
              - service_code: POTHOLE
                service_name: Pothole
                description: A hole
                keywords: [road, asphalt]
                group: Streets
                agency: a
                translations: {es: {service_name: Bache, keywords: "calle, asfalto", group: Calles}}
                attributes:
                  - code: SIZE
                    description: Size?
                    datatype: singlevaluelist
                    translations: {es: {description: "¿Tamaño?"}}
                    values: [{key: S, name: Small, translations: {es: {name: Pequeño}}}, {key: L, name: Large}]
            """;

    private static final List<Service> FULL_SERVICES =
            List.of(
                    new Service(
                            "POTHOLE",
                            "Pothole",
                            "A hole\nin a street",
                            true,
                            ServiceType.REALTIME,
                            "road,asphalt,tar",
                            "Streets",
                            new ServiceDefinition(
                                    "POTHOLE",
                                    List.of(
                                            new Attribute(
                                                    false,
                                                    "NOTE",
                                                    Datatype.TEXT,
                                                    false,
                                                    null,
                                                    1,
                                                    null,
                                                    List.of(),
                                                    false),
                                            new Attribute(
                                                    true,
                                                    "SIZE",
                                                    Datatype.SINGLEVALUELIST,
                                                    true,
                                                    "Pick the closest",
                                                    2,
                                                    "How large is it?",
                                                    List.of(
                                                            new Attribute.Value("S", "Small"),
                                                            new Attribute.Value("L", "L")),
                                                    true))),
                            new Terms(
                                    true,
                                    true,
                                    false,
                                    "Highway Department",
                                    "Soon",
                                    new ExpectedWithin(0, 2, Duration.ZERO),
                                    new SimilarWithin(30, 90)),
                            Map.of()),
                    new Service(
                            "001",
                            "Tree",
                            "",
                            false,
                            ServiceType.BATCH,
                            "a,b",
                            "",
                            new ServiceDefinition("001", List.of()),
                            new Terms(
                                    false,
                                    false,
                                    true,
                                    "Trees",
                                    null,
                                    null,
                                    new SimilarWithin(20, 90)),
                            Map.of()),
                    new Service(
                            "last",
                            "Last",
                            "",
                            false,
                            ServiceType.REALTIME,
                            "",
                            "",
                            new ServiceDefinition("last", List.of()),
                            new Terms(
                                    true, true, false, null, null, null, new SimilarWithin(20, 90)),
                            Map.of()));

    @Test
    void sampleIsRead() throws IOException {
        ReadDocument sample = yaml(sample());
        assertEquals("haverhillma.gov", sample.jurisdictionId());
        assertTrue(sample.services().size() > 20);
        assertEquals(
                EnumSet.allOf(ServiceType.class),
                EnumSet.copyOf(sample.services().stream().map(Service::type).toList()));
    }

    @Test
    void everyMemberIsRead() {
        ReadDocument document = yaml(FULL);
        assertEquals(FULL_SERVICES, document.services());
        JurisdictionDocument jurisdiction = document.jurisdiction();
        assertEquals("haverhillma.gov", document.jurisdictionId());
        assertEquals("Haverhill", jurisdiction.texts().name());
        assertEquals("America/New_York", jurisdiction.timeZone());
        assertEquals("311 call center", jurisdiction.texts().contact());
        assertEquals("Call us", jurisdiction.texts().keyService());
        assertEquals("test", jurisdiction.endpointType());
        assertTrue(jurisdiction.boundary().contains("\"Polygon\""));
        assertEquals(
                List.of(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 1, 1)),
                jurisdiction.holidays());
        assertEquals(
                new WorkingHours(
                        EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        LocalTime.of(8, 0),
                        LocalTime.of(16, 0)),
                jurisdiction.workingHours());
        assertEquals(FULL, jurisdiction.text(), "is given back as it was put");
        assertEquals(DocumentReader.YAML_TYPE, jurisdiction.mediaType());
        assertEquals("hash", jurisdiction.fileHash());
    }

    @Test
    void theLeastIsEnough() {
        ReadDocument document =
                yaml(HEAD + "services: []\nboundary: null\nagencies:\nholidays: ~\n");
        assertEquals(List.of(), document.services());
        assertNull(document.jurisdiction().boundary());
        assertNull(document.jurisdiction().workingHours());
        assertEquals(List.of(), document.jurisdiction().holidays());
    }

    @Test
    void yamlAndJsonOfTheSameTreeAreTheSame() throws IOException {
        for (String yaml : List.of(FULL, sample())) {
            String json = JSON.writeValueAsString(YAML.readTree(yaml));
            ReadDocument asYaml = yaml(yaml);
            ReadDocument asJson = json(json);
            assertEquals(asYaml.services(), asJson.services());
            assertEquals(asYaml.services(), yaml(json).services(), "JSON is YAML");
            assertEquals(withoutText(asYaml.jurisdiction()), withoutText(asJson.jurisdiction()));
        }
    }

    private static JurisdictionDocument withoutText(JurisdictionDocument d) {
        return new JurisdictionDocument(
                d.jurisdictionId(),
                d.timeZone(),
                d.locale(),
                d.texts(),
                d.translations(),
                d.endpointType(),
                d.boundary(),
                d.neighbours(),
                d.workingHours(),
                d.holidays(),
                "",
                "",
                d.fileHash());
    }

    /** One change of the full document in JSON pointer and value, and what is said about it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/jurisdiction_id | null | jurisdiction_id must be given",
                "/jurisdiction_id | ' ' | jurisdiction_id must be given",
                "/jurisdiction_id | a/b | jurisdiction_id must be letters, digits, dots, hyphens and underscores, such as the city's main domain: haverhillma.gov",
                "/jurisdiction_id | 7 | jurisdiction_id must be text; put it in quotes",
                "/name | null | name must be given",
                "/name | {} | name must be text",
                "/contact | [] | contact must be text",
                "/key_service | true | key_service must be text; put it in quotes",
                "/time_zone | null | time_zone must be given, such as America/New_York",
                "/time_zone | Boston | time_zone is 'Boston'; it must be a zone of the tz database, such as America/New_York",
                "/endpoint_type | null | endpoint_type must be given: test or production",
                "/endpoint_type | Test | endpoint_type is 'Test'; it must be one of test, production",
                "/colour | red | colour is not known here; known are jurisdiction_id, name, time_zone, locale, contact, key_service, endpoint_type, boundary, neighbours, holidays, working_hours, agencies, similar, services, translations",
                "/boundary | x | boundary is not GeoJSON: a Polygon or MultiPolygon with coordinates",
                "/boundary | {type: Point, coordinates: [0, 0]} | boundary must be a GeoJSON Polygon or MultiPolygon",
                "/boundary/coordinates/0/1/0 | 190 | boundary has the position [190.0, 42.0]; positions are [longitude, latitude] in degrees",
                "/holidays | 2026-12-25 | holidays must be a list",
                "/holidays/1 | 12/25/2026 | holidays[1] is '12/25/2026'; it must be a date, such as 2026-12-25",
                "/holidays/0 | 20261225 | holidays[0] must be text; put it in quotes",
                "/holidays/0 | '+999999999-12-31' | holidays[0] is '+999999999-12-31'; it must be a date, such as 2026-12-25",
                "/working_hours | always | working_hours must be an object with the members days, from, to",
                "/working_hours/days | [] | working_hours.days must name at least one day of mon, tue, wed, thu, fri, sat, sun",
                "/working_hours/days/1 | Fri | working_hours.days[1] is 'Fri'; it must be one of mon, tue, wed, thu, fri, sat, sun",
                "/working_hours/from | null | working_hours.from must be given, such as \"08:00\"",
                "/working_hours/from | 8 a.m. | working_hours.from is '8 a.m.'; it must be a time of day in quotes, such as \"08:00\"",
                "/working_hours/to | '24:00' | working_hours.to is '24:00'; it must be a time of day in quotes, such as \"08:00\"",
                "/working_hours/to | '08:00' | working_hours must begin before they end",
                "/working_hours/until | x | working_hours.until is not known here; known are days, from, to",
                "/agencies | {} | agencies must be a list",
                "/agencies/0 | x | agencies[0] must be an object with the members code, name, email, translations",
                "/agencies/1/code | highway | agencies[1].code is the code of two agencies",
                "/agencies/1/name | null | agencies[1].name must be given",
                "/services | null | services must be given, be it as an empty list",
                "/services | {} | services must be a list",
                "/services/2 | x | services[2] must be an object with the members service_code, service_name, description, type, acceptance, public, active, keywords, group, agency, service_notice, expected_within, similar, attributes, translations",
                "/services/2/service_code | null | services[2].service_code must be given",
                "/services/2/service_code | 7 | services[2].service_code must be text; put it in quotes",
                "/services/2/service_code | '001' | services[2].service_code is the code of two services",
                "/services/2/service_code | a,b | services[2].service_code must hold neither a comma nor a line break: codes are listed with commas",
                "/services/2/service_code | .. | services[2].service_code must not be '..', which means another thing in a path",
                "/services/2/service_name | '' | services[2].service_name must be given",
                "/services/2/type | instant | services[2].type is 'instant'; it must be one of realtime, batch, blackbox",
                "/services/2/acceptance | manual | services[2].acceptance is for services of the type batch only",
                "/services/1/acceptance | auto | services[1].acceptance is 'auto'; it must be one of automatic, manual",
                "/services/2/public | 'yes' | services[2].public must be true or false, without quotes",
                "/services/2/active | 1 | services[2].active must be true or false, without quotes",
                "/services/0/keywords/1 | 5 | services[0].keywords[1] must be text; put it in quotes",
                "/services/0/keywords | 5 | services[0].keywords must be text; put it in quotes",
                "/services/0/agency | police | services[0].agency is 'police', which is no code among the agencies",
                "/neighbours | x | neighbours must be a list",
                "/neighbours/0 | x | neighbours[0] must be an object with the members name, contact, url, boundary",
                "/neighbours/0/name | null | neighbours[0].name must be given",
                "/neighbours/0/url | methuen.gov | neighbours[0].url is 'methuen.gov'; it must be an absolute http or https URL",
                "/neighbours/1/boundary | {type: Point, coordinates: [0, 0]} | neighbours[1].boundary must be a GeoJSON Polygon or MultiPolygon",
                "/similar | 50 | similar must be an object with the members within_metres, within_days",
                "/similar/within_metres | 1001 | similar.within_metres must be a whole number from 1 to 1000",
                "/similar/within_days | 3651 | similar.within_days must be a whole number from 1 to 3650",
                "/services/0/similar/within_metres | 0 | services[0].similar.within_metres must be a whole number from 1 to 1000",
                "/services/0/similar/within_metres | 2.5 | services[0].similar.within_metres must be a whole number from 1 to 1000",
                "/services/0/expected_within | 2 days | services[0].expected_within is '2 days'; it must be an ISO 8601 duration of weeks, days, hours and minutes, such as P2D or PT4H",
                "/services/0/attributes | x | services[0].attributes must be a list",
                "/services/0/attributes/0 | x | services[0].attributes[0] must be an object with the members code, description, datatype, datatype_description, variable, required, order, public, values, translations",
                "/services/0/attributes/0/code | null | services[0].attributes[0].code must be given",
                "/services/0/attributes/0/code | 'A[B' | services[0].attributes[0].code must not hold brackets: it is sent as attribute[CODE]",
                "/services/0/attributes/1/code | SIZE | services[0].attributes[1].code is the code of two attributes of this service",
                "/services/0/attributes/1/datatype | null | services[0].attributes[1].datatype must be one of string, number, datetime, text, singlevaluelist, multivaluelist",
                "/services/0/attributes/1/datatype | int | services[0].attributes[1].datatype is 'int'; it must be one of string, number, datetime, text, singlevaluelist, multivaluelist",
                "/services/0/attributes/1/required | true | services[0].attributes[1].required must be false where variable is false: nothing is asked",
                "/services/0/attributes/1/order | 2 | services[0].attributes[1].order is 2 for two attributes of this service; without it the position counts",
                "/services/0/attributes/1/order | 0 | services[0].attributes[1].order must be a whole number from 1",
                "/services/0/attributes/1/order | 1.5 | services[0].attributes[1].order must be a whole number from 1",
                "/services/0/attributes/1/order | 99999999999 | services[0].attributes[1].order must be a whole number from 1",
                "/services/0/attributes/1/order | '1' | services[0].attributes[1].order must be a whole number from 1",
                "/services/0/attributes/0/values | [] | services[0].attributes[0].values must list at least one value for the datatype singlevaluelist",
                "/services/0/attributes/0/datatype | text | services[0].attributes[0].values must be left out for the datatype text",
                "/services/0/attributes/0/values/1 | L | services[0].attributes[0].values[1] must be an object with the members key, name, translations",
                "/services/0/attributes/0/values/1/key | S | services[0].attributes[0].values[1].key is the key of two values",
                "/services/0/attributes/0/values/1/key | 5 | services[0].attributes[0].values[1].key must be text; put it in quotes",
                "/services/0/attributes/0/values/1/title | x | services[0].attributes[0].values[1].title is not known here; known are key, name, translations",
            })
    void eachProblemIsNamedWithItsPath(String pointer, String value, String expected)
            throws IOException {
        JsonNode tree = YAML.readTree(FULL);
        set(tree, pointer, YAML.readTree(value));
        // What only follows from the problem, and depends on the document, is left aside.
        List<String> problems =
                problems(() -> json(JSON.writeValueAsString(tree))).stream()
                        .filter(
                                problem ->
                                        problem.equals(expected)
                                                || !(problem.endsWith(" among the agencies")
                                                        || problem.contains(
                                                                " for two attributes ")))
                        .toList();
        assertEquals(List.of(expected), problems);
    }

    @Test
    void lengthsHaveLimitsInCodePoints() throws IOException {
        JsonNode tree = YAML.readTree(FULL);
        set(tree, "/name", JSON.getNodeFactory().textNode("\uD83D\uDE00".repeat(200)));
        json(JSON.writeValueAsString(tree));
        set(tree, "/name", JSON.getNodeFactory().textNode("x".repeat(201)));
        set(tree, "/services/2/service_code", JSON.getNodeFactory().textNode("x".repeat(201)));
        set(tree, "/services/2/description", JSON.getNodeFactory().textNode("x".repeat(4001)));
        assertEquals(
                List.of(
                        "name has 201 characters; at most 200 are allowed",
                        "services[2].service_code has 201 characters; at most 200 are allowed",
                        "services[2].description has 4001 characters; at most 4000 are allowed"),
                problems(() -> json(JSON.writeValueAsString(tree))));
    }

    @Test
    void manyProblemsAreReportedAtOnceAndNoneTwice() {
        assertEquals(
                List.of(
                        "name must be given",
                        "endpoint_type is 'x'; it must be one of test, production",
                        "agencies[0].name must be given",
                        "agencies[0].code must be given",
                        "agencies[1].name must be given",
                        "agencies[1].code must be given",
                        "services[0].service_code must be given",
                        "services[0].service_name must be given",
                        "services[1].service_code must be given",
                        "services[1].attributes[0].code must be given",
                        "services[1].attributes[0].values[0].key must be given",
                        "services[1].attributes[0].values[1].key must be given",
                        "services[1].attributes[1].code must be given",
                        "services[1].service_name must be given"),
                problems(
                        () ->
                                yaml(
                                        """
                                                jurisdiction_id: a
                                                time_zone: UTC
                                                contact: c
                                                key_service: k
                                                endpoint_type: x
                                                agencies: [{}, {}]
                                                services:
                                                  - {}
                                                  - attributes:
                                                      - {datatype: multivaluelist, values: [{}, {}]}
                                                      - {datatype: text}
                                                """)));
    }

    @Test
    void textIsCleanedLikeThatOfReports() {
        ReadDocument document =
                json(
                        "{\"jurisdiction_id\":\" a \",\"name\":\"\\u0000N\\uD800\",\"time_zone\":\"UTC\","
                                + "\"contact\":\"a\\r\\nb\",\"key_service\":\"\\uD83D\\uDE00\",\"endpoint_type\":\"production\","
                                + "\"services\":[]}");
        assertEquals("a", document.jurisdictionId());
        assertEquals("N", document.jurisdiction().texts().name());
        assertEquals("a\nb", document.jurisdiction().texts().contact());
        assertEquals("\uD83D\uDE00", document.jurisdiction().texts().keyService());
    }

    @Test
    void translationsTakeThePlaceOfTheTexts() {
        ReadDocument document = yaml(HEAD + TRANSLATED);
        assertEquals("en", document.jurisdiction().locale());
        assertEquals(
                Map.of("es", new JurisdictionTexts("Ciudad", "311 call center", "Call us")),
                document.jurisdiction().translations());
        assertEquals("Pothole", document.services().get(0).serviceName());
        assertEquals(
                Map.of(
                        "es",
                        new Translation(
                                "Bache",
                                "A hole",
                                "calle,asfalto",
                                "Calles",
                                "Vías",
                                null,
                                List.of(
                                        new Attribute(
                                                true,
                                                "SIZE",
                                                Datatype.SINGLEVALUELIST,
                                                false,
                                                null,
                                                1,
                                                "¿Tamaño?",
                                                List.of(
                                                        new Attribute.Value("S", "Pequeño"),
                                                        new Attribute.Value("L", "Large")),
                                                false)))),
                document.services().get(0).translations());
    }

    @Test
    void translationToItsOwnLanguageIsLeftOut() {
        ReadDocument document = yaml(HEAD + "locale: es\n" + TRANSLATED);
        assertEquals("es", document.jurisdiction().locale());
        assertEquals(Map.of(), document.jurisdiction().translations());
        assertEquals(Map.of(), document.services().get(0).translations());
    }

    @Test
    void sampleIsWhollyInSpanish() throws IOException {
        ReadDocument sample = yaml(sample());
        JurisdictionTexts city = sample.jurisdiction().translations().get("es");
        assertNotEquals(sample.jurisdiction().texts().name(), city.name());
        assertNotEquals(sample.jurisdiction().texts().contact(), city.contact());
        assertNotEquals(sample.jurisdiction().texts().keyService(), city.keyService());
        for (Service service : sample.services()) {
            Translation spanish = service.translations().get("es");
            assertNotEquals(service.serviceName(), spanish.serviceName());
            assertNotEquals(service.description(), spanish.description());
            assertNotEquals(service.keywords(), spanish.keywords());
            assertNotEquals(service.group(), spanish.group());
            assertNotEquals(service.terms().agencyName(), spanish.agencyName());
            assertNotEquals(service.terms().serviceNotice(), spanish.serviceNotice());
            for (int i = 0; i < spanish.attributes().size(); i++) {
                Attribute english = service.definition().attributes().get(i);
                assertNotEquals(english.description(), spanish.attributes().get(i).description());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    translations: 5                        | translations must be an object of languages, such as es: {…}
                    translations: {Spanish: {name: A}}     | translations.Spanish is not a language of BCP 47, such as es or pt-BR
                    translations: {es: {nombre: A}}        | translations.es.nombre is not known here; known are name, contact, key_service
                    translations: {es: {time_zone: UTC}}   | translations.es.time_zone is not known here; known are name, contact, key_service
                    translations: {es: {name: 5}}          | translations.es.name must be text; put it in quotes
                    translations: {es: A}                  | translations.es must be an object with the members name, contact, key_service
                    locale: english                        | locale is 'english'; it must be a language of BCP 47, such as en or es
                    agencies: [{code: a, name: A, translations: {es: {name: [1]}}}] | agencies[0].translations.es.name must be text
                    """)
    void problemsOfTranslationsAreNamedByTheirPath(String members, String problem) {
        assertEquals(List.of(problem), problems(() -> yaml(HEAD + "services: []\n" + members)));
    }

    @Test
    void problemsOfAllLanguagesAreNamedAtOnce() {
        assertEquals(
                List.of(
                        "services[0].translations.es.service_name has 501 characters; at most 500 are allowed",
                        "services[0].translations.fi.group must be text; put it in quotes"),
                problems(
                        () ->
                                yaml(
                                        HEAD
                                                + "services: [{service_code: A, service_name: A, translations: {fi: {group: 1}, es: {service_name: "
                                                + "x".repeat(501)
                                                + "}}}]")));
    }

    @Test
    void fiftyLanguagesAreEnough() {
        var members = new StringBuilder();
        for (int i = 0; i < 51; i++) {
            members.append("a" + (char) ('a' + i % 26) + (char) ('a' + i / 26))
                    .append(": {name: A},");
        }
        assertEquals(
                List.of("the document is translated to 51 languages; at most 50 are allowed"),
                problems(() -> yaml(HEAD + "services: []\ntranslations: {" + members + "}")));
    }

    /** YAML reads unquoted codes its own way; the code must be right or refused, never changed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "no",
                "on",
                "off",
                "Y",
                "N",
                "NO",
                "08:00",
                "12:30:45",
                "2026-11-22",
                "1.2.3",
                "001a",
                "0x",
                "1e",
                "A:B",
                "a#b",
                "+",
                "_",
                "0b",
                "0o",
                "a b"
            })
    void unquotedCodesThatAreTextStayAsTheyAre(String code) {
        assertEquals(code, codeOf(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7", "001", "010", "1.10", "1_000", "0x1F", "0b11", "0o17", "1e3", "-5", "+5",
                "true", "false", "True", ".5", "08", "09", "0", "1_"
            })
    void unquotedCodesThatAreNotTextAreRefusedOrKeptAsWritten(String code) {
        try {
            assertEquals(code, codeOf(code));
        } catch (DocumentException e) {
            // "put 1 in quotes" for 001 would make another code of it.
            String problem = "services[0].service_code must be text; put ";
            assertTrue(
                    e.problems().equals(List.of(problem + code + " in quotes"))
                            || e.problems().equals(List.of(problem + "it in quotes")),
                    e.problems()::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"!!int 7", "!!float 1.5", "!!bool true", "[a]", "{a: b}", "!!binary YQ=="})
    void whatIsNoTextAtAllIsRefused(String code) {
        List<String> problems = problems(() -> codeOf(code));
        assertTrue(
                problems.get(0).startsWith("services[0].service_code must be "),
                problems::toString);
    }

    private static String codeOf(String unquoted) {
        return yaml(HEAD + "services:\n  - service_code: " + unquoted + "\n    service_name: x\n")
                .services()
                .get(0)
                .serviceCode();
    }

    @Test
    void unquotedTimesOfDayAreRead() {
        assertEquals(
                new WorkingHours(
                        EnumSet.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(16, 0)),
                yaml(HEAD + "services: []\nworking_hours: {days: [mon], from: 08:00, to: 16:00}\n")
                        .jurisdiction()
                        .workingHours());
    }

    /** Taken for its own name, an alias would silently be another text. */
    @Test
    void anAliasIsFollowedOrRefused() {
        String text =
                HEAD
                        + "services:\n  - {service_code: a, service_name: &n Name}\n  - {service_code: b, service_name: *n}\n";
        try {
            assertEquals("Name", yaml(text).services().get(1).serviceName());
        } catch (DocumentException e) {
            assertFalse(e.problems().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\n",
                "---\n",
                "# nothing\n",
                "null",
                "~",
                "7",
                "text",
                "true",
                "[]",
                "[1, 2]",
                "\"quoted\"",
                "...",
                "---\n---\n",
                "\uFEFF",
                "{}",
                "{a: b}",
            })
    void whatIsNoJurisdictionIsRefused(String text) {
        assertFalse(problems(() -> yaml(text)).isEmpty());
        assertFalse(problems(() -> json(text)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "a: {",
                "a: \"",
                "a: 'x",
                "a: b: c",
                "\tx: y",
                "- a\nb: c",
                "a: &",
                "a: *",
                "a: *unknown",
                "*a : b",
                "? [a, b]\n: c",
                "? {a: b}\n: c",
                "%YAML 9.9\n---\na: b",
                "%FOO\n---\na",
                "%TAG ! x\n%TAG ! y\n---\n!a b",
                "a: !!binary \"@@@\"",
                "!!binary YQ==: a",
                "a: !!int x",
                "a: !!float x",
                "a: !!timestamp x",
                "a: !<tag:yaml.org,2002:java> x",
                "a: !!java.net.URL [http://a]",
                "a: \u0007",
                "a: \0",
                "a: \uD800",
                "\uD800",
                "a: \"\\uD800\"",
                "a: \"\\x\"",
                "a: @b",
                "a: `b",
                "}",
                "]",
                "a: 0b",
                "a: -0b",
                "a: 0x_",
                "a: 0o",
                "a: 0_",
                "a: -_",
                "a: +_",
                "a: 0b102",
                "a: 1__2",
                "a: 190:20:30",
                "a: |9\n x",
                "a: >-+\n x",
                "<<: *x",
                "&a [*a]",
                "a: &a [*a]",
            })
    void oddYamlIsRefusedAndNothingElse(String text) {
        assertFalse(problems(() -> yaml(text)).isEmpty());
        assertFalse(problems(() -> yaml(HEAD + "services: []\n" + text)).isEmpty());
        assertFalse(problems(() -> json(text)).isEmpty());
    }

    @Test
    void syntaxErrorsSayWhere() {
        assertTrue(
                problems(() -> yaml(HEAD + "services: [\n"))
                        .get(0)
                        .startsWith("the document is not well-formed YAML, line 8, column "),
                () -> problems(() -> yaml(HEAD + "services: [\n")).toString());
        assertTrue(
                problems(() -> json("{\n \"a\": }"))
                        .get(0)
                        .startsWith("the document is not well-formed JSON, line 2, column "));
    }

    @Test
    void duplicateMembersAreRefused() {
        assertTrue(
                problems(() -> yaml(HEAD + "services: []\nname: Again\n")).get(0).contains("name"));
        assertTrue(
                problems(() -> yaml(HEAD + "services: [{service_code: a, service_code: b}]\n"))
                        .get(0)
                        .contains("service_code"));
        assertTrue(problems(() -> json("{\"name\":1,\"name\":2}")).get(0).contains("name"));
    }

    @Test
    void whatFollowsTheDocumentIsRefused() throws IOException {
        assertFalse(problems(() -> yaml(FULL + "---\nmore: x\n")).isEmpty());
        assertFalse(problems(() -> yaml(FULL + "...\n---\n")).isEmpty());
        String json = JSON.writeValueAsString(YAML.readTree(FULL));
        assertFalse(problems(() -> json(json + "{}")).isEmpty());
        assertFalse(problems(() -> json(json + " x")).isEmpty());
        assertEquals(FULL_SERVICES, json(json + " \n\t ").services());
        assertEquals(FULL_SERVICES, yaml("---\n" + FULL + "...\n").services());
    }

    @Test
    void byteOrderMarkIsNoProblemInYaml() {
        assertEquals(FULL_SERVICES, yaml("\uFEFF" + FULL).services());
    }

    @Test
    void bombsAreRefusedQuickly() {
        var laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a").append(i).append(": &a").append(i).append(" [");
            laughs.append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
        }
        for (String bomb :
                List.of(
                        laughs.toString(),
                        "services: " + "[".repeat(100_000),
                        "[".repeat(100_000) + "]".repeat(100_000),
                        "{a: ".repeat(100_000),
                        "- ".repeat(100_000),
                        "? ".repeat(20_000),
                        "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                        "a: " + "9".repeat(1_000_000),
                        "a: 1e" + "9".repeat(1_000_000),
                        "a: 1e999999999",
                        "boundary: " + "[".repeat(900) + "]".repeat(900),
                        "boundary: {type: Polygon, coordinates: "
                                + "[".repeat(900)
                                + "]".repeat(900)
                                + "}",
                        "x".repeat(500_000) + ": y",
                        "a: &" + "x".repeat(1_000_000),
                        "#".repeat(500_000))) {
            String name = bomb.substring(0, Math.min(40, bomb.length()));
            assertTimeout(
                    QUICKLY,
                    () -> {
                        assertFalse(problems(() -> yaml(bomb)).isEmpty());
                        assertFalse(problems(() -> json(bomb)).isEmpty());
                        assertFalse(problems(() -> yaml(HEAD + bomb)).isEmpty());
                    },
                    name);
        }
    }

    @Test
    void listsHaveLimits() {
        String services =
                IntStream.range(0, 10_001)
                        .mapToObj(i -> "{\"service_code\":\"" + i + "\",\"service_name\":\"x\"}")
                        .collect(Collectors.joining(",", "services: [", "]\n"));
        assertTimeout(
                QUICKLY,
                () ->
                        assertEquals(
                                List.of("services has 10001 elements; at most 10000 are allowed"),
                                problems(() -> yaml(HEAD + services))));
        assertEquals(
                10_000,
                yaml(HEAD
                                + services.replace(
                                        ",{\"service_code\":\"10000\",\"service_name\":\"x\"}", ""))
                        .services()
                        .size());
    }

    @Test
    void mutatedTextIsReadOrRefused() {
        var random = new Random(311);
        String alphabet =
                "\0\t\n\r !\"#%&'*+,-./0:;<>?@[\\]^_`{|}~ae\u0085\u2028\uFEFF\uD800\uDC00\uFFFE";
        int read = 0;
        for (int i = 0; i < 1500; i++) {
            var text = new StringBuilder(FULL);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length() - 60);
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(5)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.deleteCharAt(at);
                    case 2 -> text.insert(at, c);
                    case 3 -> text.insert(at, text.substring(at, at + random.nextInt(60)));
                    default -> text.delete(at, at + random.nextInt(60));
                }
            }
            if (isRead(text.toString(), DocumentReader.YAML_TYPE)) {
                read++;
            }
        }
        assertTrue(read > 50 && read < 1450, "some are read, some are refused: " + read);
    }

    @Test
    void mutatedTreesAreReadOrRefused() throws IOException {
        var random = new Random(115);
        JsonNode original = YAML.readTree(FULL);
        List<String> others =
                List.of(
                        "null",
                        "true",
                        "0",
                        "-1",
                        "1.5",
                        "1e400",
                        "9999999999999",
                        "''",
                        "' '",
                        "x",
                        "a,b",
                        "'['",
                        "[]",
                        "{}",
                        "[[]]",
                        "[null]",
                        "[1, x]",
                        "{a: b}",
                        "{type: Polygon}",
                        "2026-02-30",
                        "P9D",
                        "'\\0'",
                        "UTC",
                        "mon",
                        "batch",
                        "multivaluelist",
                        "S");
        int read = 0;
        for (int i = 0; i < 1500; i++) {
            JsonNode tree = original.deepCopy();
            for (int change = random.nextInt(3); change >= 0; change--) {
                JsonNode other =
                        random.nextInt(4) == 0
                                ? pick(nodes(tree), random).deepCopy()
                                : YAML.readTree(pick(others, random));
                mutate(tree, random, other);
            }
            String json = JSON.writeValueAsString(tree);
            boolean asJson = isRead(json, DocumentReader.JSON_TYPE);
            assertEquals(asJson, isRead(json, DocumentReader.YAML_TYPE), json);
            if (asJson) {
                read++;
            }
        }
        assertTrue(read > 50 && read < 1450, "some are read, some are refused: " + read);
    }

    private static void mutate(JsonNode tree, Random random, JsonNode other) {
        List<JsonNode> parents = nodes(tree).stream().filter(node -> node.size() > 0).toList();
        if (parents.isEmpty()) {
            return;
        }
        JsonNode parent = pick(parents, random);
        if (parent instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = pick(names, random);
            switch (random.nextInt(3)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, other);
                default -> object.set(name + "x", object.get(name));
            }
        } else if (parent instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(at);
                case 1 -> array.set(at, other);
                default -> array.insert(at, array.get(at).deepCopy());
            }
        }
    }

    private static List<JsonNode> nodes(JsonNode tree) {
        var nodes = new ArrayList<JsonNode>();
        nodes.add(tree);
        tree.forEach(child -> nodes.addAll(nodes(child)));
        return nodes;
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** False when it was refused; everything else than a DocumentException goes on to the test. */
    private static boolean isRead(String text, String mediaType) {
        try {
            DocumentReader.read(text, mediaType, null);
            return true;
        } catch (DocumentException e) {
            assertFalse(e.problems().isEmpty());
            return false;
        }
    }

    private static void set(JsonNode tree, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = tree.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), value);
        }
    }

    private static List<String> problems(Executable read) {
        return assertThrows(DocumentException.class, read).problems();
    }

    private static ReadDocument yaml(String text) {
        return DocumentReader.read(text, DocumentReader.YAML_TYPE, "hash");
    }

    private static ReadDocument json(String text) {
        return DocumentReader.read(text, DocumentReader.JSON_TYPE, "hash");
    }

    private static String sample() throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(
                        DocumentReaderTest.class.getResourceAsStream(
                                "/jurisdictions/haverhillma.gov.yaml"))) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
