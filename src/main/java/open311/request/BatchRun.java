package open311.request;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import open311.ServerConfig;
import open311.database.Select;
import open311.job.Jobs;

/**
 * Accepts the requests that wait for it, which gives their tokens an id (GeoReport v2, "GET
 * service_request_id from a token"). Those of services that say {@code acceptance: manual} wait for
 * a member of staff.
 */
@ApplicationScoped
class BatchRun {
    private static final int AT_ONCE = 500;

    /**
     * A request and its event together, or neither. Several servers at a time take different rows.
     * The request was updated when it was accepted: whoever asks for what has changed finds it.
     */
    private static final String ACCEPT =
            """
            with waiting as (
                select r.jurisdiction_id, r.id
                from service_request r
                         join service s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code
                where r.accepted_datetime is null
                  and s.acceptance = 'automatic'
                order by r.jurisdiction_id, r.id
                limit ?
                for update of r skip locked),
            accepted as (
                update service_request r
                set accepted_datetime = now.at,
                    updated_datetime  = greatest(r.updated_datetime, now.at),
                    changed_datetime  = now.at
                from waiting, (select ?::timestamptz as at) as now
                where (r.jurisdiction_id, r.id) = (waiting.jurisdiction_id, waiting.id)
                returning r.jurisdiction_id, r.id, r.service_request_id, r.accepted_datetime)
            insert into service_request_event (
                jurisdiction_id, event_id, request_id, service_request_id, kind, told, public,
                updated_datetime, recorded_datetime)
            select jurisdiction_id, nextval('service_request_event_id'), id, service_request_id, 'accepted', 'created', false,
                   accepted_datetime, ?
            from accepted
            returning true""";

    private final AgroalDataSource database;
    private final Clock clock;

    BatchRun(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void begin(@Observes StartupEvent event, Jobs jobs, ServerConfig config) {
        jobs.every(config.batch().every(), "batch run", this::acceptAll);
    }

    /** All that wait now and are not being accepted by another server. */
    void acceptAll() {
        int accepted;
        do {
            Instant recorded = clock.instant();
            accepted =
                    Select.of(ACCEPT, AT_ONCE, recorded.truncatedTo(ChronoUnit.SECONDS), recorded)
                            .list(database, row -> row.getBoolean(1))
                            .size();
        } while (accepted == AT_ONCE);
    }
}
