package open311.apikey;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.time.Instant;
import java.util.List;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * A key as the operator sees it, without its secret.
 *
 * @param jurisdictionIds where it is good; empty: everywhere
 * @param rateLimit calls a minute; null: as configured for all
 * @param lastUsedDatetime to the minute; null: never used
 * @param revokedDatetime null: still good
 */
@WireType(list = "api_keys", item = "api_key")
public record ApiKeyRecord(
        String id,
        String name,
        @Nullable String contact,
        @JacksonXmlElementWrapper(localName = "scopes") @JacksonXmlProperty(localName = "scope")
                List<String> scopes,
        @JacksonXmlElementWrapper(localName = "jurisdiction_ids")
                @JacksonXmlProperty(localName = "jurisdiction_id")
                List<String> jurisdictionIds,
        @Nullable Integer rateLimit,
        Instant createdDatetime,
        @Nullable Instant lastUsedDatetime,
        @Nullable Instant revokedDatetime) {}
