package open311.request;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Semaphore;
import open311.ServerConfig;
import open311.apikey.ApiKeys;
import open311.database.RowCursor;
import open311.history.Versions;
import open311.http.GeoReportException;
import open311.http.Languages;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Problem;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.service.Services;
import org.jspecify.annotations.Nullable;

/** GET Service Requests in bulk: the same search, all of it, as CSV, NDJSON or GeoJSON. */
@Path("/")
class ExportResource {
    private final Jurisdictions jurisdictions;
    private final ApiKeys apiKeys;
    private final Services services;
    private final ServiceRequests requests;
    private final Versions versions;
    private final Clock clock;
    private final int most;

    /** Each export holds a connection for as long as its client takes to read. */
    private final Semaphore free;

    ExportResource(
            Jurisdictions jurisdictions,
            ApiKeys apiKeys,
            Services services,
            ServiceRequests requests,
            Versions versions,
            Clock clock,
            ServerConfig config) {
        this.jurisdictions = jurisdictions;
        this.apiKeys = apiKeys;
        this.services = services;
        this.requests = requests;
        this.versions = versions;
        this.clock = clock;
        this.most = config.maxExports();
        this.free = new Semaphore(most);
    }

    @GET
    @Path(Negotiation.ENDPOINT + "/requests.csv")
    public Response csv(@Context RoutingContext http) {
        return export(http, ExportFormat.CSV);
    }

    @GET
    @Path(Negotiation.ENDPOINT + "/requests.ndjson")
    public Response ndjson(@Context RoutingContext http) {
        return export(http, ExportFormat.NDJSON);
    }

    @GET
    @Path(Negotiation.ENDPOINT + "/requests.geojson")
    public Response geojson(@Context RoutingContext http) {
        return export(http, ExportFormat.GEOJSON);
    }

    private Response export(RoutingContext http, ExportFormat format) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ExtensionReader extensions =
                ExtensionReader.asked(parameters, jurisdiction, apiKeys, services);
        var search =
                Search.parseWhole(
                        parameters, jurisdiction, services.in(jurisdiction), clock.instant());
        if (extensions == null || !extensions.isPersonal()) {
            versions.check(http, jurisdiction, search.from(), search.to());
        }
        Response.ResponseBuilder answer =
                Response.ok()
                        .header("Content-Type", format.contentType())
                        .header(
                                "Content-Language",
                                Languages.ofAnswer(http).orElse(jurisdiction.locale()))
                        .header(
                                "Content-Disposition",
                                "attachment; filename=\"%s-%s.%s\""
                                        .formatted(
                                                jurisdiction
                                                        .jurisdictionId()
                                                        .replaceAll("[^A-Za-z0-9.-]", "-"),
                                                LocalDate.ofInstant(
                                                        clock.instant(), jurisdiction.timeZone()),
                                                format.suffix()));
        return HttpMethod.HEAD.equals(http.request().method())
                ? answer.build()
                : answer.entity(start(http, jurisdiction, search, extensions, format)).build();
    }

    private Export start(
            RoutingContext http,
            Jurisdiction jurisdiction,
            Search search,
            @Nullable ExtensionReader extensions,
            ExportFormat format) {
        if (!free.tryAcquire()) {
            throw new GeoReportException(
                    List.of(
                            Problem.of(
                                    503,
                                    "%s exports are under way, and the server takes no more at a time; try again in some seconds",
                                    most)));
        }
        RowCursor<ExportedRequest> rows;
        try {
            rows = requests.export(jurisdiction, search, extensions);
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
        return new Export(
                http,
                rows,
                ServiceRequest.translation(
                        services.in(jurisdiction).inOwnLanguage(),
                        services.wanted(http, jurisdiction)),
                format,
                free::release);
    }
}
