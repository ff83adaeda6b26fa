package open311.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that speaks one of the formats. */
final class Client {
    static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Syntax syntax;
    private final Subject subject;
    private final URI root;
    private final String key;

    private Client(Syntax syntax, Subject subject, URI root, String key) {
        this.syntax = syntax;
        this.subject = subject;
        this.root = root;
        this.key = key;
    }

    static Client of(Syntax syntax, Subject subject) {
        return new Client(syntax, subject, subject.root(), subject.key());
    }

    /** The same, in the other format. */
    Client other() {
        return new Client(syntax.other(), subject, root, key);
    }

    /** The same, at the endpoint that serves several jurisdictions. */
    Client atMany() {
        return new Client(syntax, subject, subject.manyRoot(), subject.manyKey());
    }

    Syntax syntax() {
        return syntax;
    }

    Backstage backstage() {
        return subject.backstage();
    }

    int largestBody() {
        return subject.largestBody();
    }

    String key() {
        return key;
    }

    /** GET of a resource below the endpoint, named without its suffix. */
    Reply get(String resource, String... query) throws IOException, InterruptedException {
        return send(call(path(resource), query).GET());
    }

    /** GET with a query as it is written here. */
    Reply getRaw(String resource, String query) throws IOException, InterruptedException {
        return send(call(path(resource) + "?" + query).GET());
    }

    /** GET of one below a collection, with a suffix after whatever it is called. */
    Reply getOne(String collection, @Nullable String name, String... query)
            throws IOException, InterruptedException {
        return get(collection + "/" + Form.segment(String.valueOf(name)), query);
    }

    Reply discovery(String... query) throws IOException, InterruptedException {
        return send(call("/discovery" + syntax.suffix(), query).GET());
    }

    /** GET of a resource below the endpoint that discovery names. */
    Reply at(String endpoint, String resource) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(endpoint + "/" + resource + syntax.suffix())));
    }

    /** POST of a report, with the key; an address where no place is named. */
    Reply report(String... form) throws IOException, InterruptedException {
        return reportRaw(Form.of(form));
    }

    Reply reportRaw(String form) throws IOException, InterruptedException {
        boolean hasPlace =
                form.matches("(?s)(^|.*&)(lat|long|address|address_string|address_id)=.*");
        return post(
                Form.of("api_key", key)
                        + (hasPlace ? "" : "&address_string=1+Main+Street")
                        + "&"
                        + form);
    }

    /** POST of a form and nothing else. */
    Reply post(String form) throws IOException, InterruptedException {
        return send(
                call(path("requests"))
                        .header("Content-Type", FORM)
                        .POST(BodyPublishers.ofString(form)));
    }

    /** POST of a report as multipart/form-data, with a file. */
    Reply upload(String file) throws IOException, InterruptedException {
        var body = new StringBuilder();
        for (String part :
                List.of(
                        "\"api_key\"\r\n\r\n" + key,
                        "\"service_code\"\r\n\r\n" + Town.PLAIN,
                        "\"address_string\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n1 Main Street",
                        "\"media\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                                + file)) {
            body.append("--==77==\r\nContent-Disposition: form-data; name=")
                    .append(part)
                    .append("\r\n");
        }
        return send(
                call(path("requests"))
                        // Not quoted, as a client of long standing sends it.
                        .header("Content-Type", "multipart/form-data; boundary===77==")
                        .POST(BodyPublishers.ofString(body + "--==77==--\r\n")));
    }

    /** An answer of every method that reads. */
    List<Reply> readAll() throws IOException, InterruptedException {
        String token = report("service_code", Town.BATCH).newToken();
        return List.of(
                discovery(),
                get("services"),
                getOne("services", Town.POTHOLE),
                getOne("services", Town.PLAIN),
                get("requests", "service_code", Town.HISTORY),
                getOne("requests", backstage().history().recent()),
                getOne("tokens", token));
    }

    /** An error of each method, and of a path that is none. */
    List<Reply> failAll() throws IOException, InterruptedException {
        return List.of(
                get("services", "jurisdiction_id", "unknown.example.gov"),
                getOne("services", "UNKNOWN"),
                get("requests", "start_date", "yesterday"),
                getOne("requests", "unknown"),
                getOne("tokens", "unknown"),
                get("nothing"),
                post("service_code=" + Town.PLAIN),
                report("service_code", "UNKNOWN"),
                report("service_code", Town.PLAIN, "lat", "north"));
    }

    String path(String resource) {
        return Subject.ENDPOINT + resource + syntax.suffix();
    }

    /** A call under construction, of a path below the site. */
    HttpRequest.Builder call(String path, String... query) {
        return HttpRequest.newBuilder(
                        URI.create(root + path + (query.length == 0 ? "" : "?" + Form.of(query))))
                .timeout(PATIENCE);
    }

    Reply send(HttpRequest.Builder call) throws IOException, InterruptedException {
        return new Reply(syntax, HTTP.send(call.build(), BodyHandlers.ofByteArray()));
    }
}
