package open311.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import open311.http.Parameters;
import open311.http.Text;

/**
 * The order of a list: the extension {@code sort}, names of fields parted by commas, a hyphen
 * before one that descends. Ties are broken by the id, in the direction of the last field.
 */
record Sort(List<Key> keys) {
    static final Sort NEWEST_FIRST = new Sort(List.of(new Key(Field.REQUESTED_DATETIME, true)));

    private static final List<Key> OLDEST_UPDATE_FIRST =
            List.of(
                    new Key(Field.UPDATED_DATETIME, false),
                    new Key(Field.SERVICE_REQUEST_ID, false));

    Sort {
        keys = List.copyOf(keys);
    }

    /** What can be sorted by: fields that every request has, or every request in a circle. */
    enum Field {
        REQUESTED_DATETIME("requested_datetime"),
        UPDATED_DATETIME("updated_datetime"),
        SERVICE_REQUEST_ID("id"),
        STATUS("status"),
        SERVICE_CODE("service_code"),
        DISTANCE("distance");

        private final String column;

        Field(String column) {
            this.column = column;
        }

        String onTheWire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Field> named(String name) {
            return Arrays.stream(values())
                    .filter(field -> field.onTheWire().equals(name))
                    .findFirst();
        }
    }

    /** One field of the order. */
    record Key(Field field, boolean isDescending) {}

    static Sort parse(Parameters parameters) {
        List<String> names = parameters.list("sort");
        var keys = new ArrayList<Key>();
        Set<Field> seen = EnumSet.noneOf(Field.class);
        for (String name : names) {
            boolean isDescending = name.startsWith("-");
            Optional<Field> field = Field.named(isDescending ? name.substring(1) : name);
            if (field.isEmpty()) {
                parameters.problem(
                        "sort '%s' is not one of: %s, each also with a hyphen before it",
                        Text.shortened(name),
                        Arrays.stream(Field.values())
                                .map(Field::onTheWire)
                                .collect(Collectors.joining(", ")));
            } else if (seen.add(field.get())) {
                keys.add(new Key(field.get(), isDescending));
            }
        }
        return keys.isEmpty() ? NEWEST_FIRST : new Sort(keys);
    }

    boolean isBy(Field field) {
        return keys.stream().anyMatch(key -> key.field == field);
    }

    boolean isOldestUpdateFirst() {
        return keysWithId().equals(OLDEST_UPDATE_FIRST);
    }

    /** Whether one comparison of rows finds what follows a row: all fields go one way. */
    boolean isOneWay() {
        return keys.stream().map(Key::isDescending).distinct().count() == 1;
    }

    boolean isDescending() {
        return keys.get(keys.size() - 1).isDescending();
    }

    /** The clause {@code order by}. */
    String orderBy() {
        return "order by "
                + keysWithId().stream()
                        .map(key -> key.field.column + (key.isDescending ? " desc" : ""))
                        .collect(Collectors.joining(", "));
    }

    /** The columns of {@link #orderBy()} alone. */
    String columns() {
        return keysWithId().stream().map(key -> key.field.column).collect(Collectors.joining(", "));
    }

    /** Complete: no two requests are equal in all of these. */
    List<Key> keysWithId() {
        if (isBy(Field.SERVICE_REQUEST_ID)) {
            return keys;
        }
        var complete = new ArrayList<>(keys);
        complete.add(new Key(Field.SERVICE_REQUEST_ID, isDescending()));
        return complete;
    }
}
