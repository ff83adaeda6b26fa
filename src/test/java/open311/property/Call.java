package open311.property;

import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call; it prints itself as a line for a shell.
 *
 * @param uri path and query, sent as they are
 * @param body null: none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and bytes are what is sent.
record Call(String method, String uri, Map<String, String> headers, byte @Nullable [] body) {
    static Call get(String uri) {
        return new Call("GET", uri, Map.of(), null);
    }

    Call with(String changedMethod) {
        return new Call(changedMethod, uri, headers, body);
    }

    @Override
    public String toString() {
        var line = new StringBuilder();
        if (body != null) {
            line.append("base64 -d <<< '")
                    .append(Base64.getEncoder().encodeToString(body))
                    .append("' | ");
        }
        line.append("curl -g --path-as-is ").append(method.equals("HEAD") ? "-I" : "-X " + method);
        headers.forEach((name, value) -> line.append(" -H ").append(quoted(name + ": " + value)));
        if (body != null) {
            line.append(" --data-binary @-");
        }
        return line.append(" \"$SERVER\"").append(quoted(uri)).toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
