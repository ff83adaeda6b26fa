package open311.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A body that is a JSON object of texts, read as if it were a form; null is a blank field. */
final class JsonBody {
    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonBody() {}

    /** Adds the members to the fields; one that is no text is a problem. */
    static void read(
            InputStream body,
            long maxBytes,
            Map<String, List<String>> fields,
            List<Problem> problems) {
        for (Map.Entry<String, JsonNode> member : parsed(body, maxBytes).properties()) {
            JsonNode value = member.getValue();
            if (!value.isTextual() && !value.isIntegralNumber() && !value.isNull()) {
                problems.add(Problem.of(400, "%s must be a text", Text.shortened(member.getKey())));
            }
            UrlEncoded.add(fields, member.getKey(), value.isNull() ? "" : value.asText());
        }
    }

    private static JsonNode parsed(InputStream body, long maxBytes) {
        try {
            JsonNode tree =
                    JSON.readTree(
                            new LimitedInputStream(body, Math.min(MAX_BYTES, maxBytes))
                                    .readAllBytes());
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            // Named below, like JSON that is no object.
        } catch (IOException e) {
            throw GeoReportException.badRequest("The body ended before it was complete");
        }
        throw GeoReportException.badRequest("The body is not a JSON object");
    }
}
