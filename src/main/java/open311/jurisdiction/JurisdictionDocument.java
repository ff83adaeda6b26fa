package open311.jurisdiction;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a jurisdiction's document says of the jurisdiction itself, checked; its services go to the
 * package service.
 *
 * @param locale the language of the texts, BCP 47
 * @param translations by language
 * @param boundary GeoJSON, known to be valid; null for none
 * @param text the document as it was put
 * @param mediaType what the text is: {@code application/yaml} or {@code application/json}
 * @param fileHash SHA-256 of the start-up file; null when it came by HTTP
 */
public record JurisdictionDocument(
        String jurisdictionId,
        String timeZone,
        String locale,
        JurisdictionTexts texts,
        Map<String, JurisdictionTexts> translations,
        String endpointType,
        @Nullable String boundary,
        List<Neighbour> neighbours,
        @Nullable WorkingHours workingHours,
        List<LocalDate> holidays,
        String text,
        String mediaType,
        @Nullable String fileHash) {}
