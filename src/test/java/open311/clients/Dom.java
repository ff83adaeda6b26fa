package open311.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** XML as clients look at it. */
final class Dom {
    private Dom() {}

    static Element parse(byte[] document) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document))
                    .getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new AssertionError(new String(document, StandardCharsets.UTF_8), e);
        } catch (ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    static List<Element> children(Element parent) {
        return elements(parent.getChildNodes());
    }

    /** The children of a root, each of which has to have this name. */
    static List<Element> children(Element parent, String name) {
        List<Element> children = children(parent);
        children.forEach(child -> assertEquals(name, child.getTagName()));
        return children;
    }

    /** Wherever below it they stand. */
    static List<Element> below(Element ancestor, String name) {
        return elements(ancestor.getElementsByTagName(name));
    }

    /** That of the child of this name; null where there is none. */
    static @Nullable String text(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse(null);
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }
}
