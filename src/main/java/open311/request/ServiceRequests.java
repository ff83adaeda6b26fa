package open311.request;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import open311.database.RowCursor;
import open311.database.Select;
import open311.history.Event;
import open311.history.Events;
import open311.http.GeoReportException;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/**
 * All service requests: changed through entities, read through the view public_service_request
 * alone. {@link Submissions} stores new ones.
 */
@ApplicationScoped
public class ServiceRequests
        implements PanacheRepositoryBase<ServiceRequestEntity, ServiceRequestEntity.Key> {
    /** The nearest of which the descriptions are compared. */
    private static final int SIMILAR_CANDIDATES = 100;

    private static final int SIMILAR_RESULTS = 10;

    /** Enough to make the way to the database cheap, little enough for any memory. */
    private static final int EXPORT_BATCH = 500;

    /** Begins a statement that {@link #read} reads; more columns may follow. */
    public static final String COLUMNS =
            """
            select service_request_id, status, status_notes, service_name, service_code, description,
                   agency_responsible, service_notice, requested_datetime, updated_datetime, expected_datetime,
                   address, address_id, zipcode, lat, long, media_url""";

    private static final String FROM = " from public_service_request";

    private final AgroalDataSource database;
    private final Events events;
    private final Clock clock;

    ServiceRequests(AgroalDataSource database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The public requests that match, one page of them.
     *
     * @param first read before them; null: nothing is
     */
    Found search(
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            Select.@Nullable First<?> first) {
        if (!search.serviceRequestIds().isEmpty()) {
            return new Found(
                    matching(jurisdiction, search, extensions, List.of())
                            .then(search.sort().orderBy())
                            .list(database, row -> row(row, search, extensions).request(), first),
                    null);
        }
        int limit = search.page().limit();
        long offset = search.cursor() == null ? search.page().offset() : 0;
        Select select = page(jurisdiction, search, extensions, offset + limit + 1);
        if (search.isPlannedEachTime()) {
            select.plannedEachTime();
        }
        List<Row> rows =
                select.then(search.sort().orderBy())
                        // One more tells whether there is a next page.
                        .page(limit + 1, offset)
                        .list(database, row -> row(row, search, extensions), first);
        List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
        return new Found(
                page.stream().map(Row::request).toList(),
                rows.size() <= limit
                        ? null
                        : new Cursor(
                                search.began().getEpochSecond(),
                                search.sort().keysWithId().stream()
                                        .map(key -> page.get(limit - 1).value(key.field()))
                                        .toList()));
    }

    private static Select page(
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            long limit) {
        if (search.isOldestUpdateFirst()) {
            return oldestUpdateFirst(jurisdiction, search, extensions, limit);
        }
        List<Integer> cells = search.cells();
        return search.sort().equals(Sort.NEWEST_FIRST) && cells.size() > 1
                ? newestOfCells(jurisdiction, search, extensions, cells)
                : following(jurisdiction, search, extensions, cells);
    }

    private static Select matching(
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            List<Integer> cells) {
        return Criteria.add(select(search, "", extensions), jurisdiction, search, cells);
    }

    /** What matches from the cursor on, if there is one. */
    private static Select following(
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            List<Integer> cells) {
        Select select = matching(jurisdiction, search, extensions, cells);
        if (search.cursor() != null) {
            goOn(select, search, search.cursor());
        } else if (search.sort().isBy(Sort.Field.UPDATED_DATETIME) && search.from() != null) {
            // No update lies before its request: the oldest ones need not be read to be left out.
            select.where("updated_datetime >= ?", search.from());
        }
        return select;
    }

    /**
     * What has changed since, in the order of the updates: mostly requests that were updated since,
     * which one index has in order. A few have changed later than their update says, and those have
     * an index of their own: a walk in order would read everything that is older to find them.
     */
    private static Select oldestUpdateFirst(
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            long limit) {
        Select late =
                following(jurisdiction, search, extensions, search.cells())
                        .where("updated_datetime < ?", search.changedFrom())
                        .where("changed_datetime - updated_datetime >= interval '1 second'")
                        // Not a column, which would invite to that walk.
                        .then("order by updated_datetime + interval '0', id")
                        .atMost(limit);
        Select since =
                following(jurisdiction, search, extensions, search.cells())
                        .where("updated_datetime >= ?", search.changedFrom())
                        .then("order by updated_datetime, id")
                        .atMost(limit);
        return Select.all(List.of(late, since));
    }

    /**
     * Each cell has its requests in order, and the database takes the newest of all cells from
     * them, so that no more is read than the page needs.
     */
    private static Select newestOfCells(
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            List<Integer> cells) {
        return Select.all(
                cells.stream()
                        .map(
                                cell ->
                                        following(jurisdiction, search, extensions, List.of(cell))
                                                .then(search.sort().orderBy()))
                        .toList());
    }

    /** All public requests that match, one after the other; to be closed. */
    RowCursor<ExportedRequest> export(
            Jurisdiction jurisdiction, Search search, @Nullable ExtensionReader extensions) {
        return Criteria.add(
                        select(search, ", detailed_status, channel", extensions),
                        jurisdiction,
                        search)
                .then(search.sort().orderBy())
                .cursor(
                        database,
                        row ->
                                new ExportedRequest(
                                        row(row, search, extensions).request(),
                                        row.getString("detailed_status"),
                                        row.getString("channel")),
                        EXPORT_BATCH);
    }

    /** Open public requests that may be of the same thing, the likeliest first. */
    List<ServiceRequest> similar(
            Jurisdiction jurisdiction, SimilarSearch search, ExtensionReader extensions) {
        Select select =
                Select.of(
                                COLUMNS
                                        + ", "
                                        + Criteria.DISTANCE
                                        + " as distance"
                                        + extensions.columns()
                                        + FROM,
                                Criteria.centre(search.circle()))
                        .where("jurisdiction_id = ?", jurisdiction.jurisdictionId())
                        .where("service_code = ?", search.service().serviceCode())
                        .where("status = ?", Status.OPEN.onTheWire())
                        .where("requested_datetime >= ?", search.from());
        Criteria.addCircle(select, search.circle());
        return select
                .then("order by distance, id desc limit ?", SIMILAR_CANDIDATES)
                .list(
                        database,
                        row -> {
                            ServiceRequest request = read(row);
                            double distance = row.getDouble("distance");
                            double similarity = search.similarity(distance, request.description());
                            return Map.entry(
                                    similarity,
                                    request.with(
                                            extensions.read(row, request, distance, similarity)));
                        })
                .stream()
                // Stable, so that of equals the nearer comes first.
                .sorted(Map.Entry.<Double, ServiceRequest>comparingByKey().reversed())
                .limit(SIMILAR_RESULTS)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** How many public requests match on all pages. */
    long count(Jurisdiction jurisdiction, Search search) {
        return Criteria.add(
                        Select.of("select count(*) from public_service_request"),
                        jurisdiction,
                        search)
                .plannedEachTime()
                .list(database, row -> row.getLong(1))
                .get(0);
    }

    private static Select select(Search search, String more, @Nullable ExtensionReader extensions) {
        String from = more + (extensions == null ? "" : extensions.columns()) + FROM;
        return search.circle() == null
                ? Select.of(COLUMNS + ", id" + from)
                : Select.of(
                        COLUMNS + ", id, " + Criteria.DISTANCE + " as distance" + from,
                        Criteria.centre(search.circle()));
    }

    /** Only what follows a row; the sort has a cursor, so that one comparison says it. */
    private static void goOn(Select select, Search search, Cursor cursor) {
        List<Sort.Key> keys = search.sort().keysWithId();
        String columns = search.sort().columns();
        var values = new ArrayList<Object>();
        if (search.circle() != null && search.sort().isBy(Sort.Field.DISTANCE)) {
            columns = columns.replace("distance", Criteria.DISTANCE);
            values.addAll(List.of(Criteria.centre(search.circle())));
        }
        for (int i = 0; i < keys.size(); i++) {
            String text = cursor.position().get(i);
            values.add(
                    switch (keys.get(i).field()) {
                        case REQUESTED_DATETIME, UPDATED_DATETIME ->
                                Instant.ofEpochSecond(Long.parseLong(text));
                        case SERVICE_REQUEST_ID -> Long.parseLong(text);
                        case DISTANCE -> Double.parseDouble(text);
                        case STATUS, SERVICE_CODE -> text;
                    });
        }
        select.where(
                "(%s) %s (%s)"
                        .formatted(
                                columns,
                                search.sort().isDescending() ? "<" : ">",
                                String.join(", ", Collections.nCopies(keys.size(), "?"))),
                values.toArray());
    }

    private static Row row(ResultSet row, Search search, @Nullable ExtensionReader extensions)
            throws SQLException {
        ServiceRequest request = read(row);
        Double distance = search.circle() == null ? null : Select.number(row, 19);
        return new Row(
                extensions == null
                        ? request
                        : request.with(extensions.read(row, request, distance)),
                row.getLong(18),
                distance);
    }

    /**
     * A request and what is not shown of it.
     *
     * @param distance metres from the centre of the search; null: it has none
     */
    private record Row(ServiceRequest request, long id, @Nullable Double distance) {
        /** For a cursor. */
        String value(Sort.Field field) {
            return switch (field) {
                case REQUESTED_DATETIME ->
                        Long.toString(request.requestedDatetime().getEpochSecond());
                case UPDATED_DATETIME -> Long.toString(request.updatedDatetime().getEpochSecond());
                case SERVICE_REQUEST_ID -> Long.toString(id);
                case STATUS -> request.status();
                case SERVICE_CODE -> request.serviceCode();
                case DISTANCE -> String.valueOf(distance);
            };
        }
    }

    /**
     * One page of what was found.
     *
     * @param next where the next page begins; null: there is none
     */
    record Found(List<ServiceRequest> requests, @Nullable Cursor next) {}

    /**
     * One public request, however old.
     *
     * @param first read before it; null: nothing is
     */
    Optional<ServiceRequest> find(
            Jurisdiction jurisdiction,
            @Nullable String serviceRequestId,
            @Nullable ExtensionReader extensions,
            Select.@Nullable First<?> first) {
        return serviceRequestId == null
                ? Optional.empty()
                : Select.of(COLUMNS + (extensions == null ? "" : extensions.columns()) + FROM)
                        .where("jurisdiction_id = ?", jurisdiction.jurisdictionId())
                        .where("service_request_id = ?", serviceRequestId)
                        .list(
                                database,
                                row -> {
                                    ServiceRequest request = read(row);
                                    return extensions == null
                                            ? request
                                            : request.with(extensions.read(row, request, null));
                                },
                                first)
                        .stream()
                        .findFirst();
    }

    /**
     * What a token stands for, also of a service whose requests are not public: the id alone tells
     * nothing, and a realtime service gives it at once. Empty when there is no such token.
     */
    public Optional<Taken> findTaken(Jurisdiction jurisdiction, @Nullable String token) {
        return token == null
                ? Optional.empty()
                : Select.of(
                                """
                                select token, case when accepted_datetime is not null then service_request_id end
                                from service_request""")
                        .where("jurisdiction_id = ?", jurisdiction.jurisdictionId())
                        .where("token = ?", token)
                        .list(database, row -> new Taken(row.getString(1), row.getString(2)))
                        .stream()
                        .findFirst();
    }

    /**
     * Changes a request and tells its history, all or nothing. An update that arrives late takes
     * its place in the history by its own datetime: it does not undo a status or a text that is
     * newer.
     *
     * @return the id of the event; the same one again for an updateId that this key has sent before
     */
    @Transactional
    public long change(Jurisdiction jurisdiction, Change change) {
        if (change.updateId() != null) {
            Optional<Long> before =
                    events.findOnce(
                            jurisdiction.jurisdictionId(), change.keyId(), change.updateId());
            if (before.isPresent()) {
                return before.get();
            }
        }
        ServiceRequestEntity row =
                find(
                                "jurisdictionId = ?1 and serviceRequestId = ?2 and acceptedDatetime is not null",
                                jurisdiction.jurisdictionId(),
                                change.serviceRequestId())
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResultOptional()
                        .orElseThrow(
                                () ->
                                        GeoReportException.notFound(
                                                "service_request_id", change.serviceRequestId()));
        if (change.updatedDatetime().isBefore(row.requestedDatetime)) {
            throw GeoReportException.badRequest(
                    "updated_datetime lies before the request was made");
        }
        boolean wasPublic = isPublic(row);
        boolean wasClosed = row.isClosed();
        apply(change, row, events.latest(row.jurisdictionId, row.serviceRequestId));
        return events.append(
                new Event(
                        row.jurisdictionId,
                        row.id,
                        row.serviceRequestId,
                        Event.Kind.UPDATED,
                        told(row, wasPublic, wasClosed),
                        wasPublic,
                        change.status() == null ? null : change.status().onTheWire(),
                        change.detailedStatus(),
                        change.description(),
                        change.mediaUrl(),
                        change.service() == null ? null : change.service().serviceCode(),
                        change.agencyResponsible(),
                        change.updatedDatetime(),
                        change.keyId(),
                        change.updateId(),
                        null));
    }

    /** Readers see a request for the first time when it moves to a service that is public. */
    private static Event.@Nullable Told told(
            ServiceRequestEntity row, boolean wasPublic, boolean wasClosed) {
        if (row.isNeverPublic()) {
            return null;
        }
        if (!wasPublic) {
            return Event.Told.CREATED;
        }
        if (row.isClosed() == wasClosed) {
            return Event.Told.UPDATED;
        }
        return row.isClosed() ? Event.Told.CLOSED : Event.Told.REOPENED;
    }

    /** Hides, shows, merges and separates, with an event for each, all or nothing. */
    @Transactional
    Moderated moderate(Jurisdiction jurisdiction, Moderation moderation, UUID keyId) {
        Map<String, ServiceRequestEntity> rows = locked(jurisdiction, moderation);
        ServiceRequestEntity row = rows.get(moderation.serviceRequestId());
        if (row == null) {
            throw GeoReportException.notFound("service_request_id", moderation.serviceRequestId());
        }
        ServiceRequestEntity original =
                moderation.duplicateOf() == null ? null : rows.get(moderation.duplicateOf());
        Long duplicateOf = original == null ? null : original.id;
        boolean isMoved =
                moderation.setsDuplicateOf() && !Objects.equals(row.duplicateOf, duplicateOf);
        if (moderation.duplicateOf() != null && (original == null || isMoved)) {
            requireThatItCanStandFor(row, moderation.duplicateOf(), original);
        }
        boolean wasPublic = isPublic(row);
        if (moderation.visibility() != null
                && !moderation.visibility().onTheWire().equals(row.visibility)) {
            row.visibility = moderation.visibility().onTheWire();
            append(
                    row,
                    moderation.visibility() == Visibility.HIDDEN
                            ? Event.Kind.HIDDEN
                            : Event.Kind.SHOWN,
                    wasPublic,
                    moderation,
                    keyId);
        }
        if (isMoved) {
            row.duplicateOf = duplicateOf;
            append(
                    row,
                    duplicateOf == null ? Event.Kind.SEPARATED : Event.Kind.MERGED,
                    wasPublic,
                    moderation,
                    keyId);
        }
        return new Moderated(
                row.serviceRequestId,
                row.visibility,
                row.duplicateOf == null
                        ? null
                        : findById(
                                        new ServiceRequestEntity.Key(
                                                row.jurisdictionId, row.duplicateOf))
                                .serviceRequestId);
    }

    /** Both requests, locked in an order of their own, so that no two calls wait for each other. */
    private Map<String, ServiceRequestEntity> locked(
            Jurisdiction jurisdiction, Moderation moderation) {
        return find(
                        "jurisdictionId = ?1 and serviceRequestId in ?2 and acceptedDatetime is not null order by id",
                        jurisdiction.jurisdictionId(),
                        Stream.of(moderation.serviceRequestId(), moderation.duplicateOf())
                                .filter(Objects::nonNull)
                                .toList())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .collect(Collectors.toMap(each -> each.serviceRequestId, each -> each));
    }

    /** No chains: whoever reads of a merged request finds the one that stands for it at once. */
    private void requireThatItCanStandFor(
            ServiceRequestEntity row,
            String serviceRequestId,
            @Nullable ServiceRequestEntity original) {
        if (original == null) {
            throw GeoReportException.notFound("duplicate_of", serviceRequestId);
        }
        if (original.id == row.id) {
            throw GeoReportException.badRequest(
                    "duplicate_of '%s' is the request itself", row.serviceRequestId);
        }
        if (original.duplicateOf != null) {
            throw GeoReportException.conflict(
                    "duplicate_of '%s' was itself merged into another request",
                    original.serviceRequestId);
        }
        if (count("jurisdictionId = ?1 and duplicateOf = ?2", row.jurisdictionId, row.id) > 0) {
            throw GeoReportException.conflict(
                    "Other requests were merged into service_request_id '%s'; separate them first",
                    row.serviceRequestId);
        }
    }

    private void append(
            ServiceRequestEntity row,
            Event.Kind kind,
            boolean wasPublic,
            Moderation moderation,
            UUID keyId) {
        Instant now = clock.instant();
        row.changedDatetime = now;
        events.append(
                Event.moderated(
                        row.jurisdictionId,
                        row.id,
                        row.serviceRequestId,
                        kind,
                        row.isNeverPublic()
                                ? null
                                : kind == Event.Kind.HIDDEN || kind == Event.Kind.MERGED
                                        ? Event.Told.REMOVED
                                        : Event.Told.CREATED,
                        wasPublic,
                        moderation.reason(),
                        kind == Event.Kind.MERGED ? moderation.duplicateOf() : null,
                        now.truncatedTo(ChronoUnit.SECONDS),
                        keyId));
    }

    /**
     * Whether readers see the request, and will until this transaction changes it: the request is
     * locked, its service stays.
     */
    private boolean isPublic(ServiceRequestEntity row) {
        events.holdServices(row.jurisdictionId);
        return !getEntityManager()
                .createNativeQuery(
                        "select 1 from public_service_request where jurisdiction_id = :jurisdictionId and id = :id")
                .setParameter("jurisdictionId", row.jurisdictionId)
                .setParameter("id", row.id)
                .getResultList()
                .isEmpty();
    }

    /** The public request that stands for one that would be public, had it not been merged. */
    Optional<String> findOriginal(Jurisdiction jurisdiction, @Nullable String serviceRequestId) {
        return serviceRequestId == null
                ? Optional.empty()
                : Select.of("select duplicate_of from merged_service_request")
                        .where("jurisdiction_id = ?", jurisdiction.jurisdictionId())
                        .where("service_request_id = ?", serviceRequestId)
                        .list(database, row -> row.getString(1))
                        .stream()
                        .findFirst();
    }

    private void apply(Change change, ServiceRequestEntity row, Events.Latest latest) {
        boolean wasClosed = row.isClosed();
        if (change.status() != null && isNotOlder(change, latest.status())) {
            row.status = change.status().onTheWire();
            row.detailedStatus = change.detailedStatus();
        }
        if (change.description() != null && isNotOlder(change, latest.description())) {
            row.statusNotes = change.description();
        }
        if (change.service() != null && isNotOlder(change, latest.serviceCode())) {
            row.serviceCode = change.service().serviceCode();
        }
        if (change.agencyResponsible() != null && isNotOlder(change, latest.agencyResponsible())) {
            row.agencyResponsible = change.agencyResponsible();
        }
        if (row.isClosed() && !wasClosed) {
            row.updatedDatetime = change.updatedDatetime();
        } else if (!row.isClosed() && change.updatedDatetime().isAfter(row.updatedDatetime)) {
            row.updatedDatetime = change.updatedDatetime();
        }
        row.changedDatetime = clock.instant();
    }

    private static boolean isNotOlder(Change change, @Nullable Instant latest) {
        return latest == null || !change.updatedDatetime().isBefore(latest);
    }

    /** The request of a row that begins with {@link #COLUMNS}. */
    public static ServiceRequest read(ResultSet row) throws SQLException {
        return new ServiceRequest(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                Select.instant(row, 9),
                Select.instant(row, 10),
                Select.instant(row, 11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                Select.number(row, 15),
                Select.number(row, 16),
                row.getString(17));
    }

    /** A token and the id that it has become; null: not yet. */
    public record Taken(String token, @Nullable String serviceRequestId) {}
}
