package open311.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.w3c.dom.Element;

/**
 * Whether JSON and XML say the same, by the mapping of GeoReport v2: null is an empty element, a
 * list one element around its items. Only an unset expected_datetime has no element.
 */
final class Sameness {
    private static final String LEFT_OUT = "expected_datetime";

    private Sameness() {}

    static void assertSame(JsonNode json, Element xml) {
        assertNull(xml.getNamespaceURI(), xml.getTagName());
        assertEquals(0, xml.getAttributes().getLength(), xml.getTagName());
        List<Element> children = children(xml);
        if (json instanceof ArrayNode list) {
            assertEquals(list.size(), children.size(), xml.getTagName());
            for (int i = 0; i < list.size(); i++) {
                assertEquals(children.get(0).getTagName(), children.get(i).getTagName());
                assertSame(list.get(i), children.get(i));
            }
        } else if (json instanceof ObjectNode object) {
            assertEquals(names(object), texts(children, Element::getTagName), xml.getTagName());
            children.forEach(child -> assertSame(object.get(child.getTagName()), child));
        } else {
            assertEquals(0, children.size(), xml.getTagName());
            assertSameValue(json, xml);
        }
    }

    private static void assertSameValue(JsonNode json, Element xml) {
        String text = xml.getTextContent();
        if (json.isDouble()) {
            assertTrue(text.matches("-?\\d+\\.\\d+"), text);
            assertEquals(json.doubleValue(), Double.parseDouble(text), xml.getTagName());
        } else {
            assertEquals(json.isNull() ? "" : json.asText(), text, xml.getTagName());
        }
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream()
                .filter(member -> !(member.getKey().equals(LEFT_OUT) && member.getValue().isNull()))
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    private static <T> List<String> texts(List<T> all, Function<T, String> text) {
        return all.stream().map(text).toList();
    }

    private static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        var nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
