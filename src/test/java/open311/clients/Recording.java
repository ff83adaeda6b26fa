package open311.clients;

/**
 * A call of a client and how that client reads the answer.
 *
 * @param client which family of clients it is
 * @param special what no other client does, or what this one cannot do without
 */
public record Recording(String client, String special, Play play) {
    /** Throws an AssertionError where the client would go wrong. */
    @FunctionalInterface
    interface Play {
        void on(Site site) throws Exception;
    }

    public void playOn(Site site) throws Exception {
        play.on(site);
    }
}
