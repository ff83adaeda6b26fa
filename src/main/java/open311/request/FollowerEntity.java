package open311.request;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** The table service_request_follower. */
@Entity(name = "Follower")
@Table(name = "service_request_follower")
@IdClass(FollowerEntity.Key.class)
class FollowerEntity {
    /** Begins with the jurisdiction, as every key does. */
    record Key(String jurisdictionId, long requestId, String hash) {}

    @Id String jurisdictionId;
    @Id long requestId;
    @Id String hash;
    boolean counts;
    Instant followedDatetime;
}
