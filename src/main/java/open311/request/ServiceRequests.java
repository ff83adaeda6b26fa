package open311.request;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import open311.database.RowCursor;
import open311.database.Select;
import open311.geo.Coordinates;
import open311.history.Event;
import open311.history.Events;
import open311.http.GeoReportException;
import open311.jurisdiction.Jurisdiction;
import open311.service.Service;
import open311.service.ServiceType;
import org.jspecify.annotations.Nullable;

/**
 * All service requests: written through entities, read through the view public_service_request
 * alone.
 */
@ApplicationScoped
public class ServiceRequests
        implements PanacheRepositoryBase<ServiceRequestEntity, ServiceRequestEntity.Key> {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    /** Enough to make the way to the database cheap, little enough for any memory. */
    private static final int EXPORT_BATCH = 500;

    private static final String COLUMNS =
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

    /** The public requests that match, one page of them. */
    Found search(Jurisdiction jurisdiction, Search search, @Nullable ExtensionReader extensions) {
        Select select = Criteria.add(select(search, "", extensions), jurisdiction, search);
        if (!search.serviceRequestIds().isEmpty()) {
            return new Found(
                    select.then(search.sort().orderBy())
                            .list(database, row -> row(row, search, extensions).request()),
                    null);
        }
        if (search.cursor() != null) {
            goOn(select, search, search.cursor());
        }
        int limit = search.page().limit();
        List<Row> rows =
                select.then(search.sort().orderBy())
                        // One more tells whether there is a next page.
                        .then(
                                "limit ? offset ?",
                                limit + 1,
                                search.cursor() == null ? search.page().offset() : 0)
                        .list(database, row -> row(row, search, extensions));
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

    /** How many public requests match on all pages. */
    long count(Jurisdiction jurisdiction, Search search) {
        return Criteria.add(
                        Select.of("select count(*) from public_service_request"),
                        jurisdiction,
                        search)
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

    /** One public request, however old. */
    Optional<ServiceRequest> find(
            Jurisdiction jurisdiction,
            @Nullable String serviceRequestId,
            @Nullable ExtensionReader extensions) {
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
                                })
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

    /** Stores a report with its history and its reporter, all or nothing. */
    @Transactional
    SubmissionReceipt submit(Jurisdiction jurisdiction, Submission submission, UUID keyId) {
        ServiceRequestEntity row = row(jurisdiction, submission);
        persist(row);
        events.append(
                Event.submitted(
                        row.jurisdictionId,
                        row.id,
                        row.serviceRequestId,
                        row.serviceCode,
                        row.requestedDatetime,
                        keyId));
        Reporter reporter = submission.reporter();
        if (!reporter.isAnonymous()) {
            getEntityManager().persist(ReporterEntity.of(reporter, row.jurisdictionId, row.id));
        }
        return new SubmissionReceipt(
                submission.service().type() == ServiceType.REALTIME ? row.serviceRequestId : null,
                row.token,
                submission.service().terms().serviceNotice(),
                reporter.accountId());
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
        apply(change, row, events.latest(row.jurisdictionId, row.serviceRequestId));
        return events.append(
                new Event(
                        row.jurisdictionId,
                        row.id,
                        row.serviceRequestId,
                        Event.Kind.UPDATED,
                        change.status() == null ? null : change.status().onTheWire(),
                        change.detailedStatus(),
                        change.description(),
                        change.mediaUrl(),
                        change.service() == null ? null : change.service().serviceCode(),
                        change.agencyResponsible(),
                        change.updatedDatetime(),
                        change.keyId(),
                        change.updateId()));
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

    private ServiceRequestEntity row(Jurisdiction jurisdiction, Submission submission) {
        // What goes out has whole seconds, and a search from what went out must find the request
        // again.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Service service = submission.service();
        var row = new ServiceRequestEntity();
        row.jurisdictionId = jurisdiction.jurisdictionId();
        row.id = nextId();
        row.serviceRequestId = Long.toString(row.id);
        row.serviceCode = service.serviceCode();
        row.type = service.type().onTheWire();
        row.token = service.type() == ServiceType.BATCH ? newToken() : null;
        row.acceptedDatetime = service.type() == ServiceType.BATCH ? null : now;
        row.visibility = "public";
        row.status = Status.OPEN.onTheWire();
        row.description = submission.description();
        row.requestedDatetime = now;
        row.updatedDatetime = now;
        row.changedDatetime = now;
        row.expectedDatetime =
                service.terms().expectedWithin() == null
                        ? null
                        : jurisdiction.expected(now, service.terms().expectedWithin());
        row.address = submission.address();
        row.addressId = submission.addressId();
        row.zipcode = submission.zipcode();
        Coordinates coordinates = submission.coordinates();
        row.lat = coordinates == null ? null : (Double) coordinates.lat();
        row.lon = coordinates == null ? null : (Double) coordinates.lon();
        row.mediaUrls = submission.mediaUrls();
        row.attributes = Answer.toJson(submission.answers());
        return row;
    }

    private long nextId() {
        return ((Number)
                        getEntityManager()
                                .createNativeQuery("select nextval('service_request_id')")
                                .getSingleResult())
                .longValue();
    }

    /** 128 random bits: whoever holds the token learns the id. */
    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    private static ServiceRequest read(ResultSet row) throws SQLException {
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
