package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of errors stand in the code; each has its translations. */
class ErrorTextsTest {
    private static final Path SOURCES = Path.of("src/main/java/open311");

    /** Where a text is handed on to become an error of a call. */
    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:Problem\\.of|badRequest|forbidden|tooLarge|tooMany|unavailable|conflict|unsupportedMediaType|parameters\\s*\\.problem|\\s(?:problem|of))"
                            + "\\(\\s*(?:(?:\\d+|status),\\s*)?\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Documents have problems, too: those are the operator's, and English. */
    private static final List<String> OF_DOCUMENTS =
            List.of("DocumentNode.java", "DocumentReader.java", "ServiceNode.java");

    @ParameterizedTest
    @MethodSource("translations")
    void everyTextOfTheCodeIsTranslatedAndNoOther(String language, Map<String, String> texts)
            throws IOException {
        assertEquals(englishTexts(), new TreeSet<>(texts.keySet()), language);
    }

    @ParameterizedTest
    @MethodSource("translations")
    void translationsTakeTheSameValues(String language, Map<String, String> texts) {
        texts.forEach(
                (english, translation) ->
                        assertEquals(placeholders(english), placeholders(translation), english));
    }

    @Test
    void whatHasNoTranslationStaysEnglish() {
        assertEquals(
                new GeoReportError(400, "Nobody says 7 so"),
                Problem.of(400, "Nobody says %s so", 7).in("es"));
        assertEquals(
                "No se encontró token 'x'",
                GeoReportException.unknown("token", "x").in("es").description());
    }

    @Test
    void noValueIsReadAsAFormat() {
        assertEquals(
                "token '%s %n %d' was not found",
                GeoReportException.unknown("token", "%s %n %d").in("en").description());
    }

    static Stream<Object[]> translations() {
        return ErrorTexts.LANGUAGES.stream()
                .filter(language -> !language.equals(ErrorTexts.ENGLISH))
                .map(language -> new Object[] {language, read(language)});
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> read(String language) {
        try {
            return new YAMLMapper()
                    .readValue(
                            Path.of("src/main/resources/errors", language + ".yaml").toFile(),
                            Map.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> englishTexts() throws IOException {
        var texts = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Path file = each.next();
                String name = file.getFileName().toString();
                if (name.endsWith(".java") && !OF_DOCUMENTS.contains(name)) {
                    for (MatchResult found :
                            TEXT.matcher(Files.readString(file)).results().toList()) {
                        // A literal of Java reads like one of JSON.
                        texts.add(
                                new ObjectMapper()
                                        .readValue("\"" + found.group(1) + "\"", String.class));
                    }
                }
            }
        }
        texts.remove("%s");
        assertTrue(texts.size() > 40, "the texts are found: " + texts);
        return texts;
    }

    private static List<String> placeholders(String format) {
        return Pattern.compile("%.").matcher(format).results().map(MatchResult::group).toList();
    }
}
