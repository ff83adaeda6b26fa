package open311.conformance;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What holds of every XML answer: the same names and types as in JSON, in the order of the
 * standard, bare elements and nothing else.
 */
final class XmlRules {
    private static final Pattern DECLARATION =
            Pattern.compile("<\\?xml version=\"1\\.0\" encoding=\"(?i:utf-8)\"[^>]*\\?>");

    private XmlRules() {}

    static List<Item> read(Shape shape, String text) {
        Violation.unless(
                DECLARATION.matcher(text).lookingAt(),
                "GEN-06",
                "no declaration: " + text.substring(0, Math.min(60, text.length())));
        Element root = parsed(text);
        checkBare(root);
        Violation.unless(
                root.getLocalName().equals(shape.root()),
                "11.3",
                "the root is " + root.getTagName());
        return shape.item() == null ? List.of(object(shape, root)) : items(shape, root);
    }

    private static Element parsed(String text) {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // The default one prints what it finds; the exception says it too.
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (SAXException e) {
            throw new Violation("11.3", "not well-formed (" + e.getMessage() + "): " + text);
        } catch (ParserConfigurationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkBare(Element element) {
        Violation.unless(
                element.getNamespaceURI() == null && element.getPrefix() == null,
                "GEN-07",
                element.getTagName() + " has a namespace");
        Violation.unless(
                element.getAttributes().getLength() == 0,
                "GEN-07",
                element.getTagName() + " has attributes");
        children(element).forEach(XmlRules::checkBare);
    }

    private static List<Item> items(Shape shape, Element list) {
        List<Element> children = children(list);
        Rules.checkCount(shape, children.size());
        checkNoText(list);
        var items = new ArrayList<Item>();
        for (Element child : children) {
            Violation.unless(
                    child.getTagName().equals(shape.item()),
                    "11.3",
                    child.getTagName() + " stands in " + shape.root());
            if (shape.isOfTexts()) {
                var item = new Item();
                item.put(child.getTagName(), text(child));
                items.add(item);
            } else {
                items.add(object(shape, child));
            }
        }
        return items;
    }

    private static Item object(Shape shape, Element element) {
        checkNoText(element);
        List<Element> children = children(element);
        List<String> names = children.stream().map(Element::getTagName).toList();
        var expected = new ArrayList<String>();
        for (Shape.Field field : shape.fields()) {
            if (names.contains(field.name())) {
                expected.add(field.name());
            } else {
                Violation.unless(
                        field.need() == Shape.Need.OPTIONAL
                                || field.need() == Shape.Need.NO_EMPTY_ELEMENT,
                        "A-08",
                        field.name() + " is missing in " + element.getTagName());
            }
        }
        Violation.unless(
                expected.containsAll(names), "GEN-07", "elements beyond the standard: " + names);
        Violation.unless(expected.equals(names), "GEN-08", "the order is " + names);
        var item = new Item();
        for (Shape.Field field : shape.fields()) {
            int place = names.indexOf(field.name());
            if (place >= 0) {
                member(field, children.get(place), item);
            } else if (field.need() == Shape.Need.NO_EMPTY_ELEMENT) {
                item.put(field.name(), (String) null);
            }
        }
        return item;
    }

    private static void member(Shape.Field field, Element element, Item item) {
        if (field.items() != null) {
            item.put(field.name(), items(field.items(), element));
            return;
        }
        String text = text(element);
        if (text.isEmpty()) {
            Violation.unless(
                    field.need() == Shape.Need.NULLABLE || field.need() == Shape.Need.TEXT,
                    "A-08",
                    field.name() + " is empty");
        } else {
            Rules.checkValue(field, text);
        }
        item.put(field.name(), text);
    }

    private static String text(Element element) {
        Violation.unless(
                children(element).isEmpty(), "11.3", element.getTagName() + " holds elements");
        return element.getTextContent();
    }

    private static void checkNoText(Element element) {
        for (Node node : nodes(element)) {
            Violation.unless(
                    node instanceof Element || node.getTextContent().isBlank(),
                    "11.3",
                    element.getTagName() + " holds text between its elements");
        }
    }

    private static List<Element> children(Element element) {
        return nodes(element).stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static List<Node> nodes(Element element) {
        var nodes = new ArrayList<Node>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            nodes.add(node);
        }
        return nodes;
    }
}
