package open311.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which language a caller wants: the parameter {@code locale}, then Accept-Language (BCP 47,
 * underscores tolerated). What makes no sense is passed over: a wish is no reason to refuse a call.
 */
public final class Languages {
    private static final String ANSWER = "open311.language";
    private static final String WISH = "open311.locale";
    private static final int MAX_LENGTH = 1000;

    private Languages() {}

    /**
     * The best of the available languages (RFC 4647, lookup), remembered as the language of the
     * answer; the default where the caller wants none of them.
     */
    public static String choose(
            RoutingContext http, Collection<String> available, String byDefault) {
        String best = available.size() > 1 ? Locale.lookupTag(wanted(http), available) : null;
        String language = best == null ? byDefault : best;
        http.put(ANSWER, language);
        return language;
    }

    /** The language of the answer, once it was chosen. */
    public static Optional<String> ofAnswer(RoutingContext http) {
        return Optional.ofNullable(http.get(ANSWER));
    }

    /**
     * The language of an error: a wished one that errors exist in, then that of the answer, then
     * English.
     */
    static String ofError(RoutingContext http) {
        String best = Locale.lookupTag(wanted(http), ErrorTexts.LANGUAGES);
        if (best != null) {
            return best;
        }
        return ofAnswer(http)
                .map(
                        answer ->
                                Locale.lookupTag(
                                        Locale.LanguageRange.parse(answer), ErrorTexts.LANGUAGES))
                .orElse(ErrorTexts.ENGLISH);
    }

    private static List<Locale.LanguageRange> wanted(RoutingContext http) {
        var wanted = new ArrayList<Locale.LanguageRange>();
        add(wanted, localeParameter(http));
        add(wanted, http.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        return wanted;
    }

    /** Every entry by itself, so that a malformed one takes none of the others with it. */
    private static void add(List<Locale.LanguageRange> wanted, @Nullable String ranges) {
        if (ranges == null || ranges.length() > MAX_LENGTH) {
            return;
        }
        var parsed = new ArrayList<Locale.LanguageRange>();
        for (String entry : ranges.replace('_', '-').split(",", -1)) {
            try {
                parsed.addAll(Locale.LanguageRange.parse(entry.strip()));
            } catch (IllegalArgumentException e) {
                // Passed over, as said above.
            }
        }
        parsed.removeIf(range -> range.getWeight() == 0);
        parsed.sort((a, b) -> Double.compare(b.getWeight(), a.getWeight()));
        wanted.addAll(parsed);
    }

    /** The parameter locale of a form, which cannot be read again. */
    static void rememberWish(RoutingContext http, @Nullable String locale) {
        if (locale != null) {
            http.put(WISH, locale);
        }
    }

    private static @Nullable String localeParameter(RoutingContext http) {
        String wish = http.get(WISH);
        return wish == null
                ? UrlEncoded.first(http.request().query(), "locale").orElse(null)
                : wish;
    }
}
