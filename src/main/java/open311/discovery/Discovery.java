package open311.discovery;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import open311.http.Format;
import open311.http.WireType;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.JurisdictionTexts;

/**
 * The document of Service Discovery.
 *
 * @param changeset when any catalog changed last
 * @param endpoints one for each type, production and test, that a jurisdiction has
 */
@WireType(item = "discovery")
record Discovery(
        Instant changeset,
        String contact,
        String keyService,
        @JacksonXmlElementWrapper(localName = "endpoints")
                @JacksonXmlProperty(localName = "endpoint")
                List<Endpoint> endpoints) {

    private static final String SPECIFICATION = "http://wiki.open311.org/GeoReport_v2";

    /** One endpoint: where it is, whether reports are acted on, what it speaks. */
    record Endpoint(
            String specification,
            String url,
            Instant changeset,
            String type,
            @JacksonXmlElementWrapper(localName = "formats")
                    @JacksonXmlProperty(localName = "format")
                    List<String> formats) {}

    /**
     * Describes the jurisdictions, of which there is at least one, behind the endpoint at the URL.
     */
    static Discovery of(Collection<Jurisdiction> jurisdictions, String language, String url) {
        return new Discovery(
                changeset(jurisdictions),
                joined(jurisdictions, language, JurisdictionTexts::contact),
                joined(jurisdictions, language, JurisdictionTexts::keyService),
                jurisdictions.stream()
                        .collect(Collectors.groupingBy(Jurisdiction::endpointType))
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(type -> endpoint(type.getKey(), type.getValue(), url))
                        .toList());
    }

    private static Endpoint endpoint(
            String type, Collection<Jurisdiction> jurisdictions, String url) {
        return new Endpoint(
                SPECIFICATION,
                url,
                changeset(jurisdictions),
                type,
                // XML first: it is the one that the standard requires.
                Arrays.stream(Format.values())
                        .sorted(Comparator.reverseOrder())
                        .map(Format::mediaType)
                        .toList());
    }

    private static Instant changeset(Collection<Jurisdiction> jurisdictions) {
        return jurisdictions.stream()
                .map(Jurisdiction::changeset)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String joined(
            Collection<Jurisdiction> jurisdictions,
            String language,
            Function<JurisdictionTexts, String> text) {
        return jurisdictions.stream()
                .map(jurisdiction -> text.apply(jurisdiction.texts(language)))
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
