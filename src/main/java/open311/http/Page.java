package open311.http;

/**
 * Which part of a list is wanted: the extension {@code page} and {@code page_size} that GeoReport
 * servers share. Past the end a list is empty.
 *
 * @param limit how many, 1 to {@value #MAX_SIZE}
 * @param offset how many to pass over
 */
public record Page(int limit, long offset) {
    /** The number of the page, from 1. */
    public long number() {
        return offset / limit + 1;
    }

    /** GeoReport v2, "GET Service Requests": the first 1000. */
    public static final int MAX_SIZE = 1000;

    /** What is answered where no page was asked for. */
    public static final Page FIRST = new Page(MAX_SIZE, 0);

    private static final int MAX_PAGE = 1_000_000;

    /** Page 0 is the first, as page 1 is. */
    public static Page parse(Parameters parameters) {
        int size = parameters.integer("page_size", MAX_SIZE, 1, MAX_SIZE);
        int page = parameters.integer("page", 1, 0, MAX_PAGE);
        return new Page(size, (long) Math.max(0, page - 1) * size);
    }
}
