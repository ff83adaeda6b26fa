package open311.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The texts of errors in other languages: {@code errors/es.yaml} maps each English text to its
 * translation. English stands in the code, where it says what is checked; a text without a
 * translation stays English.
 */
final class ErrorTexts {
    static final String ENGLISH = "en";

    /** What errors exist in; the first is the default. */
    static final List<String> LANGUAGES = List.of(ENGLISH, "es");

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private ErrorTexts() {}

    static String translated(String english, String language) {
        return language.equals(ENGLISH)
                ? english
                : Spanish.TEXTS_BY_ENGLISH.getOrDefault(english, english);
    }

    private static Map<String, String> read(String language) {
        try (InputStream file =
                ErrorTexts.class.getResourceAsStream("/errors/" + language + ".yaml")) {
            return new YAMLMapper().readValue(Objects.requireNonNull(file, language), TEXTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read when the first caller wants it, not at the start. */
    private static final class Spanish {
        static final Map<String, String> TEXTS_BY_ENGLISH = read("es");
    }
}
