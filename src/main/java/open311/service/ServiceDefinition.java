package open311.service;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.util.List;
import open311.http.WireType;

/**
 * What a service asks beyond the standard parameters (GeoReport v2, "GET Service Definition").
 *
 * @param attributes by their order; empty where the service's metadata is false
 */
@WireType(item = "service_definition")
public record ServiceDefinition(
        String serviceCode,
        @JacksonXmlElementWrapper(localName = "attributes")
                @JacksonXmlProperty(localName = "attribute")
                List<Attribute> attributes) {
    public ServiceDefinition {
        attributes = List.copyOf(attributes);
    }
}
