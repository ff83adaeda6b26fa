package open311.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import open311.http.WireType;

/**
 * A type of request that can be made (GeoReport v2, "GET Service List").
 *
 * @param description never null, empty when there is none; so are keywords and group, since clients
 *     read their length
 * @param metadata whether the definition asks or tells anything
 * @param keywords joined with bare commas
 */
@WireType(list = "services", item = "service")
public record Service(
        String serviceCode,
        String serviceName,
        String description,
        boolean metadata,
        ServiceType type,
        String keywords,
        String group,
        @JsonIgnore ServiceDefinition definition,
        @JsonIgnore Terms terms) {}
