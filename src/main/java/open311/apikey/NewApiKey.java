package open311.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import open311.http.WireType;

/** A key just made: the only time that its secret is shown. */
@WireType(item = "api_key")
public record NewApiKey(String apiKey, @JsonUnwrapped ApiKeyRecord record) {}
