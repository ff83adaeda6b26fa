package open311.coverage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import open311.http.GeoReportException;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Problem;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;

/** Where the line runs: a Feature of GeoJSON (RFC 7946). */
@Path(Negotiation.ENDPOINT + "/boundary.geojson")
class BoundaryResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jurisdictions jurisdictions;

    BoundaryResource(Jurisdictions jurisdictions) {
        this.jurisdictions = jurisdictions;
    }

    @GET
    public Response boundary(@Context RoutingContext http) {
        Jurisdiction jurisdiction = jurisdictions.of(Parameters.of(http));
        if (jurisdiction.boundary() == null) {
            throw new GeoReportException(
                    List.of(
                            Problem.of(
                                    404,
                                    "%s has no boundary; it takes reports from anywhere",
                                    jurisdiction.name())));
        }
        ObjectNode feature = JSON.createObjectNode().put("type", "Feature");
        feature.putObject("properties")
                .put("jurisdiction_id", jurisdiction.jurisdictionId())
                .put("name", jurisdiction.name());
        feature.putRawValue("geometry", new RawValue(jurisdiction.boundary().strictGeoJson()));
        return Response.ok(feature.toString().getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/geo+json")
                .build();
    }
}
