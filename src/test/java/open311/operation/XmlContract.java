package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Holds XML against the schemas of openapi/openapi.yaml, which no validator at hand can do. */
final class XmlContract {
    /** The one element that may be missing: clients parse it as a date. */
    private static final String OPTIONAL = "expected_datetime";

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    /** The body of an answer to an operation, known by its template path. */
    void check(String template, String method, int status, byte[] body) {
        JsonNode answer =
                Contract.resolved(
                        Contract.tree()
                                .path("paths")
                                .path(template)
                                .path(method)
                                .path("responses")
                                .path(Integer.toString(status)));
        check(answer.path("content").path("text/xml").path("schema"), body);
    }

    void checkErrors(byte[] body) {
        check(Contract.component("schemas").path("Errors"), body);
    }

    private void check(JsonNode reference, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        assertTrue(text.startsWith(DECLARATION), text);
        Element root = Xml.parsed(body);
        JsonNode schema = Contract.resolved(reference);
        assertEquals(name(schema, schema.path("title").asText()), root.getTagName(), text);
        check(schema, root, "/" + root.getTagName());
    }

    private void check(JsonNode schema, Element element, String path) {
        assertEquals(null, element.getNamespaceURI(), path + " has a namespace");
        assertEquals(0, element.getAttributes().getLength(), path + " has attributes");
        switch (schema.path("type").asText()) {
            case "array" -> checkList(schema, element, path);
            case "object" -> checkObject(schema, element, path);
            default -> checkText(schema, element, path);
        }
    }

    private void checkList(JsonNode schema, Element element, String path) {
        JsonNode items = Contract.resolved(schema.path("items"));
        List<Element> children = childrenAlone(element, path);
        assertTrue(children.size() >= schema.path("minItems").asInt(0), path);
        assertTrue(children.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE), path);
        for (Element child : children) {
            assertEquals(name(items, ""), child.getTagName(), path);
            check(items, child, path + "/" + child.getTagName());
        }
    }

    private void checkObject(JsonNode schema, Element element, String path) {
        List<Element> children = childrenAlone(element, path);
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        var expected = new ArrayList<String>();
        List<String> names = children.stream().map(Element::getTagName).toList();
        schema.path("properties")
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (names.contains(name)
                                    || (required.contains(name) && !name.equals(OPTIONAL))) {
                                expected.add(name);
                            }
                        });
        assertEquals(expected, names, path);
        for (Element child : children) {
            check(
                    Contract.resolved(schema.path("properties").path(child.getTagName())),
                    child,
                    path + "/" + child.getTagName());
        }
    }

    private void checkText(JsonNode schema, Element element, String path) {
        assertTrue(Xml.children(element).isEmpty(), path + " has children");
        String text = element.getTextContent();
        if (text.isEmpty()) {
            assertTrue(
                    schema.path("nullable").asBoolean()
                            || (schema.path("type").asText().equals("string")
                                    && schema.path("minLength").asInt() == 0
                                    && !schema.has("enum")
                                    && !schema.has("pattern")),
                    path + " is empty");
            return;
        }
        String pattern =
                switch (schema.path("type").asText()) {
                    case "boolean" -> "true|false";
                    case "integer" -> "-?\\d+";
                    case "number" -> "-?\\d+(\\.\\d+)?(E-?\\d+)?";
                    default -> schema.path("pattern").asText("");
                };
        assertTrue(Pattern.compile(pattern).matcher(text).find(), path + " is '" + text + "'");
        if (schema.has("enum")) {
            var words = new ArrayList<String>();
            schema.path("enum").forEach(word -> words.add(word.asText()));
            assertTrue(words.contains(text), path + " is '" + text + "'");
        }
    }

    private static List<Element> childrenAlone(Element element, String path) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            assertTrue(node instanceof Element, path + " holds text between its elements");
        }
        return Xml.children(element);
    }

    private static String name(JsonNode schema, String otherwise) {
        return schema.path("xml").path("name").asText(otherwise);
    }
}
