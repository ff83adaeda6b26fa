package open311.token;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.List;
import open311.http.GeoReportException;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Text;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.request.ServiceRequests;
import org.jboss.resteasy.reactive.RestPath;

/** GET service_request_id from a token. */
@Path(Negotiation.ENDPOINT + "/tokens")
class TokenResource {
    private final Jurisdictions jurisdictions;
    private final ServiceRequests requests;

    TokenResource(Jurisdictions jurisdictions, ServiceRequests requests) {
        this.jurisdictions = jurisdictions;
        this.requests = requests;
    }

    @GET
    @Path("/{token}")
    public List<Token> get(@RestPath("token") String token, @Context RoutingContext http) {
        Jurisdiction jurisdiction = jurisdictions.of(Parameters.of(http));
        return requests.findTaken(jurisdiction, Text.clean(token))
                .map(taken -> List.of(new Token(taken.serviceRequestId(), taken.token())))
                .orElseThrow(() -> GeoReportException.notFound("token", token));
    }
}
