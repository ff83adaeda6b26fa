package open311.apikey;

import io.vertx.ext.web.RoutingContext;
import open311.http.Parameters;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets nobody pass to a method marked {@link RequiresAdmin} without a key of the scope admin. */
class AdminFilter {
    private static final String KEY = ApiKey.class.getName();

    private final ApiKeys apiKeys;

    AdminFilter(ApiKeys apiKeys) {
        this.apiKeys = apiKeys;
    }

    @RequiresAdmin
    @ServerRequestFilter
    void check(RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        String parameter = parameters.text("api_key");
        parameters.throwIfWrong();
        http.put(KEY, apiKeys.require(parameter, http, Scope.ADMIN));
    }

    static ApiKey passed(RoutingContext http) {
        return http.get(KEY);
    }
}
