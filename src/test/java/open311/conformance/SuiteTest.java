package open311.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No rule of the standard is forgotten. */
class SuiteTest {
    /** How many rules each part of the standard has, as they are numbered here. */
    private static final Map<String, Integer> PARTS =
            Map.ofEntries(
                    Map.entry("GEN-", 14),
                    Map.entry("SVC-", 5),
                    Map.entry("DEF-", 5),
                    Map.entry("POST-", 4),
                    Map.entry("TOK-", 3),
                    Map.entry("REQ-", 4),
                    Map.entry("ONE-", 2),
                    Map.entry("ERR-", 7),
                    Map.entry("A-", 37),
                    Map.entry("DIS-", 9),
                    Map.entry("D", 10),
                    Map.entry("11.", 13));

    /** What no client can see, or what asks nothing of a server. */
    private static final Set<String> NOT_TO_BE_CHECKED =
            Set.of(
                    // https belongs to the installation, and the server under test is one of a
                    // test.
                    "GEN-02",
                    "A-01",
                    // Leave to put the document elsewhere, and to list other specifications.
                    "DIS-03",
                    "DIS-08",
                    "D7",
                    // Recommendations: validators of caches, languages of the contact.
                    "D9",
                    "D10");

    @Test
    void everyRuleHasACheck() {
        Set<String> expected = rules();
        expected.removeAll(NOT_TO_BE_CHECKED);
        assertEquals(expected, new TreeSet<>(ids()));
    }

    @Test
    void everyRuleIsOnTheConformancePage() throws IOException {
        String page = Files.readString(Path.of("src", "site", "conformance.md"));
        for (String rule : rules()) {
            assertTrue(rule.startsWith("11.") || page.contains("\n| " + rule + " | "), rule);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultConcernsRulesThatAreChecked(Fault fault) {
        assertTrue(ids().containsAll(fault.rules()), () -> fault.rules().toString());
    }

    private static Set<String> rules() {
        var rules = new TreeSet<String>();
        PARTS.forEach(
                (part, count) ->
                        IntStream.rangeClosed(1, count)
                                .mapToObj(number -> id(part, number))
                                .forEach(rules::add));
        return rules;
    }

    private static String id(String part, int number) {
        return part.endsWith("-") ? "%s%02d".formatted(part, number) : part + number;
    }

    private static Set<String> ids() {
        return Suite.checks().stream()
                .flatMap(check -> check.ids().stream())
                .collect(Collectors.toSet());
    }
}
