package open311.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How one statement was carried out, as EXPLAIN (ANALYZE, FORMAT JSON) tells it. */
record Plan(String sql, JsonNode root) {
    /** The tables that grow. */
    private static final Set<String> LARGE = Set.of("service_request", "service_request_event");

    /** Whether a table that grows is read from one end to the other. */
    boolean readsAll() {
        return nodes().stream()
                .anyMatch(
                        node ->
                                isLarge(node)
                                        && node.path("Node Type").asText().equals("Seq Scan"));
    }

    /** Whether it has to do with a table that grows. */
    boolean isOfLarge() {
        return nodes().stream().anyMatch(Plan::isLarge);
    }

    /** How many rows of tables that grow were looked at, those thrown away included. */
    long rowsRead() {
        return Math.round(
                nodes().stream()
                        .filter(Plan::isLarge)
                        .mapToDouble(
                                node ->
                                        node.path("Actual Loops").asDouble()
                                                * (node.path("Actual Rows").asDouble()
                                                        + node.path("Rows Removed by Filter")
                                                                .asDouble()
                                                        + node.path("Rows Removed by Index Recheck")
                                                                .asDouble()))
                        .sum());
    }

    /** How many pages of 8 kB were looked at, in the buffers or beyond. */
    long pages() {
        return root.path("Shared Hit Blocks").asLong() + root.path("Shared Read Blocks").asLong();
    }

    private static boolean isLarge(JsonNode node) {
        return LARGE.contains(node.path("Relation Name").asText());
    }

    private List<JsonNode> nodes() {
        var nodes = new ArrayList<JsonNode>();
        nodes.add(root);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).path("Plans").forEach(nodes::add);
        }
        return nodes;
    }

    @Override
    public String toString() {
        return sql + "\n" + root.toPrettyString();
    }
}
