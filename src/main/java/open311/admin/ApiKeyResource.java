package open311.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import open311.apikey.ApiKey;
import open311.apikey.ApiKeyRecord;
import open311.apikey.ApiKeys;
import open311.apikey.NewApiKey;
import open311.apikey.RequiresAdmin;
import open311.apikey.Scope;
import open311.http.GeoReportException;
import open311.http.LimitedInputStream;
import open311.jurisdiction.Jurisdictions;
import org.jboss.resteasy.reactive.RestPath;

/**
 * The operator's keys. A key that is bound to jurisdictions makes and sees those alone that stay
 * within them.
 */
@Path("/admin/v1/keys")
class ApiKeyResource {
    private static final int MAX_BODY = 1 << 16;
    private static final int MAX_JURISDICTIONS = 1000;
    private static final int MAX_RATE_LIMIT = 10_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiKeys apiKeys;
    private final Jurisdictions jurisdictions;

    ApiKeyResource(ApiKeys apiKeys, Jurisdictions jurisdictions) {
        this.apiKeys = apiKeys;
        this.jurisdictions = jurisdictions;
    }

    @GET
    @RequiresAdmin
    public List<ApiKeyRecord> list(@Context RoutingContext http) {
        return apiKeys.within(ApiKeys.caller(http).jurisdictionIds());
    }

    @POST
    @RequiresAdmin
    public NewApiKey create(@Context RoutingContext http, InputStream body) {
        var problems = new ArrayList<String>();
        DocumentNode root = DocumentNode.root(tree(body), problems);
        if (!root.isObjectOf("name", "contact", "scopes", "jurisdiction_ids", "rate_limit")) {
            throw new DocumentException(problems).asAnswer();
        }
        String name = root.get("name").requiredText(200);
        String contact = root.get("contact").text(1000);
        Set<Scope> scopes = scopes(root.get("scopes"));
        List<String> jurisdictionIds =
                jurisdictionIds(root.get("jurisdiction_ids"), ApiKeys.caller(http));
        DocumentNode limit = root.get("rate_limit");
        Integer rateLimit = limit.isAbsent() ? null : limit.integer(1, MAX_RATE_LIMIT);
        if (!problems.isEmpty()) {
            throw new DocumentException(problems).asAnswer();
        }
        return apiKeys.create(name, contact, scopes, jurisdictionIds, rateLimit);
    }

    @DELETE
    @Path("/{id}")
    @RequiresAdmin
    public void revoke(@RestPath String id, @Context RoutingContext http) {
        if (!isUuid(id)
                || !apiKeys.revoke(UUID.fromString(id), ApiKeys.caller(http).jurisdictionIds())) {
            throw GeoReportException.notFound("id", id);
        }
    }

    private static Set<Scope> scopes(DocumentNode node) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (DocumentNode element : node.elements(Scope.values().length)) {
            scopes.add(element.oneOf(Scope.values(), Scope::onTheWire, Scope.REPORT));
        }
        if (scopes.isEmpty()) {
            node.problem("must name at least one of report, manage, admin");
        }
        return scopes;
    }

    /** None means everywhere, which only a key that is itself good everywhere may give. */
    private List<String> jurisdictionIds(DocumentNode node, ApiKey caller) {
        var ids = new ArrayList<String>();
        for (DocumentNode element : node.elements(MAX_JURISDICTIONS)) {
            String id = element.requiredText(100);
            if (!caller.isGoodIn(id)) {
                throw GeoReportException.forbidden(
                        "api_key is not good for jurisdiction_id '%s'", id);
            }
            if (jurisdictions.find(id).isEmpty()) {
                element.problem("is '" + id + "', which is no jurisdiction of this server");
            }
            ids.add(id);
        }
        if (ids.isEmpty() && !caller.jurisdictionIds().isEmpty()) {
            node.problem("must be given: your own key is bound to jurisdictions");
        }
        return ids;
    }

    private static JsonNode tree(InputStream body) {
        try {
            return JSON.readTree(new LimitedInputStream(body, MAX_BODY).readAllBytes());
        } catch (JsonProcessingException e) {
            throw GeoReportException.badRequest(
                    "The body is not JSON, such as {\"name\":\"City website\",\"scopes\":[\"report\"]}");
        } catch (IOException e) {
            throw GeoReportException.badRequest("The body ended before it was complete");
        }
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
