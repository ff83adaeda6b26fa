package open311.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Attributes and translations as JSON in the table service. */
final class StoredTexts {
    /** Without annotations, which say what goes out; here everything is kept. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.USE_ANNOTATIONS).build();

    private static final TypeReference<List<Attribute>> ATTRIBUTES = new TypeReference<>() {};
    private static final TypeReference<Map<String, Translation>> TRANSLATIONS =
            new TypeReference<>() {};

    private StoredTexts() {}

    static String write(List<Attribute> attributes) {
        return write(ATTRIBUTES, attributes);
    }

    static String write(Map<String, Translation> translations) {
        return write(TRANSLATIONS, translations);
    }

    static List<Attribute> readAttributes(String json) {
        return read(json, ATTRIBUTES);
    }

    static Map<String, Translation> readTranslations(String json) {
        return read(json, TRANSLATIONS);
    }

    private static <T> String write(TypeReference<T> type, T value) {
        try {
            return JSON.writerFor(type).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
