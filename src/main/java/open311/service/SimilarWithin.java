package open311.service;

/**
 * How near to each other, in metres, and how recent, in days, two reports of a service are that may
 * be of the same thing.
 */
public record SimilarWithin(int metres, int days) {
    public static final int MAX_METRES = 1000;
    public static final int MAX_DAYS = 3650;

    /** A stretch of street that one crew looks at, and about as long as things stay open. */
    public static final SimilarWithin DEFAULT = new SimilarWithin(50, 30);
}
