package open311.property;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import open311.http.Format;
import org.jspecify.annotations.Nullable;

/**
 * A service request as somebody sends it, and what the server has to make of it by GeoReport v2 and
 * the README: texts normalised, blank ones absent, everything else as it was sent.
 *
 * @param layout decides all that means nothing: order, escapes, boundary, query or body
 */
record Report(
        Service service,
        Format format,
        Transport transport,
        List<Parameter> parameters,
        long layout) {

    /** Where the parameters stand, apart from some that stand in the query of every call. */
    enum Transport {
        URLENCODED,
        MULTIPART,
        QUERY
    }

    /** The services of the town that these reports are for. */
    enum Service {
        BARE("Bare"),
        FULL("Füll <&> ]]> 🕳"),
        LATER("Later");

        private final String title;

        Service(String title) {
            this.title = title;
        }

        boolean isBatch() {
            return this == LATER;
        }
    }

    private static final String LIST = "LANE";

    private static final List<String> REPORTER =
            List.of("email", "first_name", "last_name", "phone", "device_id", "account_id");

    /** The value that counts; null: none. */
    @Nullable String value(String name) {
        return values(name).findFirst().orElse(null);
    }

    private Stream<String> values(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.meaning().equals(name))
                .map(parameter -> Texts.normalised(parameter.value()))
                .filter(Objects::nonNull);
    }

    private @Nullable Double degrees(String name) {
        String value = value(name);
        // Minus zero is the same place.
        return value == null ? null : (Double) (Double.parseDouble(value) + 0.0);
    }

    /** The request as everybody sees it. */
    ObjectNode shown(String id, Instant requested) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        boolean isFull = service == Service.FULL;
        return shown.put("service_request_id", id)
                .put("status", "open")
                .putNull("status_notes")
                .put("service_name", service.title)
                .put("service_code", service.name())
                .put("description", value("description"))
                .put("agency_responsible", isFull ? "Public Works & Co <\"'>" : null)
                .put("service_notice", isFull ? "Tomorrow, 'maybe'" : null)
                .put("requested_datetime", requested.toString())
                .put("updated_datetime", requested.toString())
                .put(
                        "expected_datetime",
                        isFull ? requested.plus(36, ChronoUnit.HOURS).toString() : null)
                .put("address", value("address_string"))
                .put("address_id", value("address_id"))
                .put("zipcode", value("zipcode"))
                .put("lat", degrees("lat"))
                .put("long", degrees("long"))
                .put("media_url", value("media_url"));
    }

    /** The answer to the report. */
    ObjectNode receipt(String idOrToken) {
        ObjectNode receipt = JsonNodeFactory.instance.objectNode();
        return receipt.put(service.isBatch() ? "token" : "service_request_id", idOrToken)
                .put("service_notice", service == Service.FULL ? "Tomorrow, 'maybe'" : null)
                .put("account_id", value("account_id"));
    }

    /** All that is kept of it, in the order of {@link Stored#SQL}. */
    List<Object> kept() {
        var kept = new ArrayList<Object>();
        Stream.of("description", "address_string", "address_id", "zipcode")
                .forEach(name -> kept.add(String.valueOf(value(name))));
        kept.add(String.valueOf(degrees("lat")));
        kept.add(String.valueOf(degrees("long")));
        kept.add(values("media_url").distinct().toList().toString());
        kept.add(answers());
        REPORTER.forEach(name -> kept.add(String.valueOf(value(name))));
        return kept;
    }

    private Map<String, Set<String>> answers() {
        var answers = new TreeMap<String, Set<String>>();
        if (service != Service.BARE) {
            for (String code : Reports.ATTRIBUTES) {
                Set<String> values =
                        values("attribute " + code)
                                .flatMap(
                                        value -> code.equals(LIST) ? keys(value) : Stream.of(value))
                                .collect(Collectors.toCollection(TreeSet::new));
                if (!values.isEmpty()) {
                    answers.put(code, values);
                }
            }
        }
        return answers;
    }

    /** Some clients send the chosen keys as one text; a key may itself hold a comma. */
    private static Stream<String> keys(String value) {
        return Reports.KEYS.contains(value)
                ? Stream.of(value)
                : Arrays.stream(value.split(",", -1));
    }
}
