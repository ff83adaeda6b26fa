package open311.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.xml.JacksonXmlAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.ser.ToXmlGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A wire type as bytes: the only class that knows how JSON and XML are written. Safe for use by
 * many threads.
 */
public final class Wire {
    private static final byte[] DECLARATION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".getBytes(StandardCharsets.UTF_8);

    /** Bytes of a usual record as JSON, to begin with. */
    private static final int FLAT_SIZE = 600;

    private static final ObjectMapper JSON = configured(jsonMapper());
    private static final ObjectMapper XML = configured(xmlMapper());

    private Wire() {}

    /**
     * One wire type as an object, or a list of it as an array; complete with the XML declaration.
     */
    public static <T> byte[] bytes(Format format, Class<T> type, Object oneOrMany) {
        FlatRecord flat = FlatRecord.OF.get(type).orElse(null);
        if (flat != null
                && oneOrMany instanceof List<?> many
                && many.stream().allMatch(flat::fits)) {
            return format == Format.JSON
                    ? json(flat, many)
                    : xml(flat, many, type.getAnnotation(WireType.class));
        }
        try {
            return switch (format) {
                case JSON -> JSON.writeValueAsBytes(oneOrMany);
                case XML -> xml(type.getAnnotation(WireType.class), oneOrMany);
            };
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(FlatRecord type, List<?> many) {
        var out = new Utf8(FLAT_SIZE * (many.size() + 1));
        out.ascii('[');
        for (int i = 0; i < many.size(); i++) {
            if (i > 0) {
                out.ascii(',');
            }
            type.json(many.get(i), out);
        }
        out.ascii(']');
        return out.toByteArray();
    }

    private static byte[] xml(FlatRecord type, List<?> many, WireType names) {
        var out = new Utf8(FLAT_SIZE * 2 * (many.size() + 1));
        out.bytes(DECLARATION);
        if (many.isEmpty()) {
            out.bytes(ascii('<' + names.list() + "/>"));
            return out.toByteArray();
        }
        byte[] begin = ascii('<' + names.item() + '>');
        byte[] end = ascii("</" + names.item() + '>');
        out.bytes(ascii('<' + names.list() + '>'));
        for (Object each : many) {
            out.bytes(begin);
            type.xml(each, out);
            out.bytes(end);
        }
        out.bytes(ascii("</" + names.list() + '>'));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One value as JSON, named and written as wire types are. */
    public static byte[] json(Object value) {
        FlatRecord flat = FlatRecord.OF.get(value.getClass()).orElse(null);
        if (flat != null && flat.fits(value)) {
            var out = new Utf8(FLAT_SIZE);
            flat.json(value, out);
            return out.toByteArray();
        }
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several problems, or one, as the error document. */
    public static byte[] errors(Format format, List<GeoReportError> errors) {
        return bytes(format, GeoReportError.class, errors);
    }

    private static byte[] xml(WireType names, Object oneOrMany) throws JsonProcessingException {
        byte[] root =
                oneOrMany instanceof List<?> many
                        ? XML.writer()
                                .withRootName(names.list())
                                .writeValueAsBytes(Map.of(names.item(), many))
                        : XML.writer().withRootName(names.item()).writeValueAsBytes(oneOrMany);
        byte[] document = new byte[DECLARATION.length + root.length];
        System.arraycopy(DECLARATION, 0, document, 0, DECLARATION.length);
        System.arraycopy(root, 0, document, DECLARATION.length, root.length);
        return document;
    }

    private static ObjectMapper configured(ObjectMapper mapper) {
        return mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .registerModule(
                        new SimpleModule()
                                .addSerializer(Instant.class, new InstantSerializer())
                                .addSerializer(Double.class, new PlainNumberSerializer()));
    }

    private static ObjectMapper jsonMapper() {
        // Otherwise characters beyond the basic plane become two escapes, and all others are plain
        // UTF-8.
        return JsonMapper.builder()
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
    }

    private static XmlMapper xmlMapper() {
        var mapper = new XmlMapper();
        mapper.configure(ToXmlGenerator.Feature.WRITE_XML_DECLARATION, false);
        mapper.setAnnotationIntrospector(new XmlIntrospector());
        mapper.registerModule(
                new SimpleModule().addSerializer(String.class, new LegalTextSerializer()));
        return mapper;
    }

    private static final class InstantSerializer extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(Timestamps.format(value));
        }
    }

    /** Coordinates near zero without an exponent: clients read decimal degrees. */
    private static final class PlainNumberSerializer extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeNumber(Utf8.plain(value));
        }
    }

    /**
     * Input is cleaned where it comes in; a row that came another way must not make a list
     * ill-formed.
     */
    private static final class LegalTextSerializer extends JsonSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(Text.legal(value));
        }
    }

    private static final class XmlIntrospector extends JacksonXmlAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
            return annotated.hasAnnotation(LeaveOutOfXmlWhenNull.class)
                    ? JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null)
                    : super.findPropertyInclusion(annotated);
        }
    }
}
