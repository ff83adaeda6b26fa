package open311.http;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one call, from query and body alike (GeoReport v2 writes of the body, real
 * clients use both). Blank means absent. Reading a value that is wrong notes a problem and goes on,
 * so that one answer names them all: call {@link #throwIfWrong()} at the end. For one thread.
 */
public final class Parameters {
    /**
     * Longer than any name, address or code in the field; a limit at all keeps one report from
     * filling a disk.
     */
    public static final int MAX_LENGTH = 1000;

    /** The list of ids or codes that one call may name. */
    public static final int MAX_LIST = 1000;

    private static final int MAX_URLS = 20;

    /** Hosts in the field hold underscores, which java.net.URI takes for no host at all. */
    private static final Pattern HOST =
            Pattern.compile("([^@]*@)?[^:@\\[]+(:\\d*)?|([^@]*@)?\\[.+](:\\d*)?");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

    private final RoutingContext http;
    private final Map<String, List<String>> values;
    private final Set<String> namesInBody;
    private final List<Problem> faultsOfBody;
    private final List<Problem> problems = new ArrayList<>();

    private Parameters(
            RoutingContext http,
            Map<String, List<String>> values,
            Set<String> namesInBody,
            List<Problem> faultsOfBody) {
        this.http = http;
        this.values = values;
        this.namesInBody = namesInBody;
        this.faultsOfBody = faultsOfBody;
    }

    /** The parameters of a call without a body. */
    public static Parameters of(RoutingContext http) {
        var values = new LinkedHashMap<String, List<String>>();
        readQuery(http, values);
        return new Parameters(http, values, Set.of(), List.of());
    }

    /** The parameters of a form, those of the body first. A larger body is a 413. */
    public static Parameters of(RoutingContext http, InputStream body, long maxBytes) {
        var values = new LinkedHashMap<String, List<String>>();
        FormBody.read(http, body, maxBytes, values);
        return ofBody(http, values, List.of());
    }

    /** The parameters of a JSON object or of a form. */
    public static Parameters ofJsonOrForm(RoutingContext http, InputStream body, long maxBytes) {
        var values = new LinkedHashMap<String, List<String>>();
        var faults = new ArrayList<Problem>();
        if (FormBody.type(http).equals("application/json")) {
            JsonBody.read(body, maxBytes, values, faults);
        } else {
            FormBody.read(http, body, maxBytes, values);
        }
        return ofBody(http, values, faults);
    }

    private static Parameters ofBody(
            RoutingContext http, Map<String, List<String>> values, List<Problem> faults) {
        Set<String> names = Set.copyOf(values.keySet());
        readQuery(http, values);
        var parameters = new Parameters(http, values, names, faults);
        Languages.rememberWish(
                http, parameters.present("locale").stream().findFirst().orElse(null));
        return parameters;
    }

    private static void readQuery(RoutingContext http, Map<String, List<String>> values) {
        String query = http.request().query();
        if (query != null) {
            UrlEncoded.read(query, "query", values);
        }
    }

    /** The call itself, for its headers. */
    public RoutingContext http() {
        return http;
    }

    /** A single-valued text of at most {@link #MAX_LENGTH} characters. */
    public @Nullable String text(String name) {
        return text(name, MAX_LENGTH);
    }

    /**
     * The one value of a parameter. The same value twice is one; two that contradict each other are
     * a problem, since taking either would change the meaning.
     */
    public @Nullable String text(String name, int maxLength) {
        return single(name, present(name), maxLength);
    }

    /** As {@link #text(String)}, where clients in the field also use another name. */
    public @Nullable String textOrAlias(String name, String alias) {
        Set<String> all = present(name);
        return single(name, all.isEmpty() ? present(alias) : all, MAX_LENGTH);
    }

    /**
     * All values in the order in which they came, each cut at commas; blanks and repetitions left
     * out.
     */
    public List<String> list(String name) {
        var list = new LinkedHashSet<String>();
        for (String value : present(name)) {
            for (String part : value.split(",", -1)) {
                String clean = Text.clean(part);
                if (clean != null) {
                    list.add(clean);
                }
            }
        }
        if (list.size() > MAX_LIST) {
            problem("%s lists %s values; at most %s are allowed", name, list.size(), MAX_LIST);
        }
        return List.copyOf(list);
    }

    /** Whether any value was sent. */
    public boolean has(String name) {
        return !present(name).isEmpty();
    }

    /** Whether it was sent, be it blank. */
    public boolean isSent(String name) {
        return values.containsKey(name);
    }

    /**
     * Notes what the body should not have, so that no slip of the pen is taken for a wish to leave
     * something as it is.
     */
    public void requireKnown(Set<String> known) {
        problems.addAll(faultsOfBody);
        for (String name : new TreeSet<>(namesInBody)) {
            if (!known.contains(name)) {
                problem(
                        "'%s' is not known here; known are %s",
                        Text.shortened(name), String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /** Absolute http or https URLs, in the order in which they came. */
    public List<String> webUrls(String name) {
        List<String> urls = List.copyOf(present(name));
        if (urls.size() > MAX_URLS) {
            problem("%s was given %s times; at most %s are allowed", name, urls.size(), MAX_URLS);
        }
        for (String url : urls) {
            if (!isWebUrl(url)) {
                problem(
                        "%s '%s' is not an absolute http or https URL of at most %s characters",
                        name, Text.shortened(url), MAX_LENGTH);
            }
        }
        return urls;
    }

    /** A datetime in any form that {@link Timestamps#parse} reads. */
    public @Nullable Instant instant(String name, ZoneId zone, Timestamps.Edge edge) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        return Timestamps.parse(text, zone, edge)
                .orElseGet(
                        () -> {
                            problem(
                                    "%s '%s' is not a datetime; write it like 2026-11-22T08:15:30Z or 2026-11-22T08:15:30-05:00",
                                    name, Text.shortened(text));
                            return null;
                        });
    }

    /** A whole number within bounds; the default where it is absent or wrong. */
    public int integer(String name, int byDefault, int min, int max) {
        String text = text(name);
        if (text == null) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Named as a problem below, like a number out of bounds.
        }
        problem(
                "%s '%s' is not a whole number from %s to %s",
                name, Text.shortened(text), min, max);
        return byDefault;
    }

    /** A number within bounds; null where it is absent or wrong. */
    public @Nullable Double number(String name, double min, double max) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        problem(
                "%s '%s' is not a number from %s to %s",
                name, Text.shortened(text), Text.plain(min), Text.plain(max));
        return null;
    }

    /** True or false; null where it is absent or wrong. */
    public @Nullable Boolean flag(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> {
                return true;
            }
            case "false", "0", "no" -> {
                return false;
            }
            default -> {
                problem("%s '%s' is neither true nor false", name, Text.shortened(text));
                return null;
            }
        }
    }

    /** Every value that is not blank, keys left out: what makes the call. */
    public List<Map.Entry<String, String>> all() {
        return values.keySet().stream()
                .filter(name -> !name.equals("api_key"))
                .flatMap(name -> present(name).stream().map(value -> Map.entry(name, value)))
                .toList();
    }

    /** Some of the parameters in one spelling: two calls have the same if they mean the same. */
    public String canonical(List<String> names) {
        return names.stream()
                .filter(this::has)
                .map(name -> name + "=" + String.join("\u0000", present(name)))
                .collect(Collectors.joining("\n"));
    }

    /**
     * The values of {@code prefix[CODE]}, {@code prefix[CODE][]} and {@code prefix[CODE][0]}, by
     * code, in the order in which they came (GeoReport v2, "POST Service Request", attribute).
     * Blanks and repetitions are left out.
     */
    public Map<String, List<String>> bracketed(String prefix) {
        var byCode = new LinkedHashMap<String, Set<String>>();
        String opening = prefix + "[";
        for (String name : values.keySet()) {
            if (name.startsWith(opening) && name.endsWith("]")) {
                String code =
                        name.substring(opening.length(), name.length() - 1)
                                .replaceFirst("\\]\\[\\d*$", "");
                byCode.computeIfAbsent(code, any -> new LinkedHashSet<>()).addAll(present(name));
            }
        }
        var lists = new LinkedHashMap<String, List<String>>();
        byCode.forEach((code, present) -> lists.put(code, List.copyOf(present)));
        return lists;
    }

    /** Notes that something about the call is wrong (400). */
    @FormatMethod
    public void problem(@FormatString String text, Object... values) {
        problem(Problem.of(400, text, values));
    }

    /** Notes that something is wrong, with the status that it alone would have. */
    public void problem(Problem problem) {
        problems.add(problem);
    }

    /** Ends the call if any value was wrong. */
    public void throwIfWrong() {
        if (!problems.isEmpty()) {
            throw new GeoReportException(problems);
        }
    }

    /** Every value that is not blank, in the order in which they came. */
    public Set<String> present(String name) {
        var present = new LinkedHashSet<String>();
        for (String raw : values.getOrDefault(name, List.of())) {
            String clean = Text.clean(raw);
            if (clean != null) {
                present.add(clean);
            }
        }
        return present;
    }

    /** Whether it is an absolute http or https URL. */
    public static boolean isWebUrl(String text) {
        try {
            var url = new URI(text);
            return ("http".equalsIgnoreCase(url.getScheme())
                            || "https".equalsIgnoreCase(url.getScheme()))
                    && url.getRawAuthority() != null
                    && HOST.matcher(url.getRawAuthority()).matches()
                    && text.length() <= MAX_LENGTH;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private @Nullable String single(String name, Set<String> all, int maxLength) {
        if (all.isEmpty()) {
            return null;
        }
        if (all.size() > 1) {
            problem("%s was given several times with different values; give it once", name);
        }
        String value = all.iterator().next();
        if (Text.length(value) > maxLength) {
            problem(
                    "%s has %s characters; at most %s are allowed",
                    name, Text.length(value), maxLength);
        }
        return value;
    }
}
