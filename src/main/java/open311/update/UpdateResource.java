package open311.update;

import io.agroal.api.AgroalDataSource;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import open311.ServerConfig;
import open311.apikey.ApiKey;
import open311.apikey.ApiKeys;
import open311.apikey.Scope;
import open311.database.Select;
import open311.history.Versions;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.idempotency.IdempotencyKey;
import open311.idempotency.IdempotencyKeys;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.request.Change;
import open311.request.ServiceRequests;
import open311.service.Services;

/** POST and GET of service request updates. */
@Path(Negotiation.ENDPOINT + "/servicerequestupdates")
class UpdateResource {
    private final Jurisdictions jurisdictions;
    private final ApiKeys apiKeys;
    private final Services services;
    private final ServiceRequests requests;
    private final IdempotencyKeys idempotencyKeys;
    private final Versions versions;
    private final AgroalDataSource database;
    private final ServerConfig config;
    private final Clock clock;

    UpdateResource(
            Jurisdictions jurisdictions,
            ApiKeys apiKeys,
            Services services,
            ServiceRequests requests,
            IdempotencyKeys idempotencyKeys,
            Versions versions,
            AgroalDataSource database,
            ServerConfig config,
            Clock clock) {
        this.jurisdictions = jurisdictions;
        this.apiKeys = apiKeys;
        this.services = services;
        this.requests = requests;
        this.idempotencyKeys = idempotencyKeys;
        this.versions = versions;
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @POST
    public List<UpdateReceipt> submit(@Context RoutingContext http, InputStream body) {
        Parameters parameters = Parameters.of(http, body, config.maxBodySize().asLongValue());
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ApiKey key = apiKeys.require(parameters, Scope.MANAGE, jurisdiction);
        String[] answer =
                idempotencyKeys.once(
                        IdempotencyKey.of(parameters, jurisdiction, key, "servicerequestupdates"),
                        () -> {
                            Change change =
                                    UpdateSubmission.parse(
                                            parameters,
                                            jurisdiction,
                                            services.wanted(http, jurisdiction),
                                            key.id(),
                                            clock.instant());
                            return new String[] {
                                Long.toString(requests.change(jurisdiction, change))
                            };
                        });
        return List.of(new UpdateReceipt(answer[0]));
    }

    /** The public updates that match, oldest first. */
    @GET
    public List<ServiceRequestUpdate> search(@Context RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        UpdateSearch search = UpdateSearch.parse(parameters, jurisdiction);
        Select.First<?> version = versions.checkOrReadFirst(http, jurisdiction, null, null);
        Select select =
                Select.of(
                                """
                                select event_id, service_request_id, status, updated_datetime, description, media_url
                                from public_service_request_update""")
                        .where("jurisdiction_id = ?", jurisdiction.jurisdictionId());
        if (!search.serviceRequestIds().isEmpty()) {
            select.where(
                    "service_request_id = any(?)",
                    (Object) search.serviceRequestIds().toArray(String[]::new));
        }
        if (search.from() != null) {
            select.where("updated_datetime >= ?", search.from());
        }
        if (search.to() != null) {
            select.where("updated_datetime <= ?", search.to());
        }
        return select.then("order by updated_datetime, event_id")
                .then("limit ? offset ?", search.page().limit(), search.page().offset())
                .list(
                        database,
                        row ->
                                new ServiceRequestUpdate(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        Select.instant(row, 4),
                                        row.getString(5),
                                        row.getString(6)),
                        version);
    }
}
