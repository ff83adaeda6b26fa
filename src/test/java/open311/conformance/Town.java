package open311.conformance;

/** The jurisdiction that the suite asks about: what it offers, as it was published. */
final class Town {
    static final String ID = "conformance.example.gov";
    static final String NEIGHBOUR = "neighbour.example.gov";

    static final String POTHOLE = "POTHOLE";
    static final String STRICT = "STRICT";
    static final String PLAIN = "PLAIN";
    static final String ODD_CODE = "Public Works: Street/O'Neil v2.0";
    static final String BATCH = "TREE";
    static final String BLACKBOX = "TAX";
    static final String SECRET = "ABUSE";
    static final String INACTIVE = "GONE";

    /** Their requests are those of {@link Backstage} alone, so that a list is known in full. */
    static final String HISTORY = "HISTORY";

    /** What {@link #HISTORY} is called since its requests were made. */
    static final String RENAMED = "History of the town";

    static final String BULK = "BULK";
    static final String UNUSED = "UNUSED";

    static final String MARKUP = "Holes & <b>bumps</b> > 5 cm, \"deep\"";

    private Town() {}

    /** The document, before one service was withdrawn and another renamed, or after it. */
    static String document(boolean isBefore, String contact) {
        return """
        jurisdiction_id: %s
        name: Conformance
        time_zone: America/New_York
        contact: "%s"
        key_service: Ask the suite
        endpoint_type: test
        agencies: [{code: works, name: Public Works}]
        services:
          - service_code: POTHOLE
            service_name: Pothole
            description: "%s"
            keywords: [road, hole, asphalt]
            group: Streets
            agency: works
            service_notice: Within two days.
            expected_within: P2D
            attributes:
              - {code: SEVERAL, order: 7, datatype: multivaluelist, description: Which lanes,
                 values: [{key: "01", name: Driving}, {key: "b:2", name: Bicycle}, {key: C, name: Curb}]}
              - {code: INFO, order: 1, datatype: text, variable: false, description: Call 911 when in danger}
              - {code: LINE, order: 2, datatype: string, datatype_description: One line}
              - {code: COUNT, order: 3, datatype: number}
              - {code: WHEN, order: 4, datatype: datetime}
              - {code: "two words: 1.5", order: 5, datatype: text}
              - {code: ONE, order: 6, datatype: singlevaluelist,
                 values: [{key: S, name: Small}, {key: "007", name: "Large & wide"}]}
          - service_code: STRICT
            service_name: Strict
            attributes:
              - {code: NAME, datatype: string, required: true}
              - {code: KIND, datatype: multivaluelist, required: true, values: [{key: A, name: Apple}, {key: B, name: Bear}]}
          - {service_code: PLAIN, service_name: Plain}
          - {service_code: "%s", service_name: Odd code, keywords: "a , b"}
          - {service_code: TREE, service_name: Tree, type: batch, acceptance: manual, service_notice: We look at it.}
          - {service_code: TAX, service_name: Tax bill, type: blackbox, service_notice: By mail}
          - {service_code: ABUSE, service_name: Abuse, public: false}
          - {service_code: GONE, service_name: Gone, active: %s}
          - {service_code: HISTORY, service_name: %s}
          - {service_code: BULK, service_name: Bulk}
          - {service_code: UNUSED, service_name: Unused}
        """
                .formatted(
                        ID,
                        contact,
                        MARKUP.replace("\"", "\\\""),
                        ODD_CODE,
                        isBefore,
                        isBefore ? "History" : RENAMED);
    }

    static String neighbour() {
        return """
        jurisdiction_id: %s
        name: Neighbour
        time_zone: America/New_York
        contact: Next door
        key_service: Ask next door
        endpoint_type: production
        services:
          - {service_code: FENCE, service_name: Fence}
        """
                .formatted(NEIGHBOUR);
    }
}
