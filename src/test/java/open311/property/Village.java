package open311.property;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A jurisdiction with some requests, updates and tokens in it that nobody changes any more, so that
 * two queries can be compared.
 *
 * @param requests what the public may see, by id
 */
record Village(Map<String, JsonNode> requests, List<String> tokens) {
    static final String ID = "village.example";

    private static final int REQUESTS = 45;
    private static final String FORM = "application/x-www-form-urlencoded";

    Village {
        requests = Map.copyOf(requests);
        tokens = List.copyOf(tokens);
    }

    /** Fills the village in the town's server. */
    static Village in(Town town) {
        var ids = new ArrayList<String>();
        var tokens = new ArrayList<String>();
        List<String> services = List.of("FULL", "BARE", "LATER", "SECRET", "NEVER", "BARE");
        for (int i = 0; i < REQUESTS; i++) {
            JsonNode receipt =
                    post(
                            town,
                            "requests",
                            town.reportKey(),
                            "attribute[DEPTH]=1&address_string=Here&description=%C3%BC+%26+%3C"
                                    + "&service_code="
                                    + services.get(i % services.size()));
            if (receipt.has("token")) {
                tokens.add(receipt.path("token").asText());
            } else if (receipt.has("service_request_id")) {
                ids.add(receipt.path("service_request_id").asText());
            }
        }
        for (int i = 0; i < ids.size(); i++) {
            moveBack(town, ids.get(i), i - i % 4);
        }
        for (int i = 0; i < ids.size(); i += 3) {
            post(
                    town,
                    "servicerequestupdates",
                    town.manageKey(),
                    "status="
                            + (i % 2 == 0 ? "closed" : "planned")
                            + "&description=%3C]]%3E&service_request_id="
                            + ids.get(i));
        }
        var requests = new LinkedHashMap<String, JsonNode>();
        town.send(
                        Call.get(
                                Town.ENDPOINT
                                        + "requests.json?jurisdiction_id="
                                        + ID
                                        + "&service_request_id="
                                        + String.join(",", ids)))
                .is(200)
                .json()
                .forEach(
                        request ->
                                requests.put(request.path("service_request_id").asText(), request));
        return new Village(requests, tokens);
    }

    private static JsonNode post(Town town, String resource, String apiKey, String form) {
        return town.send(
                        new Call(
                                "POST",
                                Town.ENDPOINT + resource + ".json?jurisdiction_id=" + ID,
                                Map.of("Content-Type", FORM, "X-API-Key", apiKey),
                                form.getBytes(StandardCharsets.US_ASCII)))
                .is(200)
                .json()
                .path(0);
    }

    /** Some of this hour, some of more than 90 days ago, always four of one moment. */
    private static void moveBack(Town town, String id, int place) {
        Instant then =
                Instant.now()
                        .truncatedTo(ChronoUnit.DAYS)
                        .minus(Duration.ofMinutes((long) place * place * 150));
        try (var statement =
                town.database()
                        .prepareStatement(
                                """
                                update service_request set requested_datetime = ?, updated_datetime = ?
                                where service_request_id = ?""")) {
            statement.setObject(1, then.atOffset(ZoneOffset.UTC));
            statement.setObject(2, then.atOffset(ZoneOffset.UTC));
            statement.setString(3, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
