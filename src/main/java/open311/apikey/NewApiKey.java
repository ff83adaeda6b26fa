package open311.apikey;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.time.Instant;
import java.util.List;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * A key just made: the only time that its secret is shown.
 *
 * @param jurisdictionIds where it is good; empty: everywhere
 * @param rateLimit calls a minute; null: as configured for all
 */
@WireType(item = "api_key")
public record NewApiKey(
        String id,
        String apiKey,
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
        @Nullable Instant revokedDatetime) {
    static NewApiKey of(String apiKey, ApiKeyRecord key) {
        return new NewApiKey(
                key.id(),
                apiKey,
                key.name(),
                key.contact(),
                key.scopes(),
                key.jurisdictionIds(),
                key.rateLimit(),
                key.createdDatetime(),
                key.lastUsedDatetime(),
                key.revokedDatetime());
    }
}
