package open311.backup;

import java.util.List;
import open311.backup.Schema.Sequence;

/**
 * What is in a backup.
 *
 * @param format of the file; others are for later programs
 * @param schemaVersion the last migration that the tables have seen
 * @param takenDatetime when, in UTC
 * @param tables in an order in which they can be filled
 */
record Manifest(
        int format,
        String schemaVersion,
        String takenDatetime,
        List<Content> tables,
        List<Sequence> sequences) {
    static final int FORMAT = 1;

    /**
     * One table.
     *
     * @param sha256 of its rows as PostgreSQL's text format writes them, in hexadecimal digits
     */
    record Content(String table, List<String> columns, long rows, String sha256) {}

    long rows(String table) {
        return tables.stream()
                .filter(each -> each.table().equals(table))
                .mapToLong(Content::rows)
                .sum();
    }
}
