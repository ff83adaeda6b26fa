package open311.history;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The history of all requests. */
@ApplicationScoped
public class Events implements PanacheRepositoryBase<EventEntity, EventEntity.Key> {
    private final Clock clock;

    Events(Clock clock) {
        this.clock = clock;
    }

    /**
     * Adds an event, in the transaction of the change that it tells of; its id is what others call
     * update_id.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public long append(Event event) {
        var row = new EventEntity();
        row.jurisdictionId = event.jurisdictionId();
        row.eventId = nextId();
        row.requestId = event.requestId();
        row.serviceRequestId = event.serviceRequestId();
        row.kind = event.kind().name().toLowerCase(Locale.ROOT);
        row.told = event.told() == null ? null : event.told().name().toLowerCase(Locale.ROOT);
        row.wasPublic = event.wasPublic();
        row.isPublic = event.kind().isPublic();
        row.status = event.status();
        row.detailedStatus = event.detailedStatus();
        row.description = event.description();
        row.mediaUrl = event.mediaUrl();
        row.serviceCode = event.serviceCode();
        row.agencyResponsible = event.agencyResponsible();
        row.updatedDatetime = event.updatedDatetime();
        row.recordedDatetime = clock.instant();
        row.keyId = event.keyId();
        row.updateId = event.updateId();
        row.duplicateOf = event.duplicateOf();
        persist(row);
        return row.eventId;
    }

    /**
     * The event that a caller has already sent under its own id. Whoever asks with the same id
     * meanwhile waits for the end of this transaction, so that two copies of an update cannot both
     * find nothing.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Long> findOnce(String jurisdictionId, UUID keyId, String updateId) {
        getEntityManager()
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:updateId, 311))")
                .setParameter("updateId", jurisdictionId + ' ' + keyId + ' ' + updateId)
                .getResultList();
        return find(
                        "jurisdictionId = ?1 and keyId = ?2 and updateId = ?3",
                        jurisdictionId,
                        keyId,
                        updateId)
                .firstResultOptional()
                .map(row -> row.eventId);
    }

    /**
     * When the status and the public text of a request were last set, as their senders dated it.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Latest latest(String jurisdictionId, String serviceRequestId) {
        return getEntityManager()
                .createQuery(
                        """
                        select max(case when status is not null then updatedDatetime end),
                               max(case when description is not null then updatedDatetime end),
                               max(case when serviceCode is not null then updatedDatetime end),
                               max(case when agencyResponsible is not null then updatedDatetime end)
                        from Event
                        where jurisdictionId = :jurisdictionId and serviceRequestId = :serviceRequestId and isPublic
                        """,
                        Latest.class)
                .setParameter("jurisdictionId", jurisdictionId)
                .setParameter("serviceRequestId", serviceRequestId)
                .getSingleResult();
    }

    /**
     * Keeps the services of a jurisdiction as they are shown until this transaction ends. Whoever
     * decides by them whether a request is public must take hold first: otherwise a change of the
     * services could pass by, and the feed would tell readers of neither.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void holdServices(String jurisdictionId) {
        lockServices("pg_advisory_xact_lock_shared", jurisdictionId);
    }

    /**
     * Tells that the transaction changes what is shown of the jurisdiction's services; waits for
     * those that hold them.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void appendChangeOfServices(String jurisdictionId) {
        lockServices("pg_advisory_xact_lock", jurisdictionId);
        append(Event.ofServices(jurisdictionId, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    }

    private void lockServices(String function, String jurisdictionId) {
        getEntityManager()
                .createNativeQuery(
                        "select " + function + "(hashtextextended(:jurisdictionId, 312))")
                .setParameter("jurisdictionId", jurisdictionId)
                .getResultList();
    }

    /**
     * Begins a new era where the database counts its transactions anew, since it was restored: what
     * comes now would stand before what was there otherwise. True when it did. A transaction whose
     * event is seen has ended, so its number lies below the snapshot's end.
     */
    @Transactional
    public boolean beginEraIfRestored() {
        return getEntityManager()
                        .createNativeQuery(
                                """
                                insert into change_era (era)
                                select current_change_era() + 1
                                where exists (
                                    select from jurisdiction j
                                    where exists (
                                        select from service_request_event e
                                        where e.jurisdiction_id = j.jurisdiction_id
                                          and e.era = current_change_era()
                                          and e.xact >= pg_snapshot_xmax(pg_current_snapshot())))
                                """)
                        .executeUpdate()
                > 0;
    }

    private long nextId() {
        return ((Number)
                        getEntityManager()
                                .createNativeQuery("select nextval('service_request_event_id')")
                                .getSingleResult())
                .longValue();
    }

    /**
     * The newest of a request's history.
     *
     * @param description null: nothing was ever said
     * @param agencyResponsible null: none was ever named
     */
    public record Latest(
            Instant status,
            @Nullable Instant description,
            Instant serviceCode,
            @Nullable Instant agencyResponsible) {}
}
