package open311.request;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import open311.service.ServiceType;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What can change of a row of the table service_request, for changing it; reads go through the view
 * public_service_request.
 */
@Entity(name = "ServiceRequest")
@Table(name = "service_request")
@DynamicUpdate
@IdClass(ServiceRequestEntity.Key.class)
class ServiceRequestEntity {
    /** Begins with the jurisdiction, as every key does. */
    record Key(String jurisdictionId, long id) {}

    @Id String jurisdictionId;
    @Id long id;
    String serviceRequestId;
    String serviceCode;
    String type;
    @Nullable Instant acceptedDatetime;
    String visibility;
    @Nullable Long duplicateOf;
    String status;
    @Nullable String detailedStatus;
    @Nullable String statusNotes;
    @Nullable String agencyResponsible;
    Instant requestedDatetime;
    Instant updatedDatetime;
    Instant changedDatetime;

    /** Whatever becomes of it. */
    boolean isNeverPublic() {
        return type.equals(ServiceType.BLACKBOX.onTheWire());
    }

    boolean isClosed() {
        return status.equals(Status.CLOSED.onTheWire());
    }
}
