package open311.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tester prepares behind the endpoint: the operator publishes, makes keys and accepts
 * requests, and some requests were made long ago.
 */
public final class Backstage {
    private static final int MORE_THAN_A_LIST_HOLDS = 1001;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI root;
    private final String adminKey;
    private final Connection database;
    private History history = new History(Instant.EPOCH, Map.of());

    public Backstage(URI root, String adminKey, Connection database) {
        this.root = root;
        this.adminKey = adminKey;
        this.database = database;
    }

    /** What the server under test has to publish when it starts. */
    public static String document() {
        return Town.document(true, "Town hall");
    }

    /** A key with a scope. */
    public String newKey(String scope) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(
                        admin(
                                "POST",
                                "/admin/v1/keys",
                                "application/json",
                                "{\"name\":\"Conformance\",\"scopes\":[\"" + scope + "\"]}"))
                .path("api_key")
                .asText();
    }

    public void openNeighbour() throws IOException, InterruptedException {
        publish(Town.NEIGHBOUR, Town.neighbour());
    }

    /** Publishes the town again, with another contact. */
    void publishAgain(String contact) throws IOException, InterruptedException {
        publish(Town.ID, Town.document(false, contact));
    }

    /** Makes the requests that were made long ago, then withdraws and renames their services. */
    public void makeHistory(Subject subject) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant past = now.minus(Duration.ofDays(300));
        var client = Client.of(Syntax.JSON, subject);
        Map<String, Instant> moments =
                Map.of(
                        "recent", now.minus(Duration.ofHours(1)),
                        "closed", now.minus(Duration.ofHours(2)),
                        "inside", now.minus(Duration.ofDays(89)),
                        "outside", now.minus(Duration.ofDays(91)),
                        "start", past,
                        "middle", past.plus(Duration.ofDays(45)),
                        "tie", past.plus(Duration.ofDays(45)),
                        "end", past.plus(Duration.ofDays(90)),
                        "after", past.plus(Duration.ofDays(91)));
        var ids = new HashMap<String, String>();
        for (String name : moments.keySet().stream().sorted().toList()) {
            String id = client.report("service_code", Town.HISTORY, "description", name).newId();
            moveTo(id, moments.get(name));
            ids.put(name, id);
        }
        ids.put("gone", client.report("service_code", Town.INACTIVE).newId());
        ids.put("secret", client.report("service_code", Town.SECRET).newId());
        close(ids.get("closed"), now.minus(Duration.ofMinutes(90)));
        close(ids.get("middle"), past.plus(Duration.ofDays(46)));
        makeMany(client.report("service_code", Town.BULK).newId(), past);
        history = new History(past, Map.copyOf(ids));
        publishAgain("Town hall");
    }

    History history() {
        return history;
    }

    /** Accepts the batch request of a token. */
    public void accept(String token) throws SQLException {
        change("update service_request set accepted_datetime = now() where token = ?", token);
    }

    /** Makes a request one of that moment. */
    public void moveTo(String id, Instant when) throws SQLException {
        change(
                "update service_request set requested_datetime = ?, updated_datetime = ? where service_request_id = ?",
                when.atOffset(ZoneOffset.UTC),
                when.atOffset(ZoneOffset.UTC),
                id);
    }

    private void close(String id, Instant when) throws SQLException {
        change(
                "update service_request set status = 'closed', updated_datetime = ?, status_notes = 'Done'"
                        + " where service_request_id = ?",
                when.atOffset(ZoneOffset.UTC),
                id);
    }

    /** As many copies of a request as no list holds, a second apart, the last being the newest. */
    private void makeMany(String id, Instant first) throws SQLException {
        moveTo(id, first);
        change(
                """
                insert into service_request (jurisdiction_id, id, service_request_id, service_code, type, accepted_datetime,
                                             visibility, status, detailed_status, status_notes, description,
                                             agency_responsible, requested_datetime, updated_datetime, changed_datetime,
                                             expected_datetime, address, address_id, zipcode, lat, long, media_urls,
                                             attributes, channel)
                select jurisdiction_id, copy.id, copy.id::text, service_code, type, accepted_datetime,
                       visibility, status, detailed_status, status_notes, copy.n::text,
                       agency_responsible, requested_datetime + copy.n * interval '1 second', updated_datetime,
                       changed_datetime, expected_datetime, address, address_id, zipcode, lat, long, media_urls,
                       attributes, channel
                from service_request r,
                     (select nextval('service_request_id') id, n from generate_series(1, ?) n) copy
                where r.service_request_id = ?""",
                MORE_THAN_A_LIST_HOLDS,
                id);
    }

    /** The first row of a query, as texts by column; nulls are left out. */
    public Map<String, String> row(String sql, Object... values) throws SQLException {
        synchronized (database) {
            try (var statement = database.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                try (var rows = statement.executeQuery()) {
                    if (!rows.next()) {
                        throw new AssertionError("Nothing is found by " + statement);
                    }
                    var row = new HashMap<String, String>();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        String text = rows.getString(column);
                        if (text != null) {
                            row.put(rows.getMetaData().getColumnName(column), text);
                        }
                    }
                    return row;
                }
            }
        }
    }

    private void change(String sql, Object... values) throws SQLException {
        synchronized (database) {
            try (var statement = database.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                if (statement.executeUpdate() == 0) {
                    throw new AssertionError("Nothing was changed by " + statement);
                }
            }
        }
    }

    private void publish(String jurisdictionId, String document)
            throws IOException, InterruptedException {
        admin("PUT", "/admin/v1/jurisdictions/" + jurisdictionId, "application/yaml", document);
    }

    private String admin(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        var answer =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(root + path))
                                .header("X-API-Key", adminKey)
                                .header("Content-Type", contentType)
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.body());
        }
        return answer.body();
    }

    /**
     * Requests of known ages. All but two are of {@link Town#HISTORY}: in the last 90 days recent,
     * closed and inside; before, from the start on, middle and tie of the same second, end 90 days
     * after the start and after a day later; {@link Town#BULK} begins at the start.
     */
    record History(Instant start, Map<String, String> ids) {
        String recent() {
            return id("recent");
        }

        String id(String name) {
            String id = ids.get(name);
            if (id == null) {
                throw new AssertionError("There is no request " + name);
            }
            return id;
        }

        List<String> ids(String... names) {
            return Arrays.stream(names).map(this::id).toList();
        }

        /** Days after the start. */
        Instant day(int days) {
            return start.plus(Duration.ofDays(days));
        }
    }
}
