package open311.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths below the endpoint that old clients ask for, and what they mean by them. */
final class PathAliases {
    /** The format in a segment of its own; no id of a request is a word. */
    private static final Pattern FORMAT_AS_SEGMENT =
            Pattern.compile("/requests/(xml|json)", Pattern.CASE_INSENSITIVE);

    private static final Pattern SINGULAR = Pattern.compile("/service/([^/]+)");

    /** How drafts of the standard had it. */
    private static final Pattern DRAFT =
            Pattern.compile("/service_definition(\\.[^/]*)?", Pattern.CASE_INSENSITIVE);

    private PathAliases() {}

    /** The path that is meant, suffix included; the same one where it is no alias. */
    static String resolve(String path, @Nullable String query) {
        if (!path.startsWith(Negotiation.ENDPOINT + "/")) {
            return path;
        }
        String resource = path.substring(Negotiation.ENDPOINT.length());
        Matcher format = FORMAT_AS_SEGMENT.matcher(resource);
        if (format.matches()) {
            return Negotiation.ENDPOINT + "/requests." + format.group(1).toLowerCase(Locale.ROOT);
        }
        Matcher singular = SINGULAR.matcher(resource);
        if (singular.matches()) {
            return Negotiation.ENDPOINT + "/services/" + singular.group(1);
        }
        Matcher draft = DRAFT.matcher(resource);
        if (draft.matches()) {
            String suffix = draft.group(1) == null ? "" : draft.group(1);
            return UrlEncoded.first(query, "service_code")
                    .map(
                            code ->
                                    URLEncoder.encode(code, StandardCharsets.UTF_8)
                                            .replace("+", "%20"))
                    .map(code -> Negotiation.ENDPOINT + "/services/" + code + suffix)
                    .orElse(path);
        }
        return path;
    }
}
