package open311.request;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import open311.history.Event;
import open311.history.Events;
import open311.http.GeoReportException;

/** Who has the same problem as the reporter of a request. */
@ApplicationScoped
class Followers implements PanacheRepositoryBase<FollowerEntity, FollowerEntity.Key> {
    private final Events events;
    private final Clock clock;

    Followers(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Counts a follower of a public request, open or closed, unless they are counted already or
     * have reported it themselves.
     *
     * @return how many follow now
     */
    @Transactional
    long follow(String jurisdictionId, String serviceRequestId, Follower follower, UUID keyId) {
        long requestId = locked(jurisdictionId, serviceRequestId);
        ReporterEntity reporter =
                getEntityManager()
                        .find(
                                ReporterEntity.class,
                                new ReporterEntity.Key(jurisdictionId, requestId));
        if (reporter == null || !follower.is(reporter)) {
            String secret =
                    (String)
                            sql("select secret::text from change_era where era = 1")
                                    .getSingleResult();
            List<String> hashes = follower.hashes(secret, jurisdictionId);
            if (add(jurisdictionId, requestId, hashes)) {
                events.append(
                        Event.followed(
                                jurisdictionId,
                                requestId,
                                serviceRequestId,
                                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                                keyId));
            }
            flush();
        }
        return ((Number)
                        sql("select follower_count(:jurisdictionId, :requestId)")
                                .setParameter("jurisdictionId", jurisdictionId)
                                .setParameter("requestId", requestId)
                                .getSingleResult())
                .longValue();
    }

    /** Two copies of a call must not both find nobody, so one waits for the other here. */
    private long locked(String jurisdictionId, String serviceRequestId) {
        requestId("service_request", " for no key update", jurisdictionId, serviceRequestId);
        // Looked at after the lock: it may have been hidden meanwhile.
        return requestId("public_service_request", "", jurisdictionId, serviceRequestId);
    }

    private long requestId(
            String from, String lock, String jurisdictionId, String serviceRequestId) {
        return sql("select id from "
                        + from
                        + " where jurisdiction_id = :jurisdictionId and service_request_id = :serviceRequestId"
                        + lock)
                .setParameter("jurisdictionId", jurisdictionId)
                .setParameter("serviceRequestId", serviceRequestId)
                .getResultStream()
                .mapToLong(id -> ((Number) id).longValue())
                .findFirst()
                .orElseThrow(
                        () -> GeoReportException.notFound("service_request_id", serviceRequestId));
    }

    /** Everything that they are known by is kept, so that each of it alone is known next time. */
    private boolean add(String jurisdictionId, long requestId, List<String> hashes) {
        Set<String> known =
                list(
                                "jurisdictionId = ?1 and requestId = ?2 and hash in ?3",
                                jurisdictionId,
                                requestId,
                                hashes)
                        .stream()
                        .map(row -> row.hash)
                        .collect(Collectors.toSet());
        Instant now = clock.instant();
        boolean counts = known.isEmpty();
        for (String hash : hashes) {
            if (known.add(hash)) {
                var row = new FollowerEntity();
                row.jurisdictionId = jurisdictionId;
                row.requestId = requestId;
                row.hash = hash;
                row.counts = counts && hash.equals(hashes.get(0));
                row.followedDatetime = now;
                persist(row);
            }
        }
        return counts;
    }

    @SuppressWarnings("unchecked")
    private TypedQuery<Object> sql(String statement) {
        return (TypedQuery<Object>) getEntityManager().createNativeQuery(statement);
    }
}
