package open311.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds of every JSON answer: the types, enumerations and required members of the official
 * JSON Schemas, and the shapes that they leave open.
 */
final class JsonRules {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonRules() {}

    static List<Item> read(Shape shape, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Violation("11.3", "not JSON: " + text);
        }
        if (shape.item() == null) {
            return List.of(object(shape, root));
        }
        Violation.unless(root.isArray(), "11.3", "the answer is no bare array: " + root);
        return items(shape, root);
    }

    private static List<Item> items(Shape shape, JsonNode array) {
        Rules.checkCount(shape, array.size());
        var items = new ArrayList<Item>();
        for (JsonNode element : array) {
            if (shape.isOfTexts()) {
                Violation.unless(element.isTextual(), "A-03", shape.root() + ": " + element);
                var item = new Item();
                item.put(shape.item(), element.textValue());
                items.add(item);
            } else {
                items.add(object(shape, element));
            }
        }
        return items;
    }

    private static Item object(Shape shape, JsonNode object) {
        Violation.unless(object.isObject(), "11.3", shape.root() + " is no object: " + object);
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        var known = new ArrayList<>(shape.fields().stream().map(Shape.Field::name).toList());
        known.retainAll(names);
        Violation.unless(
                known.containsAll(names), "GEN-07", "members beyond the standard: " + names);
        Violation.unless(known.equals(names), "GEN-08", "the order is " + names);
        var item = new Item();
        for (Shape.Field field : shape.fields()) {
            member(field, object, item);
        }
        return item;
    }

    private static void member(Shape.Field field, JsonNode object, Item item) {
        JsonNode value = object.get(field.name());
        if (value == null) {
            Violation.unless(
                    field.need() == Shape.Need.OPTIONAL, "A-08", field.name() + " is missing");
            return;
        }
        if (field.items() != null) {
            Violation.unless(value.isArray(), field.rule(), field.name() + " is no array");
            item.put(field.name(), items(field.items(), value));
            return;
        }
        if (value.isNull()) {
            Violation.unless(
                    field.need() == Shape.Need.NULLABLE
                            || field.need() == Shape.Need.NO_EMPTY_ELEMENT,
                    "A-08",
                    field.name() + " is null");
            item.put(field.name(), (String) null);
            return;
        }
        boolean isOfType =
                switch (field.type()) {
                    case TEXT, DATETIME, URL -> value.isTextual();
                    case BOOLEAN -> value.isBoolean();
                    case INTEGER -> value.isIntegralNumber();
                    case NUMBER -> value.isNumber();
                    case ITEMS -> false;
                };
        Violation.unless(isOfType, field.rule(), field.name() + " is " + value);
        if (value.isTextual() && value.textValue().isEmpty()) {
            Violation.unless(
                    field.need() == Shape.Need.TEXT, "A-08", field.name() + " is an empty text");
        } else {
            Rules.checkValue(field, value.asText());
        }
        item.put(field.name(), value.asText());
    }
}
