package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import open311.http.Format;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of openapi/examples are what the server writes, byte for byte, or bodies that it takes.
 * The last test counts them, so it needs the others.
 */
@QuarkusTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpecExamplesTest {
    /** Of the examples; the ids and tokens that a server gives out are others each time. */
    private static final String ID = "100047";

    private static final String TOKEN = "9b2f6c1e5d0a4c378e4107a6d3f2b915";

    private static final String AGENCIES =
            """
            agencies:
              - {code: highway, name: Highway Department}
              - {code: works, name: Public Works}
            """;

    private static final String SERVICES =
            """
            services:
              - service_code: POTHOLE
                service_name: Pothole
                description: A hole in a city street, deeper than 2" & wider than a hand
                keywords: [road, asphalt, bache]
                group: Streets
                agency: highway
                service_notice: Most potholes are filled within two working days.
                attributes:
                  - code: NOTE
                    datatype: text
                    variable: false
                    description: "Is it on a state highway?\\nThen call MassDOT: 857-368-4636 <24 h>"
                  - code: SIZE
                    datatype: singlevaluelist
                    required: true
                    datatype_description: Choose the closest
                    description: How large is it?
                    values: [{key: S, name: Dinner plate}, {key: L, name: Larger & deeper}]
                  - code: LANE
                    datatype: multivaluelist
                    datatype_description: Choose all that apply
                    description: Where is it?
                    values:
                      - {key: "01", name: Driving lane}
                      - {key: "02", name: Bicycle lane}
                      - {key: "03", name: Crosswalk}
                  - {code: DEPTH, datatype: number, datatype_description: In inches, description: "How deep is it?"}
                  - code: SEEN
                    datatype: datetime
                    datatype_description: For example 2026-11-20T08:05:00-05:00
                    description: When did you see it?
                  - {code: PLATE, datatype: string, description: License plate of a damaged car}
                  - {code: DAMAGE, datatype: text}
              - service_code: STREET_TREE
                service_name: Plant or prune a tree
                description: Trees < 6 ft are left to the owner — façade side included
                type: batch
                keywords: [tree, árbol]
                group: Trees and Parks
                attributes: [{code: KIND, datatype: string}]
              - service_code: STREET_LIGHT
                service_name: Street light
                description: A light that is out, or on by day
                keywords: [lamp, dark]
                group: Street Lights & Signs
              - service_code: TAX_QUESTION
                service_name: Question about a tax bill
                type: blackbox
                service_notice: The assessor answers by mail.
            """;

    private static final String GRAFFITI =
            "  - {service_code: GRAFFITI, service_name: Graffiti, agency: works}\n";

    private static final List<String> CURSORS =
            List.of(
                    "bfVhLiI6kyIjMQo3NTkKMQ",
                    "JfsUZ4Am73ubMQo3NjAKMg",
                    "mFNVi2CSXHC_MQo3NjIKMw",
                    "842jr6Be6pW7MQo3NjMKNA");

    private static final Set<String> REPLAYED = new TreeSet<>(HttpsRequiredTest.FILES);

    static {
        REPLAYED.addAll(RateLimitsTest.FILES);
    }

    @Inject AgroalDataSource database;
    @Inject Outage outage;

    @ParameterizedTest
    @EnumSource(Format.class)
    void services(Format format) {
        assertExample("services", city().get(format, "services"));
        assertExample("services-empty", City.with("services: []").get(format, "services"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void definitions(Format format) {
        assertExample("definition", city().get(format, "services/POTHOLE"));
        assertExample("definition-empty", city().get(format, "services/STREET_LIGHT"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void requests(Format format) {
        City city = City.with(AGENCIES + SERVICES + GRAFFITI);
        String pothole =
                submitted(
                        city,
                        "service_code",
                        "POTHOLE",
                        "attribute[SIZE]",
                        "S",
                        "description",
                        "Deep hole near the curb, across from the Café Olé.\r\n"
                                + "Cars swerve into the <left> lane & brake late 🚧",
                        "address_string",
                        "81 Washington Street, Haverhill, MA",
                        "address_id",
                        "0004711",
                        "zipcode",
                        "01832",
                        "lat",
                        "42.77348",
                        "long",
                        "-71.08562",
                        "media_url",
                        "https://photos.example.org/2026/0815.jpg?size=large&v=2");
        String light = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        String graffiti =
                submitted(
                        city,
                        "service_code",
                        "GRAFFITI",
                        "description",
                        "Paint on the wall of the \"old\" mill",
                        "address_string",
                        "Essex Street & Wingate Street, Haverhill, MA",
                        "zipcode",
                        "01830",
                        "lat",
                        "42.7745",
                        "long",
                        "-71.0823");
        update(city, pothole, "in_progress", "A crew is on its way.");
        update(city, graffiti, "fixed", "Washed off on November 5. Thank you, señora.");
        change(city, light, "address_id = null");
        change(city, pothole, "expected_datetime = '2026-11-24T21:00:00Z'");
        rename(city, Map.of(pothole, ID, light, "100046", graffiti, "100031"));
        settle(city, ID, "2026-11-20T13:05:09Z", "2026-11-20T15:40:00Z");
        settle(city, "100046", "2026-11-20T01:59:59Z", "2026-11-20T01:59:59Z");
        settle(city, "100031", "2026-11-02T18:22:31Z", "2026-11-05T14:03:00Z");
        assertExample(
                "requests",
                city.get(format, "requests", "start_date=2026-10-01&end_date=2026-11-30"));
        assertExample("request", city.get(format, "requests/" + ID));
        for (String suffix : List.of("csv", "ndjson", "geojson")) {
            assertEquals(
                    input("requests." + suffix),
                    Api.get(
                                    Api.V2
                                            + "requests."
                                            + suffix
                                            + "?start_date=2026-10-01&end_date=2026-11-30&jurisdiction_id="
                                            + city.id())
                            .text());
        }
        assertExample("requests-empty", city.get(format, "requests", "service_code=NONE"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void extensions(Format format) {
        City city = city();
        String pothole =
                submitted(
                        city,
                        "service_code",
                        "POTHOLE",
                        "attribute[SIZE]",
                        "L",
                        "description",
                        "Deep hole near the curb",
                        "lat",
                        "42.77348",
                        "long",
                        "-71.08562",
                        "media_url",
                        "https://photos.example.org/2026/0815.jpg",
                        "first_name",
                        "María",
                        "email",
                        "maria@example.org");
        String update = update(city, pothole, "in_progress", "A crew is on its way.");
        change(city, pothole, "expected_datetime = '2026-11-24T21:00:00Z'");
        rename(city, Map.of(pothole, ID));
        settle(city, ID, "2026-11-20T13:05:09Z", "2026-11-20T15:40:00Z");
        Rows.change(
                database,
                "update service_request_event set updated_datetime = ? where jurisdiction_id = ? and event_id < ?",
                Instant.parse("2026-11-20T13:05:09Z"),
                city.id(),
                Long.valueOf(update));
        Rows.change(
                database,
                "update service_request_event set updated_datetime = ? where jurisdiction_id = ? and event_id = ?",
                Instant.parse("2026-11-20T15:40:00Z"),
                city.id(),
                Long.valueOf(update));
        assertExample(
                "request-extended",
                city.get(format, "requests/" + ID, "extensions=true&api_key=" + city.manageKey()));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void similarAndFollowed(Format format) {
        City city = City.with("similar: {within_days: 3650}\n" + AGENCIES + SERVICES);
        reportedPothole(city);
        Answer followed =
                Api.post(
                        city.path(format, "requests/" + ID + "/follow", ""),
                        input("follow.form").replace("demo", city.reportKey()));
        assertExample("follow-receipt", followed);
        assertExample(
                "requests-similar",
                city.get(
                        format,
                        "requests/similar",
                        "service_code=POTHOLE&lat=42.77358&long=-71.08555&description=deep+hole+by+the+kerb"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void receipts(Format format) {
        City city = city();
        Answer realtime =
                city.submit(format, "service_code=POTHOLE&attribute[SIZE]=S&address_id=1");
        assertExample(
                "receipt-realtime", realtime, realtime.record().get("service_request_id"), ID);
        Answer batch =
                city.submit(
                        format, "service_code=STREET_TREE&address_id=1&account_id=resident-0042");
        assertExample("receipt-batch", batch, batch.record().get("token"), TOKEN);
        assertExample(
                "receipt-blackbox", city.submit(format, "service_code=TAX_QUESTION&address_id=1"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void tokens(Format format) {
        City city = city();
        city.submit(format, "service_code=STREET_TREE&address_id=1").record();
        Rows.change(
                database,
                "update service_request set token = ?, service_request_id = '100048' where jurisdiction_id = ?",
                TOKEN,
                city.id());
        assertExample("token-waiting", city.get(format, "tokens/" + TOKEN));
        Rows.change(
                database,
                "update service_request set accepted_datetime = now() where jurisdiction_id = ?",
                city.id());
        assertExample("token-accepted", city.get(format, "tokens/" + TOKEN));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void updates(Format format) {
        City city = city();
        // The ids of the examples must not be those that come next.
        Rows.number(
                database,
                "select setval('service_request_event_id', greatest(nextval('service_request_event_id'), ?))",
                1000L);
        String pothole = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        String light = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        String graffiti = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        settleEvent(
                city,
                update(city, pothole, "in_progress", "A crew is on its way."),
                501,
                "2026-11-20T15:40:00Z");
        settleEvent(
                city,
                city.update(
                                format,
                                "service_request_id",
                                pothole,
                                "description",
                                "The hole is deeper than it looked:\ngas & water were asked to look <first>",
                                "media_url",
                                "https://photos.example.org/2026/0816.jpg")
                        .record()
                        .get("update_id"),
                502,
                "2026-11-20T16:15:00Z");
        settleEvent(city, update(city, light, "investigating", ""), 503, "2026-11-21T14:00:00Z");
        Answer last =
                city.update(
                        format,
                        "service_request_id",
                        graffiti,
                        "status",
                        "FIXED",
                        "description",
                        "Washed off. ¡Gracias!");
        String lastId = last.record().get("update_id");
        assertExample("update-receipt", last, lastId, "507");
        settleEvent(city, lastId, 507, "2026-11-21T18:30:00Z");
        rename(city, Map.of(pothole, ID, light, "100046", graffiti, "100031"));
        assertExample("updates", city.get(format, "servicerequestupdates"));
        assertExample(
                "updates-empty", city.get(format, "servicerequestupdates", "service_request_id=1"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void changes(Format format) {
        City city = city();
        String light = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        String other = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        update(city, light, "fixed", "A new lamp.");
        Answer moderated = city.moderate(format, other, "duplicate_of", light);
        assertExample(
                "moderated",
                moderated,
                text -> text.replace(other, "100046").replace(light, "100031"));
        assertExample(
                "error-conflict",
                city.moderate(format, light, "duplicate_of", other),
                other,
                "100046");
        city.put(AGENCIES + SERVICES.replace("Street light", "Street lamp"));
        Answer all = city.get(format, "changes");
        UnaryOperator<String> settled =
                text -> {
                    String fixed = text.replace(other, "100046").replace(light, "100031");
                    List<Changes.Entry> entries = Changes.of(all).entries();
                    for (int i = 0; i < entries.size(); i++) {
                        fixed = fixed.replace(entries.get(i).cursor(), CURSORS.get(i));
                    }
                    return fixed.replaceAll("20[-\\d]+T[:\\d]+Z", "2026-11-20T13:05:09Z");
                };
        assertExample("changes", all, settled);
        assertExample("changes-empty", city.get(format, "changes", "after=now"), settled);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theModerationIsTaken(Format format) {
        City city = city();
        String request = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        String json = input("moderation.json");
        String form = input("moderation.form").replace("haverhillma.gov", city.id());
        for (String body : List.of(json, form)) {
            assertEquals(
                    "hidden",
                    new Answer(
                                    Api.call()
                                            .header("X-API-Key", city.manageKey())
                                            .contentType(
                                                    body.equals(json)
                                                            ? "application/json"
                                                            : Api.FORM)
                                            .body(body)
                                            .patch(city.path(format, "requests/" + request, "")))
                            .record()
                            .get("visibility"));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void errors(Format format) {
        City city = city();
        assertExample("error-forbidden", Api.post(city.path(format, "requests", ""), ""));
        assertExample("error-not-found", city.get(format, "services/POT%3CHOLE%3E"));
        String wrong = Form.of("lat", "42,77", "long", "-71.1", "description", "x".repeat(4001));
        assertExample("error-several", city.submit(format, wrong));
        assertExample("error-several.es", city.submit(format, wrong + "&locale=es"));
        city.submitOnce("1", format, Form.of("service_code", "STREET_LIGHT", "address_id", "1"))
                .is(200);
        assertExample(
                "error-idempotency",
                city.submitOnce(
                        "1", format, Form.of("service_code", "STREET_LIGHT", "address_id", "2")));
        Answer jurisdiction = Api.get(Api.V2 + "services" + format.suffix());
        assertExample(
                "error-jurisdiction",
                jurisdiction,
                jurisdiction.text().replaceAll("(?s).*(serves \\d+).*", "$1"),
                "serves 2");
        assertExample(
                "error-media-type",
                new Answer(
                        Api.call()
                                .contentType("text/csv")
                                .body("x")
                                .post(city.path(format, "requests", ""))));
        assertExample(
                "error-too-large",
                new Answer(
                        Api.call()
                                .multiPart("media", "photo.jpg", new byte[10 << 20], "image/jpeg")
                                .post(city.path(format, "requests", ""))));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void faults(Format format) {
        Supplier<Answer> call = () -> Api.get(Api.V2 + "services" + format.suffix());
        UnaryOperator<String> settled =
                text -> text.replaceFirst("[0-9a-f]{12}-\\d+(?=\\))", "3f1f0c1a6f3c-1042");
        assertExample("error-fault", outage.withoutTables(call), settled);
        assertExample("error-unavailable", outage.withoutConnections(call), settled);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void documentErrors(Format format) {
        String id = "error-document";
        String fine = "  - {service_code: %s, service_name: X}\n";
        assertExample(
                "error-document",
                put(
                        format,
                        id,
                        City.document(
                                id,
                                "services:\n"
                                        + fine.formatted("A")
                                        + fine.formatted("B")
                                        + fine.formatted("C")
                                        + "  - {service_code: D, service_name: X, attributes: [{code: Y, datatype: singlevaluelist}]}\n"
                                        + fine.formatted("E")
                                        + "  - {service_code: F, service_name: X, type: instant}\n")));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void jurisdictions(Format format) {
        String groveland = newId("a");
        String haverhill = newId("b");
        put(
                format,
                groveland,
                document(groveland, "Town of Groveland, Massachusetts", "production", 12));
        Answer summary =
                put(
                        format,
                        haverhill,
                        document(haverhill, "City of Haverhill, Massachusetts", "test", 28));
        assertExample(
                "jurisdiction-summary",
                summary,
                text ->
                        text.replace(haverhill, "haverhillma.gov")
                                .replaceAll("20[-\\d]+T[:\\d]+Z", "2026-11-18T09:30:00Z"));
        settleChangeset(groveland, "2026-10-01T12:00:00Z");
        settleChangeset(haverhill, "2026-11-18T09:30:00Z");
        Api.Key key = Api.newKey(List.of("admin"), List.of(groveland, haverhill));
        assertExample(
                "jurisdictions",
                new Answer(
                        Api.call()
                                .header("X-API-Key", key.secret())
                                .accept(format.mediaType())
                                .get("/admin/v1/jurisdictions")),
                text ->
                        text.replace(groveland, "grovelandma.gov")
                                .replace(haverhill, "haverhillma.gov"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void newKey(Format format) {
        assertExample(
                "new-key",
                newKey(format, input("key-request.json")),
                text ->
                        text.replaceFirst("[-0-9a-f]{36}", "0d8f3c52-7a4e-4b1f-9c66-1e5a2b7d9f30")
                                .replaceFirst(
                                        "(?<=api_key\"?[:>]\"?)[-\\w]{43}",
                                        "Vt3J0Zk1m8yq5cXbN2rLw7QhUe4oPdAsGf6iTxKvYzM")
                                .replaceFirst("20[-\\d]+T[:\\d]+Z", "2026-11-19T10:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void keys(Format format) {
        String id = newId("keys");
        put(format, id, City.document(id, "services: []"));
        JsonNode callCenter =
                newKey(
                                Format.JSON,
                                """
                                {"name": "Call center", "scopes": ["report", "manage"], "jurisdiction_ids": ["%s"]}"""
                                        .formatted(id))
                        .json();
        JsonNode cityHall =
                newKey(
                                Format.JSON,
                                """
                                {"name": "City hall", "contact": "311@example.gov", "scopes": ["manage", "admin"],
                                 "jurisdiction_ids": ["%s"]}"""
                                        .formatted(id))
                        .json();
        String callCenterId = callCenter.path("id").asText();
        String cityHallId = cityHall.path("id").asText();
        new Answer(Api.admin().delete("/admin/v1/keys/" + callCenterId)).is(204);
        String settle =
                "update api_key set created_datetime = ?, revoked_datetime = ? where id = ?::uuid";
        Rows.change(
                database,
                settle,
                Instant.parse("2026-10-02T08:00:00Z"),
                Instant.parse("2026-11-01T08:00:00Z"),
                callCenterId);
        Rows.change(database, settle, Instant.parse("2026-11-19T10:00:00Z"), null, cityHallId);
        Answer keys =
                new Answer(
                        Api.call()
                                .header("X-API-Key", cityHall.path("api_key").asText())
                                .accept(format.mediaType())
                                .get("/admin/v1/keys"));
        String used = keys.all("last_used_datetime").get(1);
        assertExample(
                "keys",
                keys,
                text ->
                        text.replace(id, "haverhillma.gov")
                                .replace(callCenterId, "b1c2a7f4-2f0d-4a3e-8d15-6c9e0b4f7a21")
                                .replace(cityHallId, "5e0c9a41-d3b8-4f62-a7e1-90b6c2f8d437")
                                .replace(used, "2026-11-20T13:05:00Z"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theReportIsTaken(Format format) {
        City city = city();
        String path = Api.V2 + "requests" + format.suffix();
        String report =
                input("report.form")
                        .replace("api_key=demo", "api_key=" + city.reportKey())
                        .replace("haverhillma.gov", city.id());
        Api.post(path, report).record();
        RequestSpecification multipart = Api.call();
        for (String field : report.split("&", -1)) {
            String[] pair = field.split("=", 2);
            multipart.multiPart(
                    URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        new Answer(multipart.post(path)).record();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theUpdateIsTaken(Format format) {
        City city = city();
        String pothole = submitted(city, "service_code", "STREET_LIGHT", "address_id", "1");
        change(city, pothole, "service_request_id = '" + ID + "'");
        Api.post(
                        Api.V2 + "servicerequestupdates" + format.suffix(),
                        input("update.form").replace("haverhillma.gov", city.id()),
                        "X-API-Key",
                        city.manageKey())
                .record();
    }

    /** As it was put, it is given back. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    void theDocumentIsTaken(String type) {
        String id = newId(type);
        String path = "/admin/v1/jurisdictions/" + id;
        String document = input("jurisdiction." + type).replaceFirst("haverhillma.gov", id);
        new Answer(Api.admin().contentType("application/" + type).body(document).put(path)).is(200);
        assertEquals(document, new Answer(Api.admin().get(path)).text());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void thereIsNoOtherFile() throws IOException {
        try (var files = Files.list(Contract.EXAMPLES)) {
            assertEquals(
                    new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()),
                    REPLAYED);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void discovery(Format format) {
        City city =
                City.with(
                        """
                        services: []
                        """);
        Rows.change(
                database,
                """
                update jurisdiction set contact = ?, key_service = ?, endpoint_type = 'production', changeset = ?,
                                        version = version + 1
                where jurisdiction_id = ?""",
                "311 call center, 978-358-1311",
                "Write to the 311 call center & tell us what your app does <no charge>",
                Instant.parse("2026-11-18T09:30:00Z"),
                city.id());
        City.create();
        assertExample(
                "discovery",
                Api.get(
                        "/discovery" + format.suffix() + "?jurisdiction_id=" + city.id(),
                        "Host",
                        "311.example.gov"),
                "http://311.",
                "https://311.");
    }

    private static String newId(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    private static Answer put(Format format, String id, String yaml) {
        return new Answer(
                Api.admin()
                        .accept(format.mediaType())
                        .contentType("application/yaml")
                        .body(yaml)
                        .put("/admin/v1/jurisdictions/" + id));
    }

    private static Answer newKey(Format format, String json) {
        return new Answer(
                        Api.admin()
                                .accept(format.mediaType())
                                .contentType("application/json")
                                .body(json)
                                .post("/admin/v1/keys"))
                .is(200);
    }

    /** A document with so many services. */
    private static String document(String id, String name, String type, int services) {
        return City.document(id, "services:\n")
                        .replace("City of the test", name)
                        .replace("endpoint_type: test", "endpoint_type: " + type)
                + IntStream.range(0, services)
                        .mapToObj("  - {service_code: S%d, service_name: X}\n"::formatted)
                        .collect(Collectors.joining());
    }

    private void settleChangeset(String id, String changeset) {
        Rows.change(
                database,
                "update jurisdiction set changeset = ?, version = version + 1 where jurisdiction_id = ?",
                Instant.parse(changeset),
                id);
        // What the server remembers ends with the next document.
        City.create();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void coverage(Format format) {
        City city =
                City.with(
                        """
                        boundary: {type: Polygon, coordinates: [[[-72, 42], [-71, 42], [-71, 43], [-72, 43], [-72, 42]]]}
                        neighbours: [{name: City of Methuen, contact: City hall, url: "https://methuen.example.gov/"}]
                        """
                                + AGENCIES
                                + SERVICES);
        Answer inside = city.get(format, "coverage", "lat=42.77&long=-71.08");
        assertExample("coverage", inside, city.id(), "haverhillma.gov");
        assertEquals(
                input("boundary.geojson"),
                Api.get(Api.V2 + "boundary.geojson?jurisdiction_id=" + city.id())
                        .text()
                        .replace(city.id(), "haverhillma.gov"));
        assertExample("coverage-elsewhere", city.get(format, "coverage", "lat=42.77&long=-73"));
    }

    /** A pothole with the id of the examples. */
    private void reportedPothole(City city) {
        String id =
                submitted(
                        city,
                        "service_code",
                        "POTHOLE",
                        "attribute[SIZE]",
                        "L",
                        "description",
                        "Deep hole near the curb",
                        "lat",
                        "42.77348",
                        "long",
                        "-71.08562");
        change(city, id, "expected_datetime = '2026-11-24T21:00:00Z'");
        rename(city, Map.of(id, ID));
        settle(city, ID, "2026-11-20T13:05:09Z", "2026-11-20T13:05:09Z");
        Rows.change(
                database,
                "update service_request_event set updated_datetime = ? where jurisdiction_id = ?",
                Instant.parse("2026-11-20T13:05:09Z"),
                city.id());
    }

    private static City city() {
        return City.with(AGENCIES + SERVICES);
    }

    private static String submitted(City city, String... form) {
        return city.submit(Format.JSON, Form.of(form)).record().get("service_request_id");
    }

    private static String update(City city, String id, String status, String description) {
        return city.update(
                        Format.JSON,
                        "service_request_id",
                        id,
                        "status",
                        status,
                        "description",
                        description)
                .record()
                .get("update_id");
    }

    /** In two steps, for the id of one may be that of another's example. */
    private void rename(City city, Map<String, String> exampleIds) {
        exampleIds
                .keySet()
                .forEach(
                        id ->
                                change(
                                        city,
                                        id,
                                        "service_request_id = 'was ' || service_request_id"));
        exampleIds.forEach(
                (id, example) ->
                        change(city, "was " + id, "service_request_id = '" + example + "'"));
    }

    private void settle(City city, String id, String requested, String updated) {
        change(
                city,
                id,
                "requested_datetime = '%s', updated_datetime = '%s'".formatted(requested, updated));
    }

    private void settleEvent(City city, String id, int exampleId, String when) {
        Rows.change(
                database,
                "update service_request_event set event_id = ?, updated_datetime = ? where jurisdiction_id = ? and event_id = ?",
                exampleId,
                Instant.parse(when),
                city.id(),
                Long.valueOf(id));
    }

    /** Of a request and, where it is given another id, of its history. */
    private void change(City city, String id, String assignments) {
        if (assignments.startsWith("service_request_id")) {
            Rows.change(
                    database,
                    "update service_request_event set "
                            + assignments
                            + " where jurisdiction_id = ? and service_request_id = ?",
                    city.id(),
                    id);
        }
        assertEquals(
                1,
                Rows.change(
                        database,
                        "update service_request set "
                                + assignments
                                + " where jurisdiction_id = ? and service_request_id = ?",
                        city.id(),
                        id));
    }

    static void assertExample(String name, Answer answer) {
        assertExample(name, answer, "", "");
    }

    /** What differs each time is replaced by what the example has. */
    static void assertExample(String name, Answer answer, String changing, String fixed) {
        assertExample(
                name, answer, text -> changing.isEmpty() ? text : text.replace(changing, fixed));
    }

    static void assertExample(String name, Answer answer, UnaryOperator<String> settled) {
        assertEquals(example(name, answer.format()), settled.apply(answer.text()));
    }

    private static String example(String name, Format format) {
        return input(name + format.suffix());
    }

    private static String input(String file) {
        REPLAYED.add(file);
        return Contract.example(file);
    }
}
