package open311.discovery;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import open311.http.BaseUrl;
import open311.http.GeoReportException;
import open311.http.Languages;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;

/**
 * Service Discovery, at the root and below the endpoint, and the page for people that is drawn from
 * it.
 */
@Path("/")
class DiscoveryResource {
    private final Jurisdictions jurisdictions;
    private final BaseUrl baseUrl;
    private final Introduction introduction;

    DiscoveryResource(Jurisdictions jurisdictions, BaseUrl baseUrl, Introduction introduction) {
        this.jurisdictions = jurisdictions;
        this.baseUrl = baseUrl;
        this.introduction = introduction;
    }

    @GET
    @Path("/discovery")
    public Discovery discovery(@Context RoutingContext http) {
        return discovery(http, wanted(http));
    }

    @GET
    @Path(Negotiation.ENDPOINT + "/discovery")
    public Discovery discoveryBelowEndpoint(@Context RoutingContext http) {
        return discovery(http, wanted(http));
    }

    @GET
    @Produces("text/html;charset=utf-8")
    public String page(@Context RoutingContext http) {
        PagePolicy.allowStyles(http);
        String base = baseUrl.of(http.request());
        Collection<Jurisdiction> all = jurisdictions.all();
        return IndexPage.render(
                new IndexPage.Content(
                        List.copyOf(all),
                        all.isEmpty() ? null : discovery(http, all),
                        base,
                        introduction.hasDemoKey(),
                        introduction.curlLines(base).orElse(null)));
    }

    private Discovery discovery(RoutingContext http, Collection<Jurisdiction> of) {
        if (of.isEmpty()) {
            throw GeoReportException.notFound("jurisdiction_id", "");
        }
        return Discovery.of(
                of, language(http, of), baseUrl.of(http.request()) + Negotiation.ENDPOINT);
    }

    /** The wanted language if any of the jurisdictions has it, otherwise that of the first. */
    private static String language(RoutingContext http, Collection<Jurisdiction> of) {
        var languages = new TreeSet<String>();
        of.forEach(jurisdiction -> languages.addAll(jurisdiction.languages()));
        return Languages.choose(http, languages, of.iterator().next().locale());
    }

    /**
     * Discovery knows no parameter; jurisdiction_id narrows it for those who send it everywhere.
     */
    private Collection<Jurisdiction> wanted(RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        String jurisdictionId = parameters.text("jurisdiction_id");
        parameters.throwIfWrong();
        return jurisdictionId == null
                ? jurisdictions.all()
                : List.of(jurisdictions.named(jurisdictionId));
    }
}
