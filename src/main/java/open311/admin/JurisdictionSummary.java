package open311.admin;

import java.time.Instant;
import open311.http.WireType;

/**
 * A jurisdiction in the operator's list.
 *
 * @param services how many it offers
 * @param changeset when its catalog changed last
 */
@WireType(list = "jurisdictions", item = "jurisdiction")
record JurisdictionSummary(
        String jurisdictionId, String name, String endpointType, int services, Instant changeset) {}
