package open311.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer on its way through the faulty server, and the call that it belongs to.
 *
 * @param email that of the report that was sent last
 * @param charset in which the body is written, whatever the Content-Type says
 */
record Passing(
        String method,
        String path,
        String email,
        int status,
        String contentType,
        String body,
        Charset charset) {
    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isPost() {
        return method.equals("POST");
    }

    boolean isError() {
        return status >= 400;
    }

    /** Whether it answers GET requests or GET request. */
    boolean isOfRequests() {
        return method.equals("GET") && !isError() && path.matches(".*/requests[./].*");
    }

    boolean isXml() {
        return contentType.startsWith("text/xml");
    }

    boolean isJson() {
        return contentType.startsWith("application/json");
    }

    Passing status(int other) {
        return new Passing(method, path, email, other, contentType, body, charset);
    }

    Passing contentType(String other) {
        return new Passing(method, path, email, status, other, body, charset);
    }

    Passing body(String other) {
        return new Passing(method, path, email, status, contentType, other, charset);
    }

    Passing latin1() {
        return new Passing(
                method, path, email, status, contentType, body, StandardCharsets.ISO_8859_1);
    }

    /** With every match in the body of either format replaced. */
    Passing json(String pattern, String replacement) {
        return isJson() ? body(body.replaceAll(pattern, replacement)) : this;
    }

    Passing xml(String pattern, String replacement) {
        return isXml() ? body(body.replaceAll(pattern, replacement)) : this;
    }

    Passing jsonTree(UnaryOperator<JsonNode> change) {
        if (!isJson()) {
            return this;
        }
        try {
            return body(JSON.writeValueAsString(change.apply(JSON.readTree(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }

    /** With the elements of a name, none of which holds another, in reverse order. */
    Passing reversedXml(String name) {
        if (!isXml()) {
            return this;
        }
        var pattern = Pattern.compile("(?s)<" + name + ">.*?</" + name + ">");
        List<String> elements =
                new ArrayList<>(
                        pattern.matcher(body).results().map(match -> match.group()).toList());
        Collections.reverse(elements);
        var next = elements.iterator();
        return body(
                pattern.matcher(body).replaceAll(match -> Matcher.quoteReplacement(next.next())));
    }

    static JsonNode reversed(JsonNode array) {
        ArrayNode reversed = JSON.createArrayNode();
        array.forEach(element -> reversed.insert(0, element));
        return reversed;
    }

    static JsonNode wrapped(JsonNode array) {
        return array.isArray() ? JSON.createObjectNode().set("service_requests", array) : array;
    }
}
