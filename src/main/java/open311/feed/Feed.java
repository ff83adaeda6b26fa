package open311.feed;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import open311.database.Select;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.request.ServiceRequest;
import open311.request.ServiceRequests;
import open311.service.Catalog;
import open311.service.Services;
import org.jspecify.annotations.Nullable;

/**
 * Reads changes in the order of their transactions, and only those that are settled: a transaction
 * that began before some other one may still commit behind it, and its events must not come after a
 * reader has passed their place (V5__changes.sql).
 */
@ApplicationScoped
class Feed {
    /** Both sides are bounds of the index service_request_event_in_order. */
    private static final String SETTLED =
            "(era, xact) < (current_change_era(), pg_snapshot_xmin(pg_current_snapshot()))";

    private static final String NEWEST =
            "select era, xact::text, event_id from service_request_event where jurisdiction_id = j.id and "
                    + SETTLED
                    + " order by era desc, service_request_event.xact desc, event_id desc limit 1";

    private static final String REMOVED = "removed";

    private final AgroalDataSource database;
    private final Jurisdictions jurisdictions;
    private final Services services;

    Feed(AgroalDataSource database, Jurisdictions jurisdictions, Services services) {
        this.database = database;
        this.jurisdictions = jurisdictions;
        this.services = services;
    }

    /**
     * Where a call wants to go on. Anything else than a cursor of an event that is there is a
     * problem: after a database was restored from a backup, what a client has may be more than what
     * the server has.
     *
     * @param lastEventId what an event stream ended with, which goes first; null: none
     */
    Position position(
            Parameters parameters, Jurisdiction jurisdiction, @Nullable String lastEventId) {
        String after = lastEventId == null ? parameters.text("after") : lastEventId;
        if (after == null) {
            return Position.BEGINNING;
        }
        String id = jurisdiction.jurisdictionId();
        if (after.equals("now")) {
            return newest(List.of(id)).getOrDefault(id, Position.BEGINNING);
        }
        Optional<Position> position = Position.of(after, id).filter(each -> isKnown(id, each));
        if (position.isEmpty()) {
            parameters.problem(
                    "after is not a cursor of this jurisdiction's changes; take a full list and begin with after=now");
        }
        return position.orElse(Position.BEGINNING);
    }

    /** The next changes; none only when there are none that are settled. */
    Page read(Reader reader, Position after) {
        Position position = after;
        while (true) {
            List<Row> rows = rows(reader, position);
            if (!rows.isEmpty()) {
                position = rows.get(rows.size() - 1).position;
            }
            List<Change> changes = shown(reader, rows);
            if (!changes.isEmpty() || rows.size() < reader.limit()) {
                return new Page(changes, position);
            }
        }
    }

    /** The place of the newest settled event of each jurisdiction that has one. */
    Map<String, Position> newest(Collection<String> jurisdictionIds) {
        var newest = new HashMap<String, Position>();
        Select.of(
                        "select j.id, e.* from unnest(?) j(id) cross join lateral ("
                                + NEWEST
                                + ") e",
                        (Object) jurisdictionIds.toArray(String[]::new))
                .list(database, row -> newest.put(row.getString(1), position(row, 2)));
        return newest;
    }

    private boolean isKnown(String jurisdictionId, Position position) {
        return position.equals(Position.BEGINNING)
                || !Select.of("select 1 from service_request_event")
                        .where("jurisdiction_id = ?", jurisdictionId)
                        .where("event_id = ?", position.eventId())
                        .where("era = ?", position.era())
                        .where("xact = cast(? as xid8)", Long.toString(position.xact()))
                        .list(database, row -> true)
                        .isEmpty();
    }

    private List<Row> rows(Reader reader, Position after) {
        return Select.of(
                        ServiceRequests.COLUMNS
                                + """
                                , era, xact, event_id, told, was_public, recorded_datetime, changed_id
                                from (select era, xact::text, event_id, told, was_public, recorded_datetime,
                                             request_id, service_request_id as changed_id
                                      from service_request_event""")
                .where("jurisdiction_id = ?", reader.jurisdictionId())
                .where(
                        "(era, xact, event_id) > (?, cast(? as xid8), ?)",
                        after.era(),
                        Long.toString(after.xact()),
                        after.eventId())
                .where(SETTLED)
                .then("order by service_request_event.era, service_request_event.xact, event_id")
                .then("limit ?)", reader.limit())
                .then(
                        "event left join public_service_request r on r.jurisdiction_id = ? and r.id = event.request_id",
                        reader.jurisdictionId())
                .then("order by era, cast(xact as xid8), event_id")
                .list(database, Feed::row);
    }

    private List<Change> shown(Reader reader, List<Row> rows) {
        Catalog catalog = services.in(jurisdictions.named(reader.jurisdictionId()));
        UnaryOperator<ServiceRequest> language =
                ServiceRequest.translation(catalog.inOwnLanguage(), catalog.in(reader.language()));
        var changes = new ArrayList<Change>();
        for (Row row : rows) {
            String change = row.change();
            if (change != null) {
                changes.add(
                        new Change(
                                row.position.cursor(reader.jurisdictionId()),
                                change,
                                row.recordedDatetime,
                                row.serviceRequestId,
                                row.request == null ? null : language.apply(row.request)));
            }
        }
        return changes;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                position(row, 18),
                row.getString(21),
                row.getBoolean(22),
                Objects.requireNonNull(Select.instant(row, 23)),
                row.getString(24),
                row.getString(1) == null ? null : ServiceRequests.read(row));
    }

    private static Position position(ResultSet row, int column) throws SQLException {
        return new Position(
                row.getInt(column),
                Long.parseLong(row.getString(column + 1)),
                row.getLong(column + 2));
    }

    /**
     * An event.
     *
     * @param told what is said of it where the request is public now; null: nothing
     * @param wasPublic whether readers saw the request just before it
     * @param request null: not public now, or none
     */
    private record Row(
            Position position,
            @Nullable String told,
            boolean wasPublic,
            Instant recordedDatetime,
            @Nullable String serviceRequestId,
            @Nullable ServiceRequest request) {
        /**
         * What a reader is told; null: nothing. Only the event that took a request away says that
         * it was removed: by any other one a reader would learn of requests that were never shown.
         */
        @Nullable String change() {
            if (serviceRequestId == null) {
                return told;
            }
            if (request == null) {
                return wasPublic ? REMOVED : null;
            }
            return REMOVED.equals(told) ? null : told;
        }
    }

    /**
     * Who reads.
     *
     * @param limit how many at once
     */
    record Reader(String jurisdictionId, String language, int limit) {}

    /** Some changes, and where the next ones begin. */
    record Page(List<Change> changes, Position next) {
        boolean isEmpty() {
            return changes.isEmpty();
        }

        ChangePage onTheWire(String jurisdictionId) {
            return new ChangePage(next.cursor(jurisdictionId), changes);
        }
    }
}
