package open311.jurisdiction;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import open311.geo.Boundary;
import org.jspecify.annotations.Nullable;

/**
 * One city or town behind the endpoint.
 *
 * @param version one more with each document; what is derived from a document is known by it
 * @param changeset when the catalog changed last, as discovery says it
 * @param locale the language of the texts, BCP 47
 * @param translations by language
 * @param boundary null: reports are taken from anywhere
 * @param neighbours whom to ask outside the boundary
 * @param workingHours null: days are calendar days
 */
public record Jurisdiction(
        String jurisdictionId,
        ZoneId timeZone,
        String locale,
        JurisdictionTexts texts,
        Map<String, JurisdictionTexts> translations,
        String endpointType,
        @Nullable Boundary boundary,
        List<Neighbour> neighbours,
        @Nullable WorkingHours workingHours,
        Set<LocalDate> holidays,
        long version,
        Instant changeset) {

    public Jurisdiction {
        translations = Map.copyOf(translations);
        neighbours = List.copyOf(neighbours);
        holidays = Set.copyOf(holidays);
    }

    /** The languages of its texts, its own among them. */
    public Set<String> languages() {
        var languages = new TreeSet<>(translations.keySet());
        languages.add(locale);
        return languages;
    }

    /** What it says of itself; in its own language where there is no translation. */
    public JurisdictionTexts texts(String language) {
        return translations.getOrDefault(language, texts);
    }

    public String name() {
        return texts.name();
    }

    /** Whether what is reported here is acted on. */
    public boolean isInProduction() {
        return endpointType.equals("production");
    }

    /**
     * When a request made at this moment can be expected to be done. Working days are counted from
     * the next moment that city hall works, at the same time of day; a local time that a change of
     * clocks skips moves on by the gap.
     */
    public Instant expected(Instant requested, ExpectedWithin within) {
        if (within.weeks() == 0 && within.days() == 0) {
            return requested.plus(within.time());
        }
        LocalDateTime start =
                requested.atZone(timeZone).toLocalDateTime().plusWeeks(within.weeks());
        LocalDateTime end = start.plusDays(within.days());
        if (within.days() > 0 && workingHours != null) {
            end = nextWorking(start, workingHours);
            for (int day = 0; day < within.days(); day++) {
                end =
                        nextWorkingDay(end.toLocalDate().plusDays(1), workingHours)
                                .atTime(end.toLocalTime());
            }
        }
        return end.atZone(timeZone).toInstant().plus(within.time());
    }

    private LocalDateTime nextWorking(LocalDateTime moment, WorkingHours hours) {
        LocalDate day = nextWorkingDay(moment.toLocalDate(), hours);
        if (day.isAfter(moment.toLocalDate()) || moment.toLocalTime().isBefore(hours.from())) {
            return day.atTime(hours.from());
        }
        return moment.toLocalTime().isBefore(hours.to())
                ? moment
                : nextWorkingDay(day.plusDays(1), hours).atTime(hours.from());
    }

    private LocalDate nextWorkingDay(LocalDate from, WorkingHours hours) {
        LocalDate day = from;
        while (!hours.days().contains(DayOfWeek.from(day)) || holidays.contains(day)) {
            day = day.plusDays(1);
        }
        return day;
    }
}
