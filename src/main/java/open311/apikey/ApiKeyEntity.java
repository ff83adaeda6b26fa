package open311.apikey;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table api_key. */
@Entity(name = "ApiKey")
@Table(name = "api_key")
class ApiKeyEntity {
    @Id UUID id;
    byte[] keyHash;
    String name;
    @Nullable String contact;
    List<String> scopes;
    List<String> jurisdictionIds;
    @Nullable Integer rateLimit;
    Instant createdDatetime;
    @Nullable Instant lastUsedDatetime;
    @Nullable Instant revokedDatetime;

    ApiKey toApiKey() {
        return new ApiKey(
                id,
                scopes.stream()
                        .map(name -> Scope.named(name).orElseThrow())
                        .collect(Collectors.toSet()),
                Set.copyOf(jurisdictionIds),
                rateLimit);
    }

    ApiKeyRecord toRecord() {
        return new ApiKeyRecord(
                id.toString(),
                name,
                contact,
                List.copyOf(scopes),
                List.copyOf(jurisdictionIds),
                rateLimit,
                createdDatetime,
                lastUsedDatetime,
                revokedDatetime);
    }
}
