package open311.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import open311.http.Format;
import org.w3c.dom.Element;

/**
 * An answer of the server, read alike from JSON and from XML: what is null there and an empty
 * element here is null. That both are shaped as the contract says was checked before.
 */
final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Response response;

    Answer(Response response) {
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.header(name);
    }

    byte[] bytes() {
        return response.asByteArray();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    Format format() {
        return Format.XML.contentType().equals(header("Content-Type")) ? Format.XML : Format.JSON;
    }

    JsonNode json() {
        try {
            return JSON.readTree(bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(text(), e);
        }
    }

    Element xml() {
        return Xml.parsed(bytes());
    }

    /** For the status to be expected; the body tells what went wrong. */
    Answer is(int status) {
        assertEquals(status, status(), this::text);
        return this;
    }

    /** A success as a list of records, each by its names. */
    List<Map<String, String>> records() {
        is(200);
        return list();
    }

    /** The success that is a list of one record. */
    Map<String, String> record() {
        List<Map<String, String>> records = records();
        assertEquals(1, records.size(), this::text);
        return records.get(0);
    }

    /** One value of each record. */
    List<String> all(String name) {
        return records().stream().map(record -> record.get(name)).toList();
    }

    /** An error document with this status; its descriptions. */
    List<String> errors(int status) {
        is(status);
        return list().stream().map(error -> error.get("description")).toList();
    }

    /** The description of an error document with this status and one error, which has it too. */
    String error(int status) {
        List<String> errors = errors(status);
        assertEquals(1, errors.size(), this::text);
        assertEquals(Integer.toString(status), list().get(0).get("code"));
        return errors.get(0);
    }

    private List<Map<String, String>> list() {
        var records = new ArrayList<Map<String, String>>();
        if (format() == Format.JSON) {
            for (JsonNode node : json()) {
                var record = new LinkedHashMap<String, String>();
                node.properties()
                        .forEach(
                                member ->
                                        record.put(
                                                member.getKey(),
                                                member.getValue().isNull()
                                                        ? null
                                                        : member.getValue().asText()));
                records.add(record);
            }
        } else {
            for (Element item : Xml.children(xml())) {
                records.add(
                        Xml.children(item).stream()
                                .collect(
                                        LinkedHashMap::new,
                                        (record, child) ->
                                                record.put(
                                                        child.getTagName(),
                                                        child.getTextContent().isEmpty()
                                                                ? null
                                                                : child.getTextContent()),
                                        Map::putAll));
            }
        }
        return records;
    }

    @Override
    public String toString() {
        return status()
                + " "
                + response.headers().asList().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("; "))
                + "\n"
                + text();
    }
}
