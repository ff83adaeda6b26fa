package open311.apikey;

import java.time.Instant;
import java.util.List;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * A key as the operator sees it, without its secret.
 *
 * @param jurisdictionIds where it is good; empty: everywhere
 * @param lastUsedDatetime to the minute; null: never used
 * @param revokedDatetime null: still good
 */
@WireType(list = "api_keys", item = "api_key")
public record ApiKeyRecord(
        String id,
        String name,
        @Nullable String contact,
        List<String> scopes,
        List<String> jurisdictionIds,
        Instant createdDatetime,
        @Nullable Instant lastUsedDatetime,
        @Nullable Instant revokedDatetime) {}
