package open311.request;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import open311.database.Select;
import open311.geo.Box;
import open311.geo.Cells;
import open311.geo.Circle;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/** A search as conditions on the public requests. */
final class Criteria {
    /** The distance of a request from a point, in metres; its parameters are {@link #centre}. */
    static final String DISTANCE = "distance_metres(?, ?, lat, long)";

    private static final String IN_BOX = "(long >= ? and lat >= ? and long <= ? and lat <= ?)";

    /**
     * The same, as something that the planner knows nothing about: by the columns, which go with
     * the cells, it would take a few of a few and believe that next to nothing is there.
     */
    private static final String IN_BOX_OF_CELLS =
            "greatest(? - long, ? - lat, long - ?, lat - ?) <= 0";

    private static final Duration DIFFERENCE_OF_CLOCKS = Duration.ofDays(1);

    private Criteria() {}

    /** Adds what every request that is found fulfils. */
    static Select add(Select select, Jurisdiction jurisdiction, Search search) {
        return add(select, jurisdiction, search, search.cells());
    }

    /** Adds what those of the cells fulfil that are found; all cells when there are none. */
    static Select add(
            Select select, Jurisdiction jurisdiction, Search search, List<Integer> cells) {
        select.where("jurisdiction_id = ?", jurisdiction.jurisdictionId());
        if (!search.serviceRequestIds().isEmpty()) {
            return select.where("service_request_id = any(?)", array(search.serviceRequestIds()));
        }
        if (search.from() != null) {
            select.where("requested_datetime >= ?", search.from());
        }
        if (search.to() != null && cells.isEmpty()) {
            select.where("requested_datetime <= ?", search.to());
        } else if (search.to() != null) {
            // The same, in a form that the planner does not pair with the beginning: of any span it
            // would believe that it is a short one, and sort the few requests that a cell has in
            // it.
            select.where("(requested_datetime, id) <= (?, ?)", search.to(), Long.MAX_VALUE);
        }
        if (search.changedFrom() != null) {
            select.where("changed_datetime >= ?", search.changedFrom());
        }
        if (search.changedTo() != null) {
            // Whole seconds are what clients see and send.
            select.where("changed_datetime < ?", search.changedTo().plusSeconds(1));
            // Nothing changes before it is made, but for clocks that differ: the newest ones need
            // not be read to be left out.
            select.where("requested_datetime < ?", search.changedTo().plus(DIFFERENCE_OF_CLOCKS));
        }
        if (search.statuses().size() == 1) {
            select.where("status = ?", search.statuses().iterator().next().onTheWire());
        }
        addServiceCodes(select, search.serviceCodes());
        if (search.agencyResponsible() != null) {
            select.where("lower(agency_responsible) = lower(?)", search.agencyResponsible());
        }
        if (search.hasMedia() != null) {
            select.where(search.hasMedia() ? "media_urls <> '{}'" : "media_urls = '{}'");
        }
        if (search.box() != null) {
            addBox(select, search.box(), !cells.isEmpty());
        }
        if (search.circle() != null) {
            addCircle(select, search.circle(), !cells.isEmpty());
        }
        addCells(select, cells);
        for (Search.Word word : search.words()) {
            addWord(select, word);
        }
        return select;
    }

    static Object[] centre(Circle circle) {
        return new Object[] {circle.centre().lat(), circle.centre().lon()};
    }

    /**
     * One value as = and not as any: only then does a generic plan use the index that begins with
     * it.
     */
    private static void addServiceCodes(Select select, @Nullable List<String> codes) {
        if (codes == null) {
            return;
        }
        if (codes.size() == 1) {
            select.where("service_code = ?", codes.get(0));
        } else {
            select.where("service_code = any(?)", array(codes));
        }
    }

    /** One value as = here, too: only then are the newest ones of the cell first. */
    private static void addCells(Select select, List<Integer> cells) {
        if (cells.size() == 1) {
            select.where("cell = ?", cells.get(0));
        } else if (!cells.isEmpty()) {
            select.where("cell = any(?)", (Object) cells.toArray(Integer[]::new));
        }
    }

    private static void addBox(Select select, Box box, boolean isInCells) {
        List<Box> parts = box.parts();
        select.where(
                parts.stream()
                        .map(any -> isInCells ? IN_BOX_OF_CELLS : IN_BOX)
                        .collect(Collectors.joining(" or ", "(", ")")),
                parts.stream()
                        .flatMap(
                                part ->
                                        Stream.of(
                                                part.west(),
                                                part.south(),
                                                part.east(),
                                                part.north()))
                        .toArray());
    }

    private static void addCircle(Select select, Circle circle, boolean isInCells) {
        if (!isInCells) {
            addBox(select, circle.box(), false);
        }
        select.where(
                DISTANCE + " <= ?",
                circle.centre().lat(),
                circle.centre().lon(),
                circle.radiusMetres());
    }

    /** Adds that it lies in the circle. */
    static void addCircle(Select select, Circle circle) {
        List<Integer> cells = Cells.covering(circle.box());
        addCells(select, cells);
        addCircle(select, circle, !cells.isEmpty());
    }

    private static void addWord(Select select, Search.Word word) {
        String inText = "words @@ to_tsquery('simple', ?)";
        // The word is letters and digits alone, so that nothing of it is an operator.
        String query = word.text() + ":*";
        if (word.serviceCodes().isEmpty()) {
            select.where(inText, query);
        } else {
            select.where(
                    "(" + inText + " or service_code = any(?))", query, array(word.serviceCodes()));
        }
    }

    /** A list as one parameter. */
    private static Object array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
