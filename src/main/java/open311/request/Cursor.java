package open311.request;

import java.util.List;
import java.util.Optional;
import open311.http.Seal;

/**
 * Where a walk through a list stands: the row after which it goes on, and the moment at which it
 * began, so that the window of ninety days does not move under it. What it goes on with depends on
 * the row alone and not on how many came before, so that a deep page costs what the first does and
 * requests made meanwhile shift nothing.
 *
 * @param began seconds since 1970
 * @param position the row's values of {@link Sort#keysWithId()}, as text
 */
record Cursor(long began, List<String> position) {
    private static final String SEPARATOR = "\n";

    Cursor {
        position = List.copyOf(position);
    }

    /**
     * As clients send it back.
     *
     * @param search what distinguishes the search from others; another search refuses the cursor
     */
    String encoded(String search) {
        return Seal.close(began + SEPARATOR + String.join(SEPARATOR, position), search);
    }

    /** Empty when it was tampered with or is one of another search. */
    static Optional<Cursor> decoded(String text, String search) {
        return Seal.open(text, search)
                .map(content -> content.split(SEPARATOR, -1))
                .map(
                        lines ->
                                new Cursor(
                                        Long.parseLong(lines[0]),
                                        List.of(lines).subList(1, lines.length)));
    }
}
