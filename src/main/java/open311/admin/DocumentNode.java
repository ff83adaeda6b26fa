package open311.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import open311.http.Text;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document, known by its path. What is wrong there is noted under the path, and
 * reading goes on, so that all problems are found at once.
 */
final class DocumentNode {
    static final String TRANSLATIONS = "translations";
    static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");

    private final String path;
    private final JsonNode node;
    private final Reading reading;

    private DocumentNode(String path, JsonNode node, Reading reading) {
        this.path = path;
        this.node = node;
        this.reading = reading;
    }

    /** The whole document; its problems are added to the list. */
    static DocumentNode root(JsonNode node, List<String> problems) {
        return new DocumentNode("", node, new Reading(problems, new TreeSet<>(), null));
    }

    /** This place, where every text that has a translation to the language is the translation. */
    DocumentNode in(String language) {
        return new DocumentNode(
                path, node, new Reading(reading.problems, reading.languages, language));
    }

    /** The languages of all translations that were seen so far. */
    SortedSet<String> languages() {
        return new TreeSet<>(reading.languages);
    }

    /** The member; it may be absent. */
    DocumentNode get(String name) {
        if (reading.language != null && !name.equals(TRANSLATIONS)) {
            DocumentNode translation = member(TRANSLATIONS).member(reading.language).member(name);
            if (!translation.isAbsent()) {
                return translation;
            }
        }
        return member(name);
    }

    private DocumentNode member(String name) {
        JsonNode member = node.path(name);
        return new DocumentNode(
                path.isEmpty() ? name : path + "." + name,
                isNothing(member) ? MissingNode.getInstance() : member,
                reading);
    }

    /** A YAML member with nothing behind it comes as null or as empty text. */
    private static boolean isNothing(JsonNode member) {
        return member.isNull() || (member.isTextual() && member.textValue().isBlank());
    }

    boolean isAbsent() {
        return node.isMissingNode();
    }

    /** Whether nothing wrong was noted in the whole document so far. */
    boolean isSound() {
        return reading.problems.isEmpty();
    }

    JsonNode raw() {
        return node;
    }

    void problem(String description) {
        reading.problems.add((path.isEmpty() ? "the document" : path) + " " + description);
    }

    /**
     * Notes every member that is not one of the known ones: a misspelt name must not be a silent
     * default.
     */
    boolean isObjectOf(String... known) {
        if (!node.isObject()) {
            problem("must be an object with the members " + String.join(", ", known));
            return false;
        }
        Set<String> names = Set.of(known);
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!names.contains(name)) {
                                get(Text.shortened(name))
                                        .problem(
                                                "is not known here; known are "
                                                        + String.join(", ", known));
                            }
                        });
        return true;
    }

    /**
     * Checks the member translations: by language (BCP 47), other texts for some of the members
     * here.
     */
    void checkTranslations(String... translatable) {
        DocumentNode translations = get(TRANSLATIONS);
        if (translations.isAbsent()) {
            return;
        }
        if (!translations.node.isObject()) {
            translations.problem("must be an object of languages, such as es: {…}");
            return;
        }
        translations
                .node
                .fieldNames()
                .forEachRemaining(
                        language -> {
                            DocumentNode texts = translations.get(Text.shortened(language));
                            if (!LANGUAGE.matcher(language).matches()) {
                                texts.problem("is not a language of BCP 47, such as es or pt-BR");
                            } else if (!texts.isAbsent() && texts.isObjectOf(translatable)) {
                                reading.languages.add(language);
                            }
                        });
    }

    /** Text that must be there; empty when it is not, which is noted. */
    String requiredText(int maxLength) {
        String text = text(maxLength);
        if (text == null) {
            if (isAbsent() || node.isTextual()) {
                problem("must be given");
            }
            return "";
        }
        return text;
    }

    /** Text without what XML cannot hold; null when absent or blank. */
    @Nullable String text(int maxLength) {
        if (isAbsent()) {
            return null;
        }
        if (!node.isTextual()) {
            problem(node.isValueNode() ? "must be text; put it in quotes" : "must be text");
            return null;
        }
        String text = Text.clean(node.textValue());
        if (text != null && Text.length(text) > maxLength) {
            problem(
                    "has "
                            + Text.length(text)
                            + " characters; at most "
                            + maxLength
                            + " are allowed");
        }
        return text;
    }

    /**
     * Text that a reader understands; null when it is absent, or not understood, which is noted.
     */
    <T> @Nullable T parsed(Function<String, Optional<T>> reader, String whatIsRight) {
        String text = text(1000);
        if (text == null) {
            return null;
        }
        Optional<T> value = reader.apply(text);
        if (value.isEmpty()) {
            problem("is '" + Text.shortened(text) + "'; " + whatIsRight);
        }
        return value.orElse(null);
    }

    /**
     * One of the words of an enumeration, as it writes itself; the default when absent or wrong.
     */
    <T> T oneOf(T[] values, Function<T, String> word, T byDefault) {
        T value =
                parsed(
                        text ->
                                Arrays.stream(values)
                                        .filter(v -> word.apply(v).equals(text))
                                        .findFirst(),
                        "it must be one of "
                                + Arrays.stream(values)
                                        .map(word)
                                        .collect(Collectors.joining(", ")));
        return value == null ? byDefault : value;
    }

    boolean flag(boolean byDefault) {
        if (isAbsent()) {
            return byDefault;
        }
        if (!node.isBoolean()) {
            problem("must be true or false, without quotes");
            return byDefault;
        }
        return node.booleanValue();
    }

    /** A whole number from 1; the default where it is absent or wrong. */
    int integer(int byDefault, int max) {
        if (isAbsent()) {
            return byDefault;
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < 1
                || node.intValue() > max) {
            problem("must be a whole number from 1 to " + max);
            return byDefault;
        }
        return node.intValue();
    }

    int positive(int byDefault) {
        if (isAbsent()) {
            return byDefault;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
            problem("must be a whole number from 1");
            return byDefault;
        }
        return node.intValue();
    }

    /** The elements of a list; none when absent. */
    List<DocumentNode> elements(int max) {
        if (isAbsent()) {
            return List.of();
        }
        if (!node.isArray()) {
            problem("must be a list");
            return List.of();
        }
        if (node.size() > max) {
            problem("has " + node.size() + " elements; at most " + max + " are allowed");
            return List.of();
        }
        var elements = new ArrayList<DocumentNode>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new DocumentNode(path + "[" + i + "]", node.get(i), reading));
        }
        return elements;
    }

    /**
     * What all places of a document share while it is read.
     *
     * @param language null: the document's own
     */
    private record Reading(
            List<String> problems, Set<String> languages, @Nullable String language) {}
}
