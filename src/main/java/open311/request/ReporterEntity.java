package open311.request;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The table reporter: personal data, apart from the request. */
@Entity(name = "Reporter")
@Table(name = "reporter")
@IdClass(ReporterEntity.Key.class)
class ReporterEntity {
    /** That of the request. */
    record Key(String jurisdictionId, long requestId) {}

    @Id String jurisdictionId;
    @Id long requestId;
    @Nullable String email;
    @Nullable String firstName;
    @Nullable String lastName;
    @Nullable String phone;
    @Nullable String deviceId;
    @Nullable String accountId;
}
