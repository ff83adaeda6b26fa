package open311.apikey;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that was found to be good for a call.
 *
 * @param jurisdictionIds where it is good; empty: everywhere
 * @param rateLimit calls a minute; null: as configured for all
 */
public record ApiKey(
        UUID id, Set<Scope> scopes, Set<String> jurisdictionIds, @Nullable Integer rateLimit) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
        jurisdictionIds = Set.copyOf(jurisdictionIds);
    }

    public boolean isGoodIn(String jurisdictionId) {
        return jurisdictionIds.isEmpty() || jurisdictionIds.contains(jurisdictionId);
    }
}
