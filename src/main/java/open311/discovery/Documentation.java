package open311.discovery;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The contract, byte for byte as it stands in {@code openapi/openapi.yaml}, and a page that draws
 * it. The framework's own extension reads the contract at each start and writes it anew, which
 * takes time and is another text.
 */
@ApplicationScoped
class Documentation {
    void register(@Observes Router router) {
        serve(router, "/q/openapi", "application/yaml; charset=utf-8", "/META-INF/openapi.yaml");
        serve(router, "/docs", "text/html; charset=utf-8", "/templates/docs.html");
    }

    private static void serve(Router router, String path, String contentType, String resource) {
        Buffer content = Buffer.buffer(Resources.bytes(resource));
        router.get(path)
                .handler(
                        http ->
                                http.response()
                                        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                                        .end(content));
        router.head(path)
                .handler(
                        http ->
                                http.response()
                                        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                                        .end());
    }
}
