package open311.service;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import open311.http.Caching;
import open311.http.GeoReportException;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Prepared;
import open311.http.Shortcuts;
import open311.http.Text;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import org.jboss.resteasy.reactive.RestPath;

/** GET Service List and GET Service Definition. */
@Path(Negotiation.ENDPOINT + "/services")
class ServiceResource {
    private final Jurisdictions jurisdictions;
    private final Services services;
    private final Caching caching;

    ServiceResource(Jurisdictions jurisdictions, Services services, Caching caching) {
        this.jurisdictions = jurisdictions;
        this.services = services;
        this.caching = caching;
    }

    @GET
    public Prepared list(@Context RoutingContext http) {
        return catalog(http).list();
    }

    @GET
    @Path("/{service_code}")
    public Prepared definition(
            @RestPath("service_code") String serviceCode, @Context RoutingContext http) {
        return catalog(http)
                .definition(Text.clean(serviceCode))
                .orElseThrow(() -> GeoReportException.notFound("service_code", serviceCode));
    }

    private Catalog.Texts catalog(RoutingContext http) {
        Jurisdiction jurisdiction = jurisdictions.of(Parameters.of(http));
        caching.sayChanged(http, jurisdiction.changeset());
        Shortcuts.allow(http);
        return services.wanted(http, jurisdiction);
    }
}
