package open311.property;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the database holds of reports: more than the public may see. */
final class Stored {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String SQL =
            """
            select coalesce(r.token, r.service_request_id),
                   r.description, r.address, r.address_id, r.zipcode, r.lat, r.long, r.media_urls, r.attributes,
                   p.email, p.first_name, p.last_name, p.phone, p.device_id, p.account_id
            from service_request r
                     left join reporter p on p.jurisdiction_id = r.jurisdiction_id and p.request_id = r.id
            where coalesce(r.token, r.service_request_id) = any(?)""";

    private Stored() {}

    /** By id or token. */
    static Map<String, List<Object>> of(Connection database, List<String> idsAndTokens) {
        var all = new HashMap<String, List<Object>>();
        try (var statement = database.prepareStatement(SQL)) {
            statement.setArray(1, database.createArrayOf("text", idsAndTokens.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var values = new ArrayList<Object>();
                    for (int column = 2; column <= 15; column++) {
                        values.add(
                                switch (column) {
                                    case 8 ->
                                            Arrays.toString((Object[]) rows.getArray(8).getArray());
                                    case 9 -> answers(rows.getString(9));
                                    default -> String.valueOf(rows.getObject(column));
                                });
                    }
                    all.put(rows.getString(1), values);
                }
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    private static Map<String, Set<String>> answers(String json) throws JsonProcessingException {
        var answers = new TreeMap<String, Set<String>>();
        for (JsonNode answer : JSON.readTree(json)) {
            var values = new TreeSet<String>();
            answer.path("values").forEach(value -> values.add(value.asText()));
            answers.put(answer.path("code").asText(), values);
        }
        return answers;
    }
}
