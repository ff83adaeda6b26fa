package open311.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import open311.packaged.PackagedServer;

/**
 * A packaged server with a catalog made for generated calls, to be closed after the properties of a
 * class. Its client sends URLs as they are written, four calls at a time.
 */
final class Town implements AutoCloseable {
    static final String ID = "town.example";
    static final String ENDPOINT = "/open311/v2/";

    private static final String ADMIN_KEY = "the-admin-key-of-the-properties";

    private static final String ATTRIBUTES =
            """
            [
              {code: INFO, datatype: text, variable: false, description: For your information},
              {code: NAME, datatype: string},
              {code: "two words", datatype: text},
              {code: DEPTH, datatype: number, required: true},
              {code: SEEN, datatype: datetime},
              {code: "größe", datatype: singlevaluelist, values: VALUES},
              {code: LANE, datatype: multivaluelist, values: VALUES}]"""
                    .replace(
                            "VALUES",
                            """
                            [{key: S, name: Small}, {key: "a,b", name: Both}, {key: "ö ]]>", name: Odd},
                             {key: "01", name: One}, {key: "02", name: Two}]""");

    /** To be given the id. */
    private static final String DOCUMENT =
            """
            jurisdiction_id: ID
            name: Town
            time_zone: America/New_York
            contact: "311"
            key_service: Ask
            endpoint_type: test
            agencies: [{code: works, name: "Public Works & Co <\\"'>"}]
            services: [
              {service_code: BARE, service_name: Bare},
              {service_code: FULL, service_name: "Füll <&> ]]> 🕳", agency: works, expected_within: PT36H,
               service_notice: "Tomorrow, 'maybe'", attributes: ATTRIBUTES},
              {service_code: LATER, service_name: Later, type: batch, attributes: ATTRIBUTES},
              {service_code: SECRET, service_name: Secret, public: false},
              {service_code: NEVER, service_name: Never, type: blackbox}]
            """
                    .replace("ATTRIBUTES", ATTRIBUTES);

    private final PackagedServer server;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient client;
    private final Connection database;
    private final String reportKey;
    private final String manageKey;

    private Town(Path directory) throws Exception {
        server = PackagedServer.start(directory, Map.of("OPEN311_ADMIN_KEY", ADMIN_KEY));
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setDefaultPort(server.port())
                                .setMaxPoolSize(4)
                                .setMaxInitialLineLength(1 << 17)
                                .setMaxHeaderSize(1 << 17));
        try {
            for (String id : List.of(ID, Village.ID)) {
                var put =
                        server.put(
                                "/admin/v1/jurisdictions/" + id,
                                ADMIN_KEY,
                                DOCUMENT.replace("ID", id));
                assertEquals(200, put.statusCode(), put.body());
            }
            reportKey = newKey("report");
            manageKey = newKey("manage");
            database = server.database();
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    /** Starts the server. */
    static Town start() throws Exception {
        Path parent = Files.createDirectories(Path.of("target", "packaged").toAbsolutePath());
        return new Town(Files.createTempDirectory(parent, "Town"));
    }

    private String newKey(String scope) throws Exception {
        var key =
                server.post(
                        "/admin/v1/keys",
                        ADMIN_KEY,
                        "{\"name\":\"Property\",\"scopes\":[\"" + scope + "\"]}");
        return new ObjectMapper().readTree(key.body()).path("api_key").asText();
    }

    String reportKey() {
        return reportKey;
    }

    String manageKey() {
        return manageKey;
    }

    Connection database() {
        return database;
    }

    Reply send(Call call) {
        return sendAll(List.of(call)).get(0);
    }

    /** Several calls at a time; the replies in the order of the calls. */
    List<Reply> sendAll(List<Call> calls) {
        return calls.stream().map(this::begin).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private CompletableFuture<Reply> begin(Call call) {
        var reply = new CompletableFuture<Reply>();
        // All on one thread: elsewhere a body could come before anybody listens.
        context.runOnContext(
                any ->
                        answer(call)
                                .onSuccess(reply::complete)
                                .onFailure(
                                        failure ->
                                                reply.completeExceptionally(
                                                        new AssertionError(
                                                                call + " was not answered",
                                                                failure))));
        return reply;
    }

    private Future<Reply> answer(Call call) {
        return client.request(HttpMethod.valueOf(call.method()), call.uri())
                .compose(
                        request -> {
                            call.headers().forEach(request::putHeader);
                            return call.body() == null
                                    ? request.send()
                                    : request.send(Buffer.buffer(call.body()));
                        })
                .compose(
                        response ->
                                response.body()
                                        .map(
                                                body ->
                                                        new Reply(
                                                                call,
                                                                response.statusCode(),
                                                                response.headers(),
                                                                body.getBytes())));
    }

    @Override
    public void close() throws Exception {
        try {
            database.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            server.close();
        }
    }
}
