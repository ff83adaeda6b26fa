package open311.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import open311.ServerConfig;

/** How clients reach this server. */
@ApplicationScoped
public class BaseUrl {
    private static final Pattern SLASH_AT_THE_END = Pattern.compile("/+$");

    private final ServerConfig config;

    BaseUrl(ServerConfig config) {
        this.config = config;
    }

    /** Without a slash at the end: as configured, otherwise as this call came in. */
    public String of(HttpServerRequest request) {
        return config.baseUrl()
                .map(url -> SLASH_AT_THE_END.matcher(url).replaceFirst(""))
                .orElseGet(
                        () -> {
                            HostAndPort authority = request.authority();
                            return request.scheme()
                                    + "://"
                                    + (authority == null ? "localhost" : authority);
                        });
    }
}
