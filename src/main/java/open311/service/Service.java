package open311.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;
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
        @JsonIgnore Terms terms,
        @JsonIgnore Map<String, Translation> translations) {
    public Service {
        translations = Map.copyOf(translations);
    }

    /** The same service with translations, by language. */
    public Service with(Map<String, Translation> translationsByLanguage) {
        return new Service(
                serviceCode,
                serviceName,
                description,
                metadata,
                type,
                keywords,
                group,
                definition,
                terms,
                translationsByLanguage);
    }

    /** The service in a language; as it is where there is no translation. */
    Service in(String language) {
        Translation texts = translations.get(language);
        return texts == null
                ? this
                : new Service(
                        serviceCode,
                        texts.serviceName(),
                        texts.description(),
                        metadata,
                        type,
                        texts.keywords(),
                        texts.group(),
                        new ServiceDefinition(serviceCode, texts.attributes()),
                        terms.in(texts),
                        Map.of());
    }
}
