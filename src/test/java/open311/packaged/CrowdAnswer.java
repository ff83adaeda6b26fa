package open311.packaged;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An answer to a {@link CrowdCall}; good until the next one comes over the same connection. */
record CrowdAnswer(String head, ByteArrayOutputStream received) {
    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    boolean hasHeader(String name, String beginning) {
        return head.toLowerCase(Locale.ROOT).contains("\r\n" + name + ": " + beginning);
    }

    String body() {
        return received.toString(StandardCharsets.UTF_8).substring(head.length());
    }
}
