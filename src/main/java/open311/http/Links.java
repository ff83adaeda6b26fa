package open311.http;

import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The header Link of a list (RFC 8288): the same call at other places of the list. */
public final class Links {
    /** What says where in a list a call stands. */
    private static final Set<String> PLACES = Set.of("page", "cursor", "after");

    private final String resource;
    private final Parameters parameters;
    private final List<String> links = new ArrayList<>();

    /**
     * Begins without links.
     *
     * @param resource the URL of the list without suffix and query
     */
    public Links(String resource, Parameters parameters) {
        this.resource = resource + Negotiation.format(parameters.http()).suffix();
        this.parameters = parameters;
    }

    /** Adds the call at another place of the list. */
    public Links add(String relation, String name, String value) {
        var query = new StringBuilder();
        parameters.all().stream()
                .filter(field -> !PLACES.contains(field.getKey()))
                .forEach(field -> append(query, field.getKey(), field.getValue()));
        append(query, name, value);
        links.add("<" + resource + query + ">; rel=\"" + relation + "\"");
        return this;
    }

    /** Sets the header where there is a link. */
    public void send(RoutingContext http) {
        if (!links.isEmpty()) {
            http.response().putHeader("Link", String.join(", ", links));
        }
    }

    private static void append(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
