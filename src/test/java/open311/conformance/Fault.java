package open311.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A way in which servers in the field differ from the standard, or might, and the rules by which it
 * must be noticed.
 */
public enum Fault {
    WRAPPED_LISTS("11.3") {
        @Override
        Passing alter(Passing answer) {
            return answer.jsonTree(Passing::wrapped);
        }
    },
    BARE_OBJECT_FOR_A_LIST_OF_ONE("11.3") {
        @Override
        Passing alter(Passing answer) {
            return answer.jsonTree(tree -> tree.isArray() && tree.size() == 1 ? tree.get(0) : tree);
        }
    },
    STATUS_LEFT_OUT("A-08") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\"status\":\"\\w+\",", "").xml("<status>\\w+</status>", "");
        }
    },
    EMPTY_FIELDS_LEFT_OUT("A-08") {
        @Override
        Passing alter(Passing answer) {
            return answer.isOfRequests()
                    ? answer.json("\"\\w+\":null,", "").xml("<(?!service_requests)\\w+/>", "")
                    : answer;
        }
    },
    EMPTY_TEXT_FOR_NULL("A-08") {
        @Override
        Passing alter(Passing answer) {
            return answer.json(":null", ":\"\"");
        }
    },
    ID_IS_EMPTY_BESIDE_TOKEN("A-08") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\\{\"token\"", "{\"service_request_id\":null,\"token\"")
                    .xml("<request><token>", "<request><service_request_id/><token>");
        }
    },
    EXTRA_FIELD("GEN-07") {
        @Override
        Passing alter(Passing answer) {
            return answer.isOfRequests()
                    ? answer.json("\"lat\"", "\"title\":\"Hole\",\"lat\"")
                            .xml("<lat", "<title>Hole</title><lat")
                    : answer;
        }
    },
    FIELDS_IN_ANOTHER_ORDER("GEN-08") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("(\"status\":\"\\w+\"),(\"status_notes\":null)", "$2,$1")
                    .xml("(<status>\\w+</status>)(<status_notes/>)", "$2$1");
        }
    },
    HTML_ERRORS("ERR-01") {
        @Override
        Passing alter(Passing answer) {
            return answer.isError()
                    ? answer.contentType("text/html; charset=utf-8").body("<h1>Sorry</h1>")
                    : answer;
        }
    },
    NO_BODY_IN_ERRORS("11.3 GEN-06") {
        @Override
        Passing alter(Passing answer) {
            return answer.isError() ? answer.body("") : answer;
        }
    },
    ERRORS_WITH_200("ERR-02") {
        @Override
        Passing alter(Passing answer) {
            return answer.isError() ? answer.status(200) : answer;
        }
    },
    ERRORS_WITH_500("ERR-02") {
        @Override
        Passing alter(Passing answer) {
            return answer.isError() ? answer.status(500) : answer;
        }
    },
    ERROR_CODE_AS_TEXT("A-31") {
        @Override
        Passing alter(Passing answer) {
            return answer.isError()
                    ? answer.json("\"code\":(\\d+)", "\"code\":\"$1 - failed\"")
                            .xml("<code>(\\d+)", "<code>$1 - failed")
                    : answer;
        }
    },
    LAT_AND_LONG_SWAPPED("11.8") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\"lat\":([-\\d.]+),\"long\":([-\\d.]+)", "\"lat\":$2,\"long\":$1")
                    .xml("<lat>([-\\d.]+)</lat><long>([-\\d.]+)<", "<lat>$2</lat><long>$1<");
        }
    },
    IDS_AS_NUMBERS("A-03") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("_id\":\"(\\d+)\"", "_id\":$1");
        }
    },
    COORDINATES_AS_TEXT("A-03") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\"(lat|long)\":([-\\d.]+)", "\"$1\":\"$2\"");
        }
    },
    BOOLEANS_AS_TEXT("SVC-02") {
        @Override
        Passing alter(Passing answer) {
            return answer.json(":(true|false)", ":\"$1\"");
        }
    },
    KEYWORDS_AS_LIST("A-09") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\"keywords\":(\"[^\"]*\")", "\"keywords\":[$1]")
                    .xml("<keywords>(\\w+),(\\w+)", "<keywords><k>$1</k><k>$2</k>");
        }
    },
    STATUS_IN_CAPITALS("A-17") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\"status\":\"open\"", "\"status\":\"Open\"")
                    .xml("<status>open", "<status>Open");
        }
    },
    FRACTIONS_OF_SECONDS("GEN-09") {
        @Override
        Passing alter(Passing answer) {
            return answer.body(answer.body().replaceAll("(T\\d\\d:\\d\\d:\\d\\d)Z", "$1.000Z"));
        }
    },
    OFFSET_FOR_Z("GEN-09") {
        @Override
        Passing alter(Passing answer) {
            return answer.body(answer.body().replaceAll("(T\\d\\d:\\d\\d:\\d\\d)Z", "$1+00:00"));
        }
    },
    APPLICATION_XML("A-32") {
        @Override
        Passing alter(Passing answer) {
            return answer.isXml() ? answer.contentType("application/xml; charset=utf-8") : answer;
        }
    },
    NO_CHARSET("GEN-05") {
        @Override
        Passing alter(Passing answer) {
            return answer.contentType(answer.contentType().replaceAll(";.*", ""));
        }
    },
    LATIN_1("GEN-05") {
        @Override
        Passing alter(Passing answer) {
            return answer.latin1();
        }
    },
    NO_DECLARATION("GEN-06") {
        @Override
        Passing alter(Passing answer) {
            return answer.xml("^<\\?.*?\\?>", "");
        }
    },
    TYPE_ATTRIBUTES("GEN-07") {
        @Override
        Passing alter(Passing answer) {
            return answer.xml("^(<\\?.*?\\?>\\s*<\\w+)", "$1 type=\"array\"");
        }
    },
    NAMESPACE("GEN-07") {
        @Override
        Passing alter(Passing answer) {
            return answer.xml(
                    "^(<\\?.*?\\?>\\s*<\\w+)", "$1 xmlns=\"http://wiki.open311.org/GeoReport_v2\"");
        }
    },
    ILLEGAL_CHARACTER("11.3") {
        @Override
        Passing alter(Passing answer) {
            return answer.xml("</description>", "&#1;</description>");
        }
    },
    DOUBLE_ESCAPES("GEN-05") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("&", "&amp;").xml("&(?=amp;|lt;|gt;)", "&amp;");
        }
    },
    SHORTENED_DESCRIPTIONS("A-27") {
        @Override
        Passing alter(Passing answer) {
            return answer.json("\"description\":\"([^\"]{255})[^\"]*", "\"description\":\"$1")
                    .xml("<description>([^<]{255})[^<]*", "<description>$1");
        }
    },
    POST_ANSWERS_201("A-13") {
        @Override
        Passing alter(Passing answer) {
            return answer.isPost() && !answer.isError() ? answer.status(201) : answer;
        }
    },
    ID_AND_TOKEN("POST-02") {
        @Override
        Passing alter(Passing answer) {
            return answer.isPost()
                    ? answer.json("\\{\"token\"", "{\"service_request_id\":\"1\",\"token\"")
                            .xml("<token>", "<service_request_id>1</service_request_id><token>")
                    : answer;
        }
    },
    WAITING_TOKEN_IS_404("TOK-02") {
        @Override
        Passing alter(Passing answer) {
            return answer.path().contains("/tokens/") && !answer.body().contains("_id")
                    ? answer.status(404)
                    : answer;
        }
    },
    NOTHING_FOUND_IS_404("REQ-01") {
        @Override
        Passing alter(Passing answer) {
            return answer.body().equals("[]") || answer.body().endsWith("<service_requests/>")
                    ? answer.status(404)
                    : answer;
        }
    },
    LEAKED_EMAIL("REQ-02") {
        @Override
        Passing alter(Passing answer) {
            return answer.isOfRequests() && !answer.email().isEmpty()
                    ? answer.json(
                                    "\"status_notes\":null",
                                    "\"status_notes\":\"" + answer.email() + "\"")
                            .xml(
                                    "<status_notes/>",
                                    "<status_notes>" + answer.email() + "</status_notes>")
                    : answer;
        }
    },
    UNSORTED_ATTRIBUTES("A-11") {
        @Override
        Passing alter(Passing answer) {
            return answer.jsonTree(
                            tree ->
                                    tree.has("attributes")
                                            ? ((ObjectNode) tree)
                                                    .set(
                                                            "attributes",
                                                            Passing.reversed(
                                                                    tree.get("attributes")))
                                            : tree)
                    .reversedXml("attribute");
        }
    },
    OLDEST_FIRST("A-20") {
        @Override
        Passing alter(Passing answer) {
            return answer.isOfRequests()
                    ? answer.jsonTree(Passing::reversed).reversedXml("request")
                    : answer;
        }
    },
    STATUS_FILTER_IGNORED("A-17") {
        @Override
        String query(String query) {
            return query.replace("status=", "state=");
        }
    },
    START_DATE_IGNORED("A-18") {
        @Override
        String query(String query) {
            return query.replace("start_date=", "since=");
        }
    },
    UNKNOWN_JURISDICTION_IGNORED("GEN-13") {
        @Override
        String query(String query) {
            return query.replace("jurisdiction_id=unknown", "city=unknown");
        }
    },
    ID_LIST_IGNORED("A-15") {
        @Override
        String query(String query) {
            return query.replace("service_request_id=", "id=");
        }
    };

    private final String rules;

    Fault(String rules) {
        this.rules = rules;
    }

    /** Any of them will do. */
    public Set<String> rules() {
        return Set.of(rules.split(" ", -1));
    }

    Passing alter(Passing answer) {
        return answer;
    }

    /** The query as the server gets it. */
    String query(String query) {
        return query;
    }
}
