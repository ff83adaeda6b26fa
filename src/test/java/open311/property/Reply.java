package open311.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import open311.http.Format;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What the server answered to a call. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and bytes are what came.
record Reply(Call call, int status, MultiMap headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DocumentBuilderFactory XML = strictFactory();

    Reply is(int expected) {
        assertEquals(expected, status, this::toString);
        return this;
    }

    Reply is(Format format) {
        assertEquals(format.contentType(), headers.get("Content-Type"), this::toString);
        return this;
    }

    JsonNode json() {
        is(Format.JSON);
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(toString(), e);
        }
    }

    /** The root of a well-formed document. */
    Element xml() {
        is(Format.XML);
        try {
            var parser = XML.newDocumentBuilder();
            // Silent: what is wrong is thrown.
            parser.setErrorHandler(new DefaultHandler());
            return parser.parse(new ByteArrayInputStream(body)).getDocumentElement();
        } catch (ParserConfigurationException | IOException | SAXException e) {
            throw new AssertionError(toString(), e);
        }
    }

    private static DocumentBuilderFactory strictFactory() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return call
                + "\nwas answered with "
                + status
                + " "
                + headers.get("Content-Type")
                + "\n"
                + new String(body, StandardCharsets.UTF_8);
    }
}
