package open311.history;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
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
        row.isPublic = true;
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
                        from Event where jurisdictionId = :jurisdictionId and serviceRequestId = :serviceRequestId
                        """,
                        Latest.class)
                .setParameter("jurisdictionId", jurisdictionId)
                .setParameter("serviceRequestId", serviceRequestId)
                .getSingleResult();
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
