import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What HTTP alone costs: the files of a folder, from memory, by a bare Vert.x route for each. */
class Floor {
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        try (var files = Files.list(Path.of(arguments[1]))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                byte[] bytes = Files.readAllBytes(file);
                Buffer body = Buffer.buffer(bytes);
                String type = name.endsWith("xml") ? "text/xml" : "application/json";
                router.get("/" + name)
                        .handler(
                                http -> {
                                    if (http.request().getHeader("If-None-Match") != null) {
                                        http.response().setStatusCode(304).end();
                                    } else {
                                        http.response()
                                                .putHeader("Content-Type", type + "; charset=utf-8")
                                                .end(body);
                                    }
                                });
            }
        }
        vertx.deployVerticle(
                        () ->
                                new io.vertx.core.AbstractVerticle() {
                                    @Override
                                    public void start() {
                                        vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1");
                                    }
                                },
                        new io.vertx.core.DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()));
    }
}
