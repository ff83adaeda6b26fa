package open311.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that a service asks (GeoReport v2, "GET Service Definition").
 *
 * @param variable false: a line of information, nothing is asked
 * @param order from 1, unique in its service
 * @param values the options of a list datatype; otherwise empty
 * @param isPublic whether answers may be shown to everyone
 */
public record Attribute(
        boolean variable,
        String code,
        Datatype datatype,
        boolean required,
        @Nullable String datatypeDescription,
        int order,
        @Nullable String description,
        @JacksonXmlElementWrapper(localName = "values") @JacksonXmlProperty(localName = "value")
                List<Value> values,
        @JsonIgnore boolean isPublic) {

    public Attribute {
        values = List.copyOf(values);
    }

    /** What a list calls a value; the value itself where there is no such option. */
    public String nameOf(String key) {
        return values.stream()
                .filter(option -> option.key().equals(key))
                .map(Value::name)
                .findFirst()
                .orElse(key);
    }

    /** An option: what the client sends and what it shows. */
    public record Value(String key, String name) {}
}
