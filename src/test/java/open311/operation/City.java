package open311.operation;

import java.util.List;
import java.util.UUID;
import open311.http.Format;

/** A jurisdiction of one test alone, with a key that may report and one that may manage. */
final class City {
    /** A service of each type, and those that one test or another needs. */
    static final String SERVICES =
            """
            services:
              - service_code: POTHOLE
                service_name: Pothole
                description: A hole in a city street
                keywords: [road, asphalt]
                group: Streets
                agency: highway
                service_notice: Most potholes are filled within two working days.
                attributes:
                  - {code: NOTE, datatype: text, variable: false, description: Call 911 when in danger}
                  - code: SIZE
                    description: How large is it?
                    datatype: singlevaluelist
                    values: [{key: S, name: Small}, {key: L, name: Large}]
                  - code: LANE
                    datatype: multivaluelist
                    values: [{key: "01", name: Driving}, {key: "02", name: Bicycle}, {key: "a,b", name: Both}]
                  - {code: DEPTH, datatype: number}
                  - {code: SEEN, datatype: datetime}
                  - {code: PLATE, datatype: string}
                  - {code: "two words", datatype: text}
              - {service_code: LIGHT, service_name: Street light}
              - {service_code: TREE, service_name: Tree, type: batch}
              - {service_code: TAX, service_name: Tax bill, type: blackbox, service_notice: By mail}
              - {service_code: ABUSE, service_name: Abuse, public: false}
              - service_code: STRICT
                service_name: Strict
                attributes:
                  - {code: NAME, datatype: string, required: true}
                  - code: KIND
                    datatype: multivaluelist
                    required: true
                    values: [{key: A, name: Apple}, {key: B, name: Bear}]
            """;

    static final String AGENCIES =
            """
            agencies: [{code: highway, name: Highway Department, email: highway@example.gov}]
            """;

    private final String id;
    private final Api.Key report;
    private final Api.Key manage;

    private City(String id) {
        this.id = id;
        this.report = Api.newKey(List.of("report"), List.of(id));
        this.manage = Api.newKey(List.of("manage"), List.of(id));
    }

    /** A city with the usual services. */
    static City create() {
        return with(AGENCIES + SERVICES);
    }

    /** A city with these members in its document, services at least. */
    static City with(String members) {
        String id = "city-" + UUID.randomUUID().toString().substring(0, 13);
        put(id, members);
        return new City(id);
    }

    /** Replaces the document. */
    void put(String members) {
        put(id, members);
    }

    private static void put(String id, String members) {
        Api.putJurisdiction(id, document(id, members)).is(200);
    }

    static String document(String id, String members) {
        return """
        jurisdiction_id: %s
        name: City of the test
        time_zone: America/New_York
        contact: "311"
        key_service: Ask
        endpoint_type: test
        """
                        .formatted(id)
                + members;
    }

    String id() {
        return id;
    }

    String reportKey() {
        return report.secret();
    }

    String manageKey() {
        return manage.secret();
    }

    /** The path of a resource below the endpoint, with its suffix and this city in the query. */
    String path(Format format, String resource, String query) {
        return Api.V2
                + resource
                + format.suffix()
                + "?"
                + Form.joined("jurisdiction_id=" + id, query);
    }

    Answer get(Format format, String resource) {
        return get(format, resource, "");
    }

    Answer get(Format format, String resource, String query) {
        return Api.get(path(format, resource, query));
    }

    /** POST Service Request, everything but the form in order. */
    Answer submit(Format format, String form, String... headers) {
        return Api.post(
                Api.V2 + "requests" + format.suffix(),
                Form.joined(Form.of("jurisdiction_id", id, "api_key", reportKey()), form),
                headers);
    }

    /** POST Service Request with a key of the caller's under which it is done once. */
    Answer submitOnce(String key, Format format, String form) {
        return submit(format, form, "Idempotency-Key", key);
    }

    /** A report that is taken at once; its id. */
    String submitted(String... namesAndValues) {
        return submit(
                        Format.JSON,
                        Form.joined(
                                Form.of("address_string", "1 Main Street"),
                                Form.of(namesAndValues)))
                .record()
                .get("service_request_id");
    }

    /** POST of an update, everything but the form in order. */
    Answer update(Format format, String... namesAndValues) {
        return update(format, Form.of(namesAndValues), new String[0]);
    }

    /** POST of an update with a key of the caller's under which it is done once. */
    Answer updateOnce(String key, Format format, String... namesAndValues) {
        return update(format, Form.of(namesAndValues), new String[] {"Idempotency-Key", key});
    }

    private Answer update(Format format, String form, String[] headers) {
        return Api.post(
                Api.V2 + "servicerequestupdates" + format.suffix(),
                Form.joined(Form.of("jurisdiction_id", id, "api_key", manageKey()), form),
                headers);
    }

    /** PATCH of a request, everything but the form in order. */
    Answer moderate(Format format, String serviceRequestId, String... namesAndValues) {
        return new Answer(
                Api.call()
                        .header("X-API-Key", manageKey())
                        .contentType(Api.FORM + "; charset=utf-8")
                        .body(Form.of(namesAndValues))
                        .patch(path(format, "requests/" + serviceRequestId, "")));
    }

    /** What everyone sees of a request. */
    java.util.Map<String, String> request(String serviceRequestId) {
        return get(Format.JSON, "requests/" + serviceRequestId).record();
    }
}
