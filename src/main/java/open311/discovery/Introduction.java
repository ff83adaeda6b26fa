package open311.discovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;
import open311.apikey.ApiKeys;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.service.Services;

/** What a person who meets this server needs first, for the console and for the page. */
@ApplicationScoped
class Introduction {
    private final Jurisdictions jurisdictions;
    private final Services services;
    private final ApiKeys apiKeys;

    Introduction(Jurisdictions jurisdictions, Services services, ApiKeys apiKeys) {
        this.jurisdictions = jurisdictions;
        this.services = services;
        this.apiKeys = apiKeys;
    }

    Collection<Jurisdiction> jurisdictions() {
        return jurisdictions.all();
    }

    boolean hasDemoKey() {
        return apiKeys.find(ApiKeys.DEMO_KEY).isPresent();
    }

    /**
     * Lines that work as they stand, for the jurisdiction that the demo key is for or the first;
     * empty without any.
     */
    Optional<CurlLines> curlLines(String base) {
        Collection<Jurisdiction> all = jurisdictions.all();
        return all.stream()
                .filter(
                        jurisdiction ->
                                apiKeys.find(ApiKeys.DEMO_KEY)
                                        .map(key -> key.isGoodIn(jurisdiction.jurisdictionId()))
                                        .orElse(true))
                .findFirst()
                .map(
                        jurisdiction ->
                                CurlLines.of(
                                        base,
                                        jurisdiction,
                                        all.size() > 1,
                                        services.in(jurisdiction).inOwnLanguage(),
                                        hasDemoKey() ? ApiKeys.DEMO_KEY : "YOUR_KEY"));
    }
}
