package open311.history;

import io.agroal.api.AgroalDataSource;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import open311.database.Select;
import open311.http.Caching;
import open311.http.Version;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is known of requests has changed, told by the history alone: no request is read.
 * Both the history and the catalog go into a version, since both go into the answers.
 */
@ApplicationScoped
public class Versions {
    /**
     * The changes that no transaction can slip in front of any more are told by the last of them,
     * the few behind it one by one. Next to them the events at the edges of the window: a request
     * that has grown too old leaves a list without an event of its own.
     */
    private static final String OF_ALL =
            """
            with horizon as materialized (
                -- Not by its function, of which every call is a statement of its own.
                select (select max(era) from change_era) as era, pg_snapshot_xmin(pg_current_snapshot()) as xact
            )
            select settled.era || '.' || settled.xact || '.' || settled.event_id, settled.recorded_datetime,
                   (select string_agg(e.event_id::text, ',' order by e.era, e.xact, e.event_id)
                    from service_request_event e
                    where e.jurisdiction_id = ? and (e.era, e.xact) >= (horizon.era, horizon.xact)),
                   left_out.event_id, left_out.updated_datetime, taken_in.event_id, taken_in.updated_datetime
            from horizon
                 left join lateral (
                     select * from service_request_event e
                     where e.jurisdiction_id = ? and (e.era, e.xact) < (horizon.era, horizon.xact)
                     order by e.era desc, e.xact desc, e.event_id desc limit 1) settled on true
                 left join lateral (
                     select * from service_request_event e
                     where e.jurisdiction_id = ? and e.kind = 'submitted' and e.updated_datetime < ?
                     order by e.updated_datetime desc, e.event_id desc limit 1) left_out on true
                 left join lateral (
                     select * from service_request_event e
                     where e.jurisdiction_id = ? and e.kind = 'submitted' and e.updated_datetime <= ?
                     order by e.updated_datetime desc, e.event_id desc limit 1) taken_in on true""";

    private final AgroalDataSource database;
    private final Caching caching;
    private final Clock clock;

    Versions(AgroalDataSource database, Caching caching, Clock clock) {
        this.database = database;
        this.caching = caching;
        this.clock = clock;
    }

    /**
     * Ends a call about requests of the jurisdiction, whichever they are, with 304 if nothing has
     * changed for its caller.
     *
     * @param from the earliest requested_datetime that is shown; null: any
     * @param to the latest requested_datetime that is shown; null: any
     */
    public void check(
            RoutingContext http,
            Jurisdiction jurisdiction,
            @Nullable Instant from,
            @Nullable Instant to) {
        ofAll(jurisdiction, from, to)
                .read(database)
                .ifPresent(version -> caching.check(http, version));
    }

    /**
     * As {@link #check}, with one way to the database less for callers that hold nothing.
     *
     * @return what is to be read together with the answer; null: nothing
     */
    public Select.@Nullable First<?> checkOrReadFirst(
            RoutingContext http,
            Jurisdiction jurisdiction,
            @Nullable Instant from,
            @Nullable Instant to) {
        return checkOrReadFirst(http, ofAll(jurisdiction, from, to), caching::check);
    }

    /**
     * As {@link #checkOrReadFirst}, where the answer is the standard's fields of one request.
     * Whether it is public is known only when it is read, and no condition may tell it before.
     */
    public Select.@Nullable First<?> checkOneOrReadFirst(
            RoutingContext http, Jurisdiction jurisdiction, String serviceRequestId) {
        return checkOrReadFirst(http, ofOne(jurisdiction, serviceRequestId), caching::checkTag);
    }

    /**
     * As {@link #checkOneOrReadFirst}, where the answer holds more, which other requests may
     * change.
     */
    public Select.@Nullable First<?> checkOneExtendedOrReadFirst(
            RoutingContext http, Jurisdiction jurisdiction) {
        return checkOrReadFirst(http, ofAll(jurisdiction, null, null), caching::checkTag);
    }

    private Select.@Nullable First<?> checkOrReadFirst(
            RoutingContext http, Reading reading, BiConsumer<RoutingContext, Version> check) {
        if (Caching.isConditional(http)) {
            reading.read(database).ifPresent(version -> check.accept(http, version));
            return null;
        }
        return new Select.First<>(
                reading.select,
                reading.row,
                versions -> versions.get(0).ifPresent(version -> caching.tell(http, version)));
    }

    private Reading ofAll(Jurisdiction jurisdiction, @Nullable Instant from, @Nullable Instant to) {
        String id = jurisdiction.jurisdictionId();
        Instant now = clock.instant();
        return new Reading(
                Select.of(OF_ALL, id, id, id, or(from, Instant.EPOCH), id, or(to, Instant.EPOCH)),
                row -> {
                    String behind = row.getString(3);
                    String text =
                            String.join(
                                    " ",
                                    Long.toString(jurisdiction.version()),
                                    row.getString(1),
                                    behind,
                                    row.getString(4),
                                    row.getString(6));
                    return Optional.of(
                            new Version(
                                    text,
                                    behind == null
                                            ? latest(
                                                    jurisdiction.changeset(),
                                                    Select.instant(row, 2),
                                                    crossed(Select.instant(row, 5), from, now),
                                                    crossed(Select.instant(row, 7), to, now))
                                            : null));
                });
    }

    /** Empty where there was never such a request. */
    private static Reading ofOne(Jurisdiction jurisdiction, String serviceRequestId) {
        return new Reading(
                Select.of(
                                """
                                select count(*), max(recorded_datetime), (select secret from change_era where era = 1)
                                from service_request_event""")
                        .where("jurisdiction_id = ?", jurisdiction.jurisdictionId())
                        .where("service_request_id = ?", serviceRequestId),
                row ->
                        row.getLong(1) == 0
                                ? Optional.empty()
                                // Events are never taken away, so their number tells all.
                                : Optional.of(
                                        new Version(
                                                jurisdiction.version()
                                                        + " "
                                                        + row.getLong(1)
                                                        + " "
                                                        + row.getString(3),
                                                latest(
                                                        jurisdiction.changeset(),
                                                        Select.instant(row, 2)))));
    }

    /** How a version is read: always one row. */
    private record Reading(Select select, Select.Row<Optional<Version>> row) {
        Optional<Version> read(AgroalDataSource database) {
            return select.list(database, row).get(0);
        }
    }

    /** When an edge that moves with the clock came by a moment. */
    private static @Nullable Instant crossed(
            @Nullable Instant moment, @Nullable Instant edge, Instant now) {
        return moment == null || edge == null ? null : moment.plus(Duration.between(edge, now));
    }

    private static Instant or(@Nullable Instant moment, Instant otherwise) {
        return moment == null ? otherwise : moment;
    }

    private static Instant latest(@Nullable Instant... moments) {
        return Stream.of(moments)
                .filter(moment -> moment != null)
                .max(Instant::compareTo)
                .orElseThrow();
    }
}
