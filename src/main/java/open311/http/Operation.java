package open311.http;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** The operations of the contract, by their names there (operationId in openapi.yaml). */
enum Operation {
    HOME_PAGE("getHomePage", "GET", "/"),
    DISCOVERY("getDiscovery", "GET", "/discovery"),
    DISCOVERY_OF_ENDPOINT("getDiscoveryOfEndpoint", "GET", "/open311/v2/discovery"),
    SERVICE_LIST("getServiceList", "GET", "/open311/v2/services"),
    SERVICE_DEFINITION("getServiceDefinition", "GET", "/open311/v2/services/{}"),
    SERVICE_REQUESTS("getServiceRequests", "GET", "/open311/v2/requests"),
    POST_SERVICE_REQUEST("postServiceRequest", "POST", "/open311/v2/requests"),
    CSV("getServiceRequestsAsCsv", "GET", "/open311/v2/requests.csv"),
    NDJSON("getServiceRequestsAsNdjson", "GET", "/open311/v2/requests.ndjson"),
    GEOJSON("getServiceRequestsAsGeojson", "GET", "/open311/v2/requests.geojson"),
    // Before the request of any id.
    SIMILAR("getSimilarServiceRequests", "GET", "/open311/v2/requests/similar"),
    SERVICE_REQUEST("getServiceRequest", "GET", "/open311/v2/requests/{}"),
    PATCH_SERVICE_REQUEST("patchServiceRequest", "PATCH", "/open311/v2/requests/{}"),
    FOLLOW("followServiceRequest", "POST", "/open311/v2/requests/{}/follow"),
    COVERAGE("getCoverage", "GET", "/open311/v2/coverage"),
    BOUNDARY("getBoundary", "GET", "/open311/v2/boundary.geojson"),
    TOKEN("getServiceRequestIdFromToken", "GET", "/open311/v2/tokens/{}"),
    CHANGES("getChanges", "GET", "/open311/v2/changes"),
    UPDATES("getServiceRequestUpdates", "GET", "/open311/v2/servicerequestupdates"),
    POST_UPDATE("postServiceRequestUpdate", "POST", "/open311/v2/servicerequestupdates"),
    JURISDICTIONS("listJurisdictions", "GET", "/admin/v1/jurisdictions"),
    JURISDICTION("getJurisdiction", "GET", "/admin/v1/jurisdictions/{}"),
    PUT_JURISDICTION("putJurisdiction", "PUT", "/admin/v1/jurisdictions/{}"),
    KEYS("listKeys", "GET", "/admin/v1/keys"),
    CREATE_KEY("createKey", "POST", "/admin/v1/keys"),
    REVOKE_KEY("revokeKey", "DELETE", "/admin/v1/keys/{}"),

    /** Whatever else is asked for: a page of the framework, a path that is none, another method. */
    NONE("none", "", "");

    private static final String ANY = "{}";
    private static final Operation[] ALL = values();

    private final String operationId;
    private final String method;
    private final String path;

    Operation(String operationId, String method, String path) {
        this.operationId = operationId;
        this.method = method;
        this.path = path;
    }

    /** As the contract calls it. */
    String operationId() {
        return operationId;
    }

    /**
     * What is asked for; HEAD is GET.
     *
     * @param rawPath with or without the suffix of a format
     */
    static Operation of(HttpMethod method, @Nullable String rawPath) {
        String verb = HttpMethod.HEAD.equals(method) ? HttpMethod.GET.name() : method.name();
        String asked = Paths.canonical(rawPath).map(Operation::withoutFormat).orElse("");
        for (Operation each : ALL) {
            if (each.method.equals(verb) && matches(each.path, asked)) {
                return each;
            }
        }
        return NONE;
    }

    private static String withoutFormat(String path) {
        String suffix = Paths.suffix(path);
        return Format.ofSuffix(suffix).isPresent()
                ? path.substring(0, path.length() - suffix.length() - 1)
                : path;
    }

    /** Segment by segment; at most one of the pattern stands for any. */
    private static boolean matches(String pattern, String path) {
        int any = pattern.indexOf(ANY);
        if (any < 0) {
            return pattern.equals(path);
        }
        if (!path.startsWith(pattern.substring(0, any)) || path.length() == any) {
            return false;
        }
        int end = path.indexOf('/', any);
        String rest = pattern.substring(any + ANY.length());
        return end < 0 ? rest.isEmpty() : rest.equals(path.substring(end));
    }
}
