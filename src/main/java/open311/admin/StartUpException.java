package open311.admin;

/** Why the server does not start, in words for whoever starts it. */
final class StartUpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartUpException(String message) {
        super(message);
    }
}
