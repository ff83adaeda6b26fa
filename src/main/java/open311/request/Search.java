package open311.request;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import open311.geo.Box;
import open311.geo.Cells;
import open311.geo.Circle;
import open311.geo.Coordinates;
import open311.http.Page;
import open311.http.Parameters;
import open311.http.Text;
import open311.http.Timestamps;
import open311.jurisdiction.Jurisdiction;
import open311.service.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * What GET Service Requests asks for (GeoReport v2, "GET Service Requests"), and the filters that
 * it lacks. Given ids override everything else.
 *
 * @param serviceRequestIds empty: all that match the rest
 * @param serviceCodes null: of all services; empty: of none
 * @param statuses never empty
 * @param from the earliest requested_datetime, itself included; null: any
 * @param to the latest requested_datetime, itself included; null: any
 * @param changedFrom the earliest moment of the last change, itself included; null: any
 * @param changedTo the latest moment of the last change, itself included; null: any
 * @param circle null: anywhere
 * @param box null: anywhere
 * @param words all must be there
 * @param agencyResponsible any case; null: any
 * @param hasMedia null: either
 * @param cursor where a walk goes on; null: at the page
 * @param began when the walk began; for the first page now
 * @param isCounted whether the number on all pages is wanted
 * @param canonical what distinguishes this search from others, wherever it goes on
 */
record Search(
        List<String> serviceRequestIds,
        @Nullable List<String> serviceCodes,
        Set<Status> statuses,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Instant changedFrom,
        @Nullable Instant changedTo,
        @Nullable Circle circle,
        @Nullable Box box,
        List<Word> words,
        @Nullable String agencyResponsible,
        @Nullable Boolean hasMedia,
        Sort sort,
        Page page,
        @Nullable Cursor cursor,
        Instant began,
        boolean isCounted,
        String canonical) {

    private static final Duration WINDOW = Duration.ofDays(90);

    /** Ninety days of local time may be an hour longer than ninety times 24 hours. */
    private static final Duration CHANGE_OF_CLOCKS = Duration.ofHours(1);

    private static final int MAX_WORDS = 10;

    /** What decides which requests are found, and in which order. */
    private static final List<String> FILTERS =
            List.of(
                    "service_code",
                    "group",
                    "status",
                    "start_date",
                    "end_date",
                    "updated_after",
                    "updated_before",
                    "lat",
                    "long",
                    "radius",
                    "bbox",
                    "q",
                    "agency_responsible",
                    "has_media",
                    "sort");

    /**
     * A word that the request has, or the name of its service.
     *
     * @param serviceCodes of the services that have it in their name, in any language
     */
    record Word(String text, List<String> serviceCodes) {}

    /** The search of a list: ninety days and a page, unless something else is said. */
    static Search parse(
            Parameters parameters, Jurisdiction jurisdiction, Catalog catalog, Instant now) {
        return parse(parameters, jurisdiction, catalog, now, false);
    }

    /** The search of an export: all that match, of any age, in one. */
    static Search parseWhole(
            Parameters parameters, Jurisdiction jurisdiction, Catalog catalog, Instant now) {
        return parse(parameters, jurisdiction, catalog, now, true);
    }

    private static Search parse(
            Parameters parameters,
            Jurisdiction jurisdiction,
            Catalog catalog,
            Instant now,
            boolean isWhole) {
        List<String> ids = parameters.list("service_request_id");
        if (!ids.isEmpty()) {
            parameters.throwIfWrong();
            return byIds(ids, now);
        }
        String canonical = jurisdiction.jurisdictionId() + '\n' + parameters.canonical(FILTERS);
        List<String> codes = serviceCodes(parameters, catalog);
        Set<Status> statuses = statuses(parameters);
        Sort sort = Sort.parse(parameters);
        Cursor cursor = isWhole ? null : cursor(parameters, canonical);
        Instant began = cursor == null ? now : Instant.ofEpochSecond(cursor.began());
        Instant changedFrom = instant(parameters, "updated_after", jurisdiction);
        Instant changedTo = instant(parameters, "updated_before", jurisdiction);
        Instant start = instant(parameters, "start_date", jurisdiction);
        Instant end = instant(parameters, "end_date", jurisdiction);
        if (changedFrom != null && changedTo != null && changedFrom.isAfter(changedTo)) {
            parameters.problem("updated_after lies after updated_before");
        }
        boolean isNarrowed = isWhole || changedFrom != null || changedTo != null;
        checkSpan(parameters, start, end, isNarrowed);
        Circle circle = circle(parameters);
        if (circle == null && sort.isBy(Sort.Field.DISTANCE) && !parameters.has("radius")) {
            parameters.problem("sort by distance needs lat, long and radius");
        }
        Instant to =
                end != null || isNarrowed
                        ? end
                        : start == null ? began : earlier(start.plus(WINDOW), began);
        Instant from = start != null || isNarrowed ? start : to.minus(WINDOW);
        var search =
                new Search(
                        List.of(),
                        codes,
                        statuses,
                        from,
                        to,
                        changedFrom,
                        changedTo,
                        circle,
                        box(parameters),
                        words(parameters, catalog),
                        parameters.text("agency_responsible"),
                        parameters.flag("has_media"),
                        sort,
                        isWhole ? Page.FIRST : Page.parse(parameters),
                        cursor,
                        began,
                        !isWhole && Boolean.TRUE.equals(parameters.flag("count")),
                        canonical);
        parameters.throwIfWrong();
        return search;
    }

    /** The cells that all requests that are found lie in; empty: too many, or there is no area. */
    List<Integer> cells() {
        List<Integer> ofCircle = circle == null ? List.of() : Cells.covering(circle.box());
        return ofCircle.isEmpty() && box != null ? Cells.covering(box) : ofCircle;
    }

    /**
     * Whether the values decide which index serves best: whether a word is frequent, an area large
     * or a moment long ago.
     */
    boolean isPlannedEachTime() {
        return !isFoundInOrder()
                && (changedFrom != null
                        || changedTo != null
                        || circle != null
                        || box != null
                        || !words.isEmpty()
                        || agencyResponsible != null
                        || (serviceCodes != null && serviceCodes.size() != 1)
                        || !sort.equals(Sort.NEWEST_FIRST));
    }

    /**
     * Whether an index has what is found in its order, and little else, whatever the values are.
     */
    private boolean isFoundInOrder() {
        if (!words.isEmpty() || agencyResponsible != null || serviceCodes != null) {
            return false;
        }
        if (changedFrom == null && changedTo == null) {
            return sort.equals(Sort.NEWEST_FIRST) && !cells().isEmpty();
        }
        return isOldestUpdateFirst()
                && changedTo == null
                && circle == null
                && box == null
                && statuses.size() > 1;
    }

    /** Whether it asks for what has changed since, in the order of the updates. */
    boolean isOldestUpdateFirst() {
        return changedFrom != null && sort.isOldestUpdateFirst();
    }

    private static Search byIds(List<String> ids, Instant now) {
        return new Search(
                ids,
                null,
                EnumSet.allOf(Status.class),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                Sort.NEWEST_FIRST,
                Page.FIRST,
                null,
                now,
                false,
                "");
    }

    /**
     * Edges of days where no time is given: the first second of a beginning, the last of an end.
     */
    private static @Nullable Instant instant(
            Parameters parameters, String name, Jurisdiction jurisdiction) {
        return parameters.instant(
                name,
                jurisdiction.timeZone(),
                name.equals("end_date") || name.equals("updated_before")
                        ? Timestamps.Edge.END
                        : Timestamps.Edge.START);
    }

    private static void checkSpan(
            Parameters parameters,
            @Nullable Instant start,
            @Nullable Instant end,
            boolean isNarrowed) {
        if (start == null || end == null) {
            return;
        }
        if (start.isAfter(end)) {
            parameters.problem("start_date lies after end_date");
        } else if (!isNarrowed
                && Duration.between(start, end).compareTo(WINDOW.plus(CHANGE_OF_CLOCKS)) > 0) {
            parameters.problem(
                    "start_date and end_date span more than 90 days; ask for at most 90 days at a time");
        }
    }

    private static @Nullable Cursor cursor(Parameters parameters, String canonical) {
        String text = parameters.text("cursor", Parameters.MAX_LENGTH);
        if (text == null) {
            return null;
        }
        Optional<Cursor> cursor = Cursor.decoded(text, canonical);
        if (cursor.isEmpty()) {
            parameters.problem(
                    "cursor is not one that this search handed out; begin again without it");
        }
        return cursor.orElse(null);
    }

    private static @Nullable List<String> serviceCodes(Parameters parameters, Catalog catalog) {
        List<String> codes = parameters.list("service_code");
        List<String> groups = parameters.list("group");
        if (groups.isEmpty()) {
            return codes.isEmpty() ? null : codes;
        }
        var wanted = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(groups);
        List<String> ofGroups = catalog.codes(service -> wanted.contains(service.group()));
        return codes.isEmpty() ? ofGroups : codes.stream().filter(ofGroups::contains).toList();
    }

    private static Set<Status> statuses(Parameters parameters) {
        var statuses = EnumSet.noneOf(Status.class);
        for (String word : parameters.list("status")) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "open" -> statuses.add(Status.OPEN);
                case "closed" -> statuses.add(Status.CLOSED);
                default ->
                        parameters.problem(
                                "status '%s' is neither open nor closed", Text.shortened(word));
            }
        }
        return statuses.isEmpty() ? EnumSet.allOf(Status.class) : statuses;
    }

    /** Without a radius the point means nothing here: clients send it along with every call. */
    private static @Nullable Circle circle(Parameters parameters) {
        if (!parameters.has("radius")) {
            return null;
        }
        Double radius = parameters.number("radius", 0, Circle.MAX_RADIUS_METRES);
        Coordinates centre = Coordinates.parse(parameters);
        if (!parameters.has("lat") && !parameters.has("long")) {
            parameters.problem("radius was sent without lat and long, its centre");
        }
        return radius == null || centre == null ? null : new Circle(centre, radius);
    }

    private static @Nullable Box box(Parameters parameters) {
        String text = parameters.text("bbox");
        if (text == null) {
            return null;
        }
        Optional<Box> box = Box.parse(text);
        if (box.isEmpty()) {
            parameters.problem(
                    "bbox '%s' is not west,south,east,north in decimal degrees, such as -71.2,42.7,-71.0,42.8",
                    Text.shortened(text));
        }
        return box.orElse(null);
    }

    private static List<Word> words(Parameters parameters, Catalog catalog) {
        String text = parameters.text("q");
        if (text == null) {
            return List.of();
        }
        var words = new ArrayList<Word>();
        for (String word : text.split("[^\\p{L}\\p{M}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                String lower = word.toLowerCase(Locale.ROOT);
                words.add(
                        new Word(
                                lower,
                                catalog.codes(
                                        service ->
                                                service.serviceName()
                                                        .toLowerCase(Locale.ROOT)
                                                        .contains(lower))));
            }
        }
        if (words.isEmpty() || words.size() > MAX_WORDS) {
            parameters.problem(
                    "q '%s' has %s words; 1 to %s are allowed",
                    Text.shortened(text), words.size(), MAX_WORDS);
        }
        return words;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
