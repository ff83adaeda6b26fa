package open311.property;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import open311.http.Format;
import org.jspecify.annotations.Nullable;

/**
 * A GET, and which answers to it are right. All texts stand as they are sent, escapes and all.
 *
 * @param item the id, code or token of the path, of a resource that has one
 * @param jurisdiction the parameter jurisdiction_id, however often
 * @param accept null: the suffix decides the format
 */
record Query(
        Resource resource,
        Part item,
        Part jurisdiction,
        List<Part> parameters,
        String suffix,
        @Nullable Accepting accept) {

    /** What can be asked for, and the root of its XML. */
    enum Resource {
        SERVICES("services", "services"),
        DEFINITION("services/", "service_definition"),
        REQUESTS("requests", "service_requests"),
        REQUEST("requests/", "service_requests"),
        TOKEN("tokens/", "service_requests"),
        UPDATES("servicerequestupdates", "service_request_updates"),
        DISCOVERY("discovery", "discovery");

        private final String path;
        private final String root;

        Resource(String path, String root) {
            this.path = path;
            this.root = root;
        }

        /** Whether it knows the parameter, apart from jurisdiction_id. */
        boolean reads(String name) {
            return switch (name) {
                case "service_request_id", "start_date", "end_date", "page", "page_size" ->
                        this == REQUESTS || this == UPDATES;
                case "status", "service_code" -> this == REQUESTS;
                default -> false;
            };
        }

        boolean hasItem() {
            return path.endsWith("/");
        }

        String root() {
            return root;
        }

        /** Whether its JSON is an array. */
        boolean isList() {
            return this != DEFINITION && this != DISCOVERY;
        }
    }

    /** How good a part of the query is; decides the status. */
    enum Verdict {
        /** Known, or to be ignored. */
        GOOD,
        BLANK,
        /** A wrong value: 400, where the resource reads it at all. */
        BAD,
        /** Names nothing that exists: 404. */
        UNKNOWN,
        /** Not even a query: 400. */
        MALFORMED,
        /** Nobody says: {@code /services/.} may well be {@code /services}. */
        OPEN
    }

    /**
     * A parameter or an item.
     *
     * @param moment that a good date without doubt means
     */
    record Part(String name, String text, Verdict verdict, @Nullable Instant moment) {
        static Part of(String name, String value, Verdict verdict) {
            return new Part(name, name + "=" + value, verdict, null);
        }

        boolean is(Verdict other) {
            return verdict == other;
        }

        String value() {
            return text.substring(text.indexOf('=') + 1);
        }
    }

    /** The header Accept for each format; null: none. */
    record Accepting(@Nullable String json, String xml) {}

    Call call(Format format) {
        String path =
                (resource == Resource.DISCOVERY && accept == null ? "/" : Town.ENDPOINT)
                        + resource.path
                        + (resource.hasItem() ? item.text() : "")
                        + (accept == null ? suffixOf(format) : "");
        String query =
                Stream.concat(Stream.of(jurisdiction), parameters.stream())
                        .map(Part::text)
                        .collect(Collectors.joining("&"));
        String header =
                accept == null ? null : format == Format.JSON ? accept.json() : accept.xml();
        return new Call(
                "GET",
                path + (query.isEmpty() ? "" : "?" + query),
                header == null ? Map.of() : Map.of("Accept", header),
                null);
    }

    private String suffixOf(Format format) {
        return suffix.replace("json", format == Format.JSON ? "json" : "xml")
                .replace("JSON", format == Format.JSON ? "JSON" : "XML");
    }

    /** The same without some parameters. */
    Query without(Set<String> names) {
        return new Query(
                resource,
                item,
                jurisdiction,
                parameters.stream().filter(part -> !names.contains(part.name())).toList(),
                suffix,
                accept);
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(part -> part.name().equals(name));
    }

    /** The only one of that name, where it is good. */
    @Nullable Part only(String name) {
        List<Part> all = parameters.stream().filter(part -> part.name().equals(name)).toList();
        return all.size() == 1 && all.get(0).is(Verdict.GOOD) ? all.get(0) : null;
    }

    /** Whether the path leads where it seems to lead. */
    boolean isCertain() {
        return !resource.hasItem() || !item.is(Verdict.OPEN);
    }

    /** The statuses that would be right. */
    Set<Integer> statuses() {
        if (!isCertain()) {
            return Set.of(200, 400, 404);
        }
        boolean isMalformed =
                Stream.concat(Stream.of(jurisdiction), parameters.stream())
                        .anyMatch(part -> part.is(Verdict.MALFORMED));
        if (isMalformed || (resource.hasItem() && item.is(Verdict.MALFORMED))) {
            return Set.of(400);
        }
        switch (jurisdiction.verdict()) {
            case UNKNOWN -> {
                return Set.of(404);
            }
            case BAD -> {
                return resource.hasItem() && item.is(Verdict.UNKNOWN)
                        ? Set.of(400, 404)
                        : Set.of(400);
            }
            case BLANK -> {
                if (resource != Resource.DISCOVERY) {
                    return Set.of(400);
                }
            }
            default -> {}
        }
        if (resource.hasItem()) {
            return Set.of(item.is(Verdict.GOOD) ? 200 : 404);
        }
        return statusesOfList();
    }

    private Set<Integer> statusesOfList() {
        List<Part> read = parameters.stream().filter(part -> resource.reads(part.name())).toList();
        long names = read.stream().map(Part::name).distinct().count();
        boolean isOpen =
                read.stream().anyMatch(part -> part.is(Verdict.OPEN))
                        || names < read.size()
                        || (has("start_date") && has("end_date"));
        Part ids = only("service_request_id");
        if (resource == Resource.REQUESTS && ids != null && names == read.size()) {
            return Set.of(200);
        }
        boolean isBad = read.stream().anyMatch(part -> part.is(Verdict.BAD));
        // An open list of ids may set everything else aside.
        if (isBad && !(resource == Resource.REQUESTS && has("service_request_id"))) {
            return Set.of(400);
        }
        return isOpen || isBad ? Set.of(200, 400) : Set.of(200);
    }

    @Override
    public String toString() {
        return call(Format.JSON).toString();
    }
}
