package open311.discovery;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import open311.http.Caching;

/**
 * The contract, byte for byte as it stands in {@code openapi/openapi.yaml}, and a page that draws
 * it. The framework's own extension reads the contract at each start and writes it anew, which
 * takes time and is another text.
 */
@ApplicationScoped
class Documentation {
    void register(@Observes Router router) {
        Buffer contract = Buffer.buffer(Resources.bytes("/META-INF/openapi.yaml"));
        serve(router, "/q/openapi", "application/yaml; charset=utf-8", contract, http -> {});
        Buffer page = Buffer.buffer(Resources.bytes("/templates/docs.html"));
        String policy = PagePolicy.ofScripts(page.toString());
        serve(
                router,
                "/docs",
                "text/html; charset=utf-8",
                page,
                http -> PagePolicy.allow(http, policy));
    }

    /** Makes a route; the permission is what a browser may load for the content. */
    private static void serve(
            Router router,
            String path,
            String contentType,
            Buffer content,
            Handler<RoutingContext> permission) {
        String digest = Caching.digest(content.getBytes());
        Handler<RoutingContext> answer =
                http -> {
                    permission.handle(http);
                    if (Caching.isHeld(http, digest)) {
                        http.response().setStatusCode(304).end();
                        return;
                    }
                    http.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
                    if (HttpMethod.HEAD.equals(http.request().method())) {
                        http.response().end();
                    } else {
                        http.response().end(content);
                    }
                };
        router.get(path).handler(answer);
        router.head(path).handler(answer);
    }
}
