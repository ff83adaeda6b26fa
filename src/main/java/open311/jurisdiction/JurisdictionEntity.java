package open311.jurisdiction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import open311.geo.Boundary;
import org.jspecify.annotations.Nullable;

/** The table jurisdiction. */
@Entity(name = "Jurisdiction")
@Table(name = "jurisdiction")
class JurisdictionEntity {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, JurisdictionTexts>> TRANSLATIONS =
            new TypeReference<>() {};

    private static final TypeReference<List<Neighbour>> NEIGHBOURS = new TypeReference<>() {};

    @Id
    @Column(name = "jurisdiction_id")
    String jurisdictionId;

    String name;
    String timeZone;
    String contact;
    String keyService;
    String locale;
    String translations;
    String endpointType;
    @Nullable String boundary;
    String neighbours;
    @Nullable String workingDays;
    @Nullable LocalTime workingFrom;
    @Nullable LocalTime workingTo;
    List<LocalDate> holidays;
    String document;
    String documentMediaType;
    @Nullable String fileHash;
    long version;
    Instant changeset;

    Jurisdiction toJurisdiction() {
        return new Jurisdiction(
                jurisdictionId,
                ZoneId.of(timeZone),
                locale,
                new JurisdictionTexts(name, contact, keyService),
                read(translations, TRANSLATIONS),
                endpointType,
                boundary == null ? null : Boundary.ofGeoJson(boundary),
                read(neighbours, NEIGHBOURS),
                workingDays == null
                        ? null
                        : new WorkingHours(days(workingDays), workingFrom, workingTo),
                Set.copyOf(holidays),
                version,
                changeset);
    }

    static String write(Map<String, JurisdictionTexts> translations) {
        return write(TRANSLATIONS, translations);
    }

    static String write(List<Neighbour> neighbours) {
        return write(NEIGHBOURS, neighbours);
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

    private static Set<DayOfWeek> days(String names) {
        return Arrays.stream(names.split(",")).map(DayOfWeek::valueOf).collect(Collectors.toSet());
    }
}
