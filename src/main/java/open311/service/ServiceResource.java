package open311.service;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.List;
import open311.http.GeoReportException;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Text;
import open311.jurisdiction.Jurisdictions;
import org.jboss.resteasy.reactive.RestPath;

/** GET Service List and GET Service Definition. */
@Path(Negotiation.ENDPOINT + "/services")
class ServiceResource {
    private final Jurisdictions jurisdictions;
    private final Services services;

    ServiceResource(Jurisdictions jurisdictions, Services services) {
        this.jurisdictions = jurisdictions;
        this.services = services;
    }

    @GET
    public List<Service> list(@Context RoutingContext http) {
        return catalog(http).services();
    }

    @GET
    @Path("/{service_code}")
    public ServiceDefinition definition(
            @RestPath("service_code") String serviceCode, @Context RoutingContext http) {
        return catalog(http)
                .find(Text.clean(serviceCode))
                .map(Service::definition)
                .orElseThrow(() -> GeoReportException.notFound("service_code", serviceCode));
    }

    private Catalog.Texts catalog(RoutingContext http) {
        return services.wanted(http, jurisdictions.of(Parameters.of(http)));
    }
}
