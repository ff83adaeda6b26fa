package open311.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The table service_request_event. */
@Entity(name = "Event")
@Table(name = "service_request_event")
@Immutable
@IdClass(EventEntity.Key.class)
class EventEntity {
    /** Begins with the jurisdiction, as every key does. */
    record Key(String jurisdictionId, long eventId) {}

    @Id String jurisdictionId;
    @Id long eventId;
    @Nullable Long requestId;
    @Nullable String serviceRequestId;
    String kind;
    @Nullable String told;
    boolean wasPublic;

    @Column(name = "public")
    boolean isPublic;

    @Nullable String status;
    @Nullable String detailedStatus;
    @Nullable String description;
    @Nullable String mediaUrl;
    @Nullable String serviceCode;
    @Nullable String agencyResponsible;
    Instant updatedDatetime;
    Instant recordedDatetime;
    @Nullable UUID keyId;
    @Nullable String updateId;
    @Nullable String duplicateOf;
}
