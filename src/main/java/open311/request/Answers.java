package open311.request;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import open311.http.Parameters;
import open311.http.Text;
import open311.http.Timestamps;
import open311.service.Attribute;
import open311.service.Datatype;
import open311.service.ServiceDefinition;

/**
 * Reads {@code attribute[CODE]} against the definition of the service (GeoReport v2, "POST Service
 * Request", attribute). Codes that the definition does not know are ignored: clients send a good
 * many.
 */
final class Answers {
    private static final int MAX_TEXT = 4000;
    private static final int MAX_NUMBER = 100;

    private final Parameters parameters;
    private final ZoneId zone;

    private Answers(Parameters parameters, ZoneId zone) {
        this.parameters = parameters;
        this.zone = zone;
    }

    static List<Answer> parse(Parameters parameters, ServiceDefinition definition, ZoneId zone) {
        return new Answers(parameters, zone).to(definition);
    }

    private List<Answer> to(ServiceDefinition definition) {
        Map<String, List<String>> sent = parameters.bracketed("attribute");
        var answers = new ArrayList<Answer>();
        for (Attribute attribute : definition.attributes()) {
            if (!attribute.variable()) {
                continue;
            }
            List<String> values = sent.getOrDefault(attribute.code(), List.of());
            if (!values.isEmpty()) {
                answers.add(new Answer(attribute.code(), checked(attribute, values)));
            } else if (attribute.required()) {
                parameters.problem(
                        "attribute[%s] was not provided; the service requires it",
                        attribute.code());
            }
        }
        return answers;
    }

    private List<String> checked(Attribute attribute, List<String> values) {
        if (attribute.datatype() == Datatype.MULTIVALUELIST) {
            return options(attribute, values);
        }
        if (values.size() > 1) {
            parameters.problem(
                    "attribute[%s] was given %s values; it takes one",
                    attribute.code(), values.size());
            return values;
        }
        String value = values.get(0);
        if (Text.length(value) > MAX_TEXT) {
            parameters.problem(
                    "attribute[%s] has %s characters; at most %s are allowed",
                    attribute.code(), Text.length(value), MAX_TEXT);
            return values;
        }
        switch (attribute.datatype()) {
            case NUMBER -> requireNumber(attribute, value);
            case DATETIME -> requireDatetime(attribute, value);
            case SINGLEVALUELIST -> requireOption(attribute, value);
            case STRING, TEXT, MULTIVALUELIST -> {
                // Any text will do; options of several were checked above.
            }
        }
        return values;
    }

    /** Some clients join the keys with commas; a key that itself holds one is tried first. */
    private List<String> options(Attribute attribute, List<String> values) {
        var keys = new LinkedHashSet<String>();
        for (String value : values) {
            if (isOption(attribute, value)) {
                keys.add(value);
            } else {
                Arrays.stream(value.split(",", -1))
                        .map(Text::clean)
                        .filter(key -> key != null)
                        .forEach(keys::add);
            }
        }
        keys.forEach(key -> requireOption(attribute, key));
        return List.copyOf(keys);
    }

    private void requireNumber(Attribute attribute, String value) {
        if (value.length() <= MAX_NUMBER) {
            try {
                new BigDecimal(value);
                return;
            } catch (NumberFormatException e) {
                // Named as a problem below.
            }
        }
        parameters.problem(
                "attribute[%s] '%s' is not a number, such as 12 or 2.5",
                attribute.code(), Text.shortened(value));
    }

    private void requireDatetime(Attribute attribute, String value) {
        if (Timestamps.parse(value, zone, Timestamps.Edge.START).isEmpty()) {
            parameters.problem(
                    "attribute[%s] '%s' is not a datetime; write it like 2026-11-22T08:15:30-05:00",
                    attribute.code(), Text.shortened(value));
        }
    }

    private void requireOption(Attribute attribute, String key) {
        if (!isOption(attribute, key)) {
            parameters.problem(
                    "attribute[%s] '%s' is not one of its keys: %s",
                    attribute.code(),
                    Text.shortened(key),
                    Text.shortened(
                            attribute.values().stream()
                                    .map(Attribute.Value::key)
                                    .collect(Collectors.joining(", "))));
        }
    }

    private static boolean isOption(Attribute attribute, String key) {
        return attribute.values().stream().anyMatch(option -> option.key().equals(key));
    }
}
