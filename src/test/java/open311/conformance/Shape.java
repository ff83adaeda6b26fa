package open311.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a resource: names in their order, types, and what may be missing. One table for both
 * formats; the official JSON Schemas say the same of services, definitions and requests.
 *
 * @param root the XML document's element, or that of the list
 * @param item one of the list; null: the resource is a single object
 * @param atMost how many items there may be
 */
record Shape(String root, @Nullable String item, int atLeast, int atMost, List<Field> fields) {
    /** What stands in a member. */
    enum Type {
        TEXT("A-03"),
        BOOLEAN("SVC-02"),
        INTEGER("A-03"),
        NUMBER("A-03"),
        DATETIME("GEN-09"),
        URL("A-28"),
        ITEMS("DEF-03");

        private final String rule;

        Type(String rule) {
            this.rule = rule;
        }
    }

    /** Whether a member must be there, and with what. */
    enum Need {
        /** There, and with a value. */
        VALUE,
        /** There; null or an empty element where nothing is known. */
        NULLABLE,
        /** There; the empty text where nothing is known. */
        TEXT,
        /** As NULLABLE, but left out of the XML: clients parse the element as a date. */
        NO_EMPTY_ELEMENT,
        /** Left out where it has no value. */
        OPTIONAL
    }

    /**
     * A member.
     *
     * @param rule what is broken when the value is of another kind
     * @param words those that are allowed, parted by blanks; empty: any
     */
    record Field(
            String name, Type type, Need need, String rule, String words, @Nullable Shape items) {
        boolean allows(String value) {
            return words.isEmpty() || List.of(words.split(" ", -1)).contains(value);
        }
    }

    private static final String GEO_REPORT = "http://wiki.open311.org/GeoReport_v2";

    static final Shape SERVICES =
            list(
                    "services",
                    "service",
                    field("service_code", Type.TEXT, Need.VALUE),
                    field("service_name", Type.TEXT, Need.VALUE),
                    field("description", Type.TEXT, Need.TEXT),
                    field("metadata", Type.BOOLEAN, Need.VALUE),
                    words("type", "SVC-03", "realtime batch blackbox"),
                    new Field("keywords", Type.TEXT, Need.TEXT, "A-09", "", null),
                    field("group", Type.TEXT, Need.TEXT));

    static final Shape DEFINITION =
            single(
                    "service_definition",
                    field("service_code", Type.TEXT, Need.VALUE),
                    items(
                            list(
                                    "attributes",
                                    "attribute",
                                    field("variable", Type.BOOLEAN, Need.VALUE),
                                    field("code", Type.TEXT, Need.VALUE),
                                    words(
                                            "datatype",
                                            "11.5",
                                            "string number datetime text singlevaluelist multivaluelist"),
                                    field("required", Type.BOOLEAN, Need.VALUE),
                                    field("datatype_description", Type.TEXT, Need.NULLABLE),
                                    field("order", Type.INTEGER, Need.VALUE),
                                    field("description", Type.TEXT, Need.NULLABLE),
                                    items(
                                            list(
                                                    "values",
                                                    "value",
                                                    field("key", Type.TEXT, Need.VALUE),
                                                    field("name", Type.TEXT, Need.VALUE))))));

    static final Shape RECEIPT =
            one(
                    field("service_request_id", Type.TEXT, Need.OPTIONAL),
                    field("token", Type.TEXT, Need.OPTIONAL),
                    field("service_notice", Type.TEXT, Need.NULLABLE),
                    field("account_id", Type.TEXT, Need.NULLABLE));

    static final Shape TOKEN =
            one(
                    field("service_request_id", Type.TEXT, Need.OPTIONAL),
                    field("token", Type.TEXT, Need.VALUE));

    static final Shape REQUESTS =
            list(
                    "service_requests",
                    "request",
                    field("service_request_id", Type.TEXT, Need.VALUE),
                    words("status", "A-17", "open closed"),
                    field("status_notes", Type.TEXT, Need.NULLABLE),
                    field("service_name", Type.TEXT, Need.NULLABLE),
                    field("service_code", Type.TEXT, Need.VALUE),
                    field("description", Type.TEXT, Need.NULLABLE),
                    field("agency_responsible", Type.TEXT, Need.NULLABLE),
                    field("service_notice", Type.TEXT, Need.NULLABLE),
                    field("requested_datetime", Type.DATETIME, Need.VALUE),
                    field("updated_datetime", Type.DATETIME, Need.VALUE),
                    field("expected_datetime", Type.DATETIME, Need.NO_EMPTY_ELEMENT),
                    field("address", Type.TEXT, Need.NULLABLE),
                    field("address_id", Type.TEXT, Need.NULLABLE),
                    field("zipcode", Type.TEXT, Need.NULLABLE),
                    field("lat", Type.NUMBER, Need.NULLABLE),
                    field("long", Type.NUMBER, Need.NULLABLE),
                    field("media_url", Type.URL, Need.NULLABLE));

    static final Shape REQUEST =
            new Shape(REQUESTS.root(), REQUESTS.item(), 1, 1, REQUESTS.fields());

    static final Shape ERRORS =
            new Shape(
                    "errors",
                    "error",
                    1,
                    Integer.MAX_VALUE,
                    List.of(
                            new Field("code", Type.INTEGER, Need.VALUE, "A-31", "", null),
                            field("description", Type.TEXT, Need.VALUE)));

    static final Shape DISCOVERY =
            single(
                    "discovery",
                    field("changeset", Type.DATETIME, Need.VALUE),
                    field("contact", Type.TEXT, Need.VALUE),
                    field("key_service", Type.TEXT, Need.VALUE),
                    items(
                            list(
                                    "endpoints",
                                    "endpoint",
                                    words("specification", "11.1", GEO_REPORT),
                                    field("url", Type.URL, Need.VALUE),
                                    field("changeset", Type.DATETIME, Need.VALUE),
                                    words("type", "11.1", "production test"),
                                    items(list("formats", "format")))));

    /** A list of bare texts, such as that of the formats, has no fields. */
    boolean isOfTexts() {
        return fields.isEmpty();
    }

    static Shape list(String root, String item, Field... fields) {
        return new Shape(root, item, 0, Integer.MAX_VALUE, List.of(fields));
    }

    private static Shape one(Field... fields) {
        return new Shape("service_requests", "request", 1, 1, List.of(fields));
    }

    private static Shape single(String root, Field... fields) {
        return new Shape(root, null, 1, 1, List.of(fields));
    }

    private static Field field(String name, Type type, Need need) {
        return new Field(name, type, need, type.rule, "", null);
    }

    private static Field words(String name, String rule, String words) {
        return new Field(name, Type.TEXT, Need.VALUE, rule, words, null);
    }

    private static Field items(Shape items) {
        return new Field(items.root(), Type.ITEMS, Need.VALUE, Type.ITEMS.rule, "", items);
    }
}
