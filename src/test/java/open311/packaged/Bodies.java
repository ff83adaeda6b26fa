package open311.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What stands in an answer. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    static JsonNode json(String body) throws IOException {
        return JSON.readTree(body);
    }

    /** The texts of a member of every object of a list. */
    static List<String> jsonTexts(String body, String member) throws IOException {
        return StreamSupport.stream(json(body).spliterator(), false)
                .map(object -> object.path(member).asText())
                .toList();
    }

    static Element xml(String body) throws IOException, ParserConfigurationException, SAXException {
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        return document.getDocumentElement();
    }

    /** The texts of all elements of a name. */
    static List<String> xmlTexts(String body, String name)
            throws IOException, ParserConfigurationException, SAXException {
        var elements = xml(body).getElementsByTagName(name);
        return IntStream.range(0, elements.getLength())
                .mapToObj(place -> elements.item(place).getTextContent())
                .toList();
    }
}
