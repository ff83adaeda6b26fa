package open311.discovery;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a browser may load for the pages for people (Content Security Policy Level 3); everything
 * else that the server answers may load nothing.
 */
final class PagePolicy {
    private static final String HEADER = "Content-Security-Policy";
    private static final String NOTHING_ELSE =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String SCRIPT = "<script>";

    private PagePolicy() {}

    /** A page that has styles of its own and no script. */
    static void allowStyles(RoutingContext http) {
        http.response().putHeader(HEADER, NOTHING_ELSE + "; style-src 'unsafe-inline'");
    }

    /** For a page that runs this server's scripts, and the one that stands in it. */
    static String ofScripts(String html) {
        int start = html.indexOf(SCRIPT) + SCRIPT.length();
        String script = html.substring(start, html.indexOf("</script>", start));
        return NOTHING_ELSE
                + "; script-src 'self' 'sha256-"
                + digest(script)
                + "'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";
    }

    static void allow(RoutingContext http, String policy) {
        http.response().putHeader(HEADER, policy);
    }

    private static String digest(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
