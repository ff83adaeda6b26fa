package open311.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Attributes as JSON in the table service: as on the wire, and whether their answers are public.
 */
final class StoredAttributes {
    /** Without annotations, which say what goes out; here everything is kept. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.USE_ANNOTATIONS).build();

    private static final TypeReference<List<Attribute>> ATTRIBUTES = new TypeReference<>() {};

    private StoredAttributes() {}

    static String write(List<Attribute> attributes) {
        try {
            return JSON.writerFor(ATTRIBUTES).writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Attribute> read(String json) {
        try {
            return JSON.readValue(json, ATTRIBUTES);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
