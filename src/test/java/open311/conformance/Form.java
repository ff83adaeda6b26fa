package open311.conformance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Parameters on the wire. */
final class Form {
    private Form() {}

    /** Name and value in turn. */
    static String of(String... namesAndValues) {
        var form = new StringJoiner("&");
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            form.add(encoded(namesAndValues[i]) + '=' + encoded(namesAndValues[i + 1]));
        }
        return form.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A segment of a path, where a plus sign is no blank. */
    static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }
}
