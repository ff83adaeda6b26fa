package open311.request;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import open311.ServerConfig;
import open311.apikey.ApiKey;
import open311.apikey.ApiKeys;
import open311.apikey.Scope;
import open311.database.Select;
import open311.history.Versions;
import open311.http.BaseUrl;
import open311.http.GeoReportException;
import open311.http.Links;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.http.Problem;
import open311.http.Text;
import open311.idempotency.IdempotencyKey;
import open311.idempotency.IdempotencyKeys;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import open311.service.Catalog;
import open311.service.Services;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** POST Service Request, GET Service Requests and GET Service Request. */
@Path(Negotiation.ENDPOINT + "/requests")
class ServiceRequestResource {
    private final Jurisdictions jurisdictions;
    private final ApiKeys apiKeys;
    private final Services services;
    private final ServiceRequests requests;
    private final Submissions submissions;
    private final Followers followers;
    private final IdempotencyKeys idempotencyKeys;
    private final Versions versions;
    private final BaseUrl baseUrl;
    private final ServerConfig config;
    private final Clock clock;

    ServiceRequestResource(
            Jurisdictions jurisdictions,
            ApiKeys apiKeys,
            Services services,
            ServiceRequests requests,
            Submissions submissions,
            Followers followers,
            IdempotencyKeys idempotencyKeys,
            Versions versions,
            BaseUrl baseUrl,
            ServerConfig config,
            Clock clock) {
        this.jurisdictions = jurisdictions;
        this.apiKeys = apiKeys;
        this.services = services;
        this.requests = requests;
        this.submissions = submissions;
        this.followers = followers;
        this.idempotencyKeys = idempotencyKeys;
        this.versions = versions;
        this.baseUrl = baseUrl;
        this.config = config;
        this.clock = clock;
    }

    @POST
    public List<SubmissionReceipt> submit(@Context RoutingContext http, InputStream body) {
        Parameters parameters = Parameters.of(http, body, config.maxBodySize().asLongValue());
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ApiKey key = apiKeys.require(parameters, Scope.REPORT, jurisdiction);
        var idempotencyKey = IdempotencyKey.of(parameters, jurisdiction, key, "requests");
        SubmissionReceipt receipt = receipt(parameters, jurisdiction, key, idempotencyKey);
        if (receipt.serviceRequestId() != null || receipt.token() != null) {
            http.response().putHeader("Location", location(http, parameters, receipt));
        }
        return List.of(receipt);
    }

    private SubmissionReceipt receipt(
            Parameters parameters,
            Jurisdiction jurisdiction,
            ApiKey key,
            @Nullable IdempotencyKey idempotencyKey) {
        Submission submission;
        try {
            submission =
                    Submission.parse(
                            parameters,
                            jurisdiction,
                            services.wanted(parameters.http(), jurisdiction));
        } catch (GeoReportException refused) {
            if (idempotencyKey == null) {
                throw refused;
            }
            // Whoever repeats what was taken hears of that, though its service may be gone by now.
            return submissions
                    .find(idempotencyKey, parameters.text("account_id"))
                    .orElseThrow(() -> refused);
        }
        return submissions.submit(jurisdiction, submission, key.id(), idempotencyKey);
    }

    @GET
    public List<ServiceRequest> search(@Context RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ExtensionReader extensions =
                ExtensionReader.asked(parameters, jurisdiction, apiKeys, services);
        var search =
                Search.parse(parameters, jurisdiction, services.in(jurisdiction), clock.instant());
        Select.First<?> version =
                extensions != null && extensions.isPersonal()
                        ? null
                        : versions.checkOrReadFirst(http, jurisdiction, search.from(), search.to());
        ServiceRequests.Found found = requests.search(jurisdiction, search, extensions, version);
        if (search.serviceRequestIds().isEmpty()) {
            link(
                    parameters,
                    search,
                    found,
                    search.isCounted() ? requests.count(jurisdiction, search) : null);
        }
        return inWantedLanguage(http, jurisdiction, found.requests());
    }

    /** What was reported before that may be what somebody is about to report. */
    @GET
    @Path("/similar")
    public List<ServiceRequest> similar(@Context RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        Catalog.Texts catalog = services.wanted(http, jurisdiction);
        var search = SimilarSearch.parse(parameters, catalog, clock.instant());
        versions.check(http, jurisdiction, search.from(), null);
        return inWantedLanguage(
                http,
                jurisdiction,
                requests.similar(jurisdiction, search, new ExtensionReader(catalog, false)));
    }

    /** A next page is told of always, the others where pages were asked for. */
    private void link(
            Parameters parameters,
            Search search,
            ServiceRequests.Found found,
            @Nullable Long total) {
        RoutingContext http = parameters.http();
        if (total != null) {
            http.response().putHeader("X-Total-Count", Long.toString(total));
        }
        var links =
                new Links(
                        baseUrl.of(http.request()) + Negotiation.ENDPOINT + "/requests",
                        parameters);
        long page = search.page().number();
        if (parameters.has("page") || parameters.has("page_size") || parameters.has("cursor")) {
            links.add("first", "page", "1");
            if (search.cursor() == null && page > 1) {
                links.add("prev", "page", Long.toString(page - 1));
            }
            if (search.cursor() == null && total != null) {
                long last =
                        Math.max(1, (total + search.page().limit() - 1) / search.page().limit());
                links.add("last", "page", Long.toString(last));
            }
        }
        if (found.next() != null) {
            if (search.sort().isOneWay()) {
                links.add("next", "cursor", found.next().encoded(search.canonical()));
            } else {
                links.add("next", "page", Long.toString(page + 1));
            }
        }
        links.send(http);
    }

    @GET
    @Path("/{service_request_id}")
    public List<ServiceRequest> get(
            @RestPath("service_request_id") String serviceRequestId, @Context RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ExtensionReader extensions =
                ExtensionReader.asked(parameters, jurisdiction, apiKeys, services);
        parameters.throwIfWrong();
        String id = Text.clean(serviceRequestId);
        return requests.find(
                        jurisdiction, id, extensions, version(http, jurisdiction, id, extensions))
                .or(() -> findByToken(jurisdiction, id, extensions))
                .map(request -> inWantedLanguage(http, jurisdiction, List.of(request)))
                .orElseThrow(() -> notFound(jurisdiction, serviceRequestId));
    }

    private Select.@Nullable First<?> version(
            RoutingContext http,
            Jurisdiction jurisdiction,
            @Nullable String id,
            @Nullable ExtensionReader extensions) {
        if (id == null || (extensions != null && extensions.isPersonal())) {
            return null;
        }
        return extensions == null
                ? versions.checkOneOrReadFirst(http, jurisdiction, id)
                : versions.checkOneExtendedOrReadFirst(http, jurisdiction);
    }

    /** Whoever asks for a request that was merged is told where it went. */
    private GeoReportException notFound(Jurisdiction jurisdiction, String serviceRequestId) {
        String id = Text.clean(serviceRequestId);
        return requests.findOriginal(jurisdiction, id)
                .or(
                        () ->
                                requests.findTaken(jurisdiction, id)
                                        .flatMap(
                                                taken ->
                                                        requests.findOriginal(
                                                                jurisdiction,
                                                                taken.serviceRequestId())))
                .map(
                        original ->
                                new GeoReportException(
                                        List.of(
                                                Problem.of(
                                                        404,
                                                        "service_request_id '%s' was merged into '%s'",
                                                        Text.shortened(serviceRequestId),
                                                        original))))
                .orElseGet(
                        () -> GeoReportException.notFound("service_request_id", serviceRequestId));
    }

    @PATCH
    @Path("/{service_request_id}")
    public List<Moderated> moderate(
            @RestPath("service_request_id") String serviceRequestId,
            @Context RoutingContext http,
            InputStream body) {
        Parameters parameters =
                Parameters.ofJsonOrForm(http, body, config.maxBodySize().asLongValue());
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ApiKey key = apiKeys.require(parameters, Scope.MANAGE, jurisdiction);
        var moderation = Moderation.parse(parameters, serviceRequestId);
        return List.of(requests.moderate(jurisdiction, moderation, key.id()));
    }

    /** Some clients ask with the token that they got; until it is accepted there is no request. */
    private Optional<ServiceRequest> findByToken(
            Jurisdiction jurisdiction,
            @Nullable String token,
            @Nullable ExtensionReader extensions) {
        return requests.findTaken(jurisdiction, token)
                .flatMap(
                        taken ->
                                requests.find(
                                        jurisdiction, taken.serviceRequestId(), extensions, null));
    }

    /** Somebody else has the same problem; they count once. */
    @POST
    @Path("/{service_request_id}/follow")
    public List<FollowReceipt> follow(
            @RestPath("service_request_id") String serviceRequestId,
            @Context RoutingContext http,
            InputStream body) {
        Parameters parameters = Parameters.of(http, body, config.maxBodySize().asLongValue());
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        ApiKey key = apiKeys.require(parameters, Scope.REPORT, jurisdiction);
        String id = Text.clean(serviceRequestId);
        String[] answer =
                idempotencyKeys.once(
                        IdempotencyKey.of(parameters, jurisdiction, key, "follow " + id),
                        () -> {
                            if (requests.find(jurisdiction, id, null, null).isEmpty()) {
                                parameters.problem(
                                        GeoReportException.unknown(
                                                "service_request_id", serviceRequestId));
                            }
                            Follower follower = Follower.parse(parameters);
                            long count =
                                    followers.follow(
                                            jurisdiction.jurisdictionId(), id, follower, key.id());
                            return new String[] {id, Long.toString(count)};
                        });
        return List.of(new FollowReceipt(answer[0], Long.parseLong(answer[1])));
    }

    /**
     * The database holds the jurisdiction's own language; of a request only the service's texts
     * have others.
     */
    private List<ServiceRequest> inWantedLanguage(
            RoutingContext http, Jurisdiction jurisdiction, List<ServiceRequest> found) {
        return found.stream()
                .map(
                        ServiceRequest.translation(
                                services.in(jurisdiction).inOwnLanguage(),
                                services.wanted(http, jurisdiction)))
                .toList();
    }

    /** Where the answer's id or token leads, in the format and the jurisdiction of the call. */
    private static String location(
            RoutingContext http, Parameters parameters, SubmissionReceipt receipt) {
        String jurisdictionId = parameters.text("jurisdiction_id");
        return Negotiation.ENDPOINT
                + (receipt.token() == null
                        ? "/requests/" + receipt.serviceRequestId()
                        : "/tokens/" + receipt.token())
                + Negotiation.format(http).suffix()
                + (jurisdictionId == null
                        ? ""
                        : "?jurisdiction_id="
                                + URLEncoder.encode(jurisdictionId, StandardCharsets.UTF_8));
    }
}
