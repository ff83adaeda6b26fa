package open311.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import open311.conformance.Backstage;
import org.w3c.dom.Element;

/**
 * The server that the clients call.
 *
 * @param root where it begins, without a slash
 * @param severalRoot the same of a server that has two jurisdictions, a test and a production one
 * @param key an api_key that may report
 * @param severalKey an api_key that may report at the other
 */
public record Site(URI root, URI severalRoot, String key, String severalKey, Backstage backstage) {

    /** The server of two jurisdictions; nothing stands behind it that could be looked at. */
    Site several() {
        return new Site(severalRoot, severalRoot, severalKey, severalKey, backstage);
    }

    /** Plays a transcript on a connection of its own, with these values in place of each {}. */
    Answer send(String transcript, String... values) throws IOException {
        return send(StandardCharsets.UTF_8, transcript, values);
    }

    /** The same, by a client that writes ISO-8859-1. */
    Answer sendLatin1(String transcript, String... values) throws IOException {
        return send(StandardCharsets.ISO_8859_1, transcript, values);
    }

    private Answer send(Charset charset, String transcript, String... values) throws IOException {
        try (Line line = open()) {
            return line.send(Transcript.of(filled(transcript, values), charset));
        }
    }

    /** Plays transcripts one after the other on one connection. */
    List<Answer> sendInTurn(String... transcripts) throws IOException {
        var answers = new ArrayList<Answer>();
        try (Line line = open()) {
            for (String transcript : transcripts) {
                answers.add(line.send(Transcript.of(filled(transcript), StandardCharsets.UTF_8)));
            }
        }
        return answers;
    }

    private Line open() throws IOException {
        return new Line(root.getHost(), root.getPort());
    }

    private String filled(String transcript, String... values) {
        String filled = transcript;
        for (String value : values) {
            int at = filled.indexOf("{}");
            filled = filled.substring(0, at) + value + filled.substring(at + 2);
        }
        return filled.replace("{host}", root.getAuthority()).replace("{key}", key);
    }

    /** Makes a request for a client that only reads; its id, or its token. */
    String report(String serviceCode) throws IOException {
        JsonNode receipt =
                send(
                                """
                                POST /open311/v2/requests.json HTTP/1.1
                                Host: {host}
                                Content-Type: application/x-www-form-urlencoded
                                Content-Length: {length}
                                Connection: close

                                api_key={key}&service_code={}&lat=42.77&long=-71.07&description=Seen
                                """,
                                serviceCode)
                        .ok()
                        .json()
                        .path(0);
        return receipt.path(receipt.has("token") ? "token" : "service_request_id").asText();
    }

    /** The request as the server shows it to everybody. */
    JsonNode request(String id) throws IOException {
        return send(
                        """
                        GET /open311/v2/requests/{}.json HTTP/1.1
                        Host: {host}
                        Connection: close
                        """,
                        id)
                .ok()
                .json()
                .path(0);
    }

    /** The one request of an answer to a POST in JSON. */
    JsonNode posted(Answer answer) throws IOException {
        return request(answer.ok().json().path(0).path("service_request_id").asText());
    }

    /** The one request of an answer to a POST in XML. */
    JsonNode postedAsXml(Answer answer) throws IOException {
        Element receipt = Dom.children(answer.ok().xml("service_requests"), "request").get(0);
        return request(String.valueOf(Dom.text(receipt, "service_request_id")));
    }

    /** The attribute values that came in with a request, as {CODE=[value, value]}. */
    String attributes(JsonNode request) throws SQLException, IOException {
        String stored =
                backstage
                        .row(
                                "select attributes from service_request where service_request_id = ?",
                                request.path("service_request_id").asText())
                        .get("attributes");
        var values = new TreeMap<String, List<String>>();
        for (JsonNode attribute : new ObjectMapper().readTree(stored)) {
            var texts = new ArrayList<String>();
            attribute.path("values").forEach(value -> texts.add(value.asText()));
            values.put(attribute.path("code").asText(), texts);
        }
        return values.toString();
    }

    /** Who sent a request. */
    Map<String, String> reporter(JsonNode request) throws SQLException {
        return backstage.row(
                "select r.* from reporter r join service_request s"
                        + " on s.jurisdiction_id = r.jurisdiction_id and s.id = r.request_id"
                        + " where s.service_request_id = ?",
                request.path("service_request_id").asText());
    }

    /** A key that may send updates. */
    String newManageKey() throws IOException, InterruptedException {
        return backstage.newKey("manage");
    }

    /** The city looks at what a token stands for. */
    void accept(String token) throws SQLException {
        backstage.accept(token);
    }

    /** Makes a request one of some days ago. */
    void makeOld(String id, int days) throws SQLException {
        backstage.moveTo(id, Instant.now().minus(Duration.ofDays(days)));
    }
}
