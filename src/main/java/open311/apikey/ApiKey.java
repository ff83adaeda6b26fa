package open311.apikey;

import java.util.Set;
import java.util.UUID;

/**
 * A key that was found to be good for a call.
 *
 * @param jurisdictionIds where it is good; empty: everywhere
 */
public record ApiKey(UUID id, Set<Scope> scopes, Set<String> jurisdictionIds) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
        jurisdictionIds = Set.copyOf(jurisdictionIds);
    }

    public boolean isGoodIn(String jurisdictionId) {
        return jurisdictionIds.isEmpty() || jurisdictionIds.contains(jurisdictionId);
    }
}
