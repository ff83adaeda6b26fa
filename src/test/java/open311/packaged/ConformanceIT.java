package open311.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import open311.conformance.Backstage;
import open311.conformance.Check;
import open311.conformance.Fault;
import open311.conformance.FaultyServer;
import open311.conformance.Subject;
import open311.conformance.Suite;
import open311.conformance.Suite.Outcome;
import open311.conformance.Syntax;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The conformance suite on the packaged server, and on a server that is faulty on purpose. */
class ConformanceIT {
    private static final Logger LOG = Logger.getLogger(ConformanceIT.class);
    private static final int LARGEST_BODY = 100_000;
    private static final Path TABLE = Path.of("target", "conformance.txt");

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final Map<Check, Map<Syntax, Boolean>> KEPT = new ConcurrentHashMap<>();
    private static final List<String> NOTICED = new ArrayList<>();

    static Subject subject;

    @BeforeAll
    static void start() throws Exception {
        var servers =
                new TownServers(
                        directory, Map.of("OPEN311_MAX_BODY_SIZE", Integer.toString(LARGEST_BODY)));
        OPEN.add(servers);
        Backstage backstage = servers.backstage();
        subject =
                new Subject(
                        servers.root(),
                        servers.manyRoot(),
                        servers.key(),
                        servers.keyOfMany(),
                        LARGEST_BODY,
                        backstage);
        backstage.makeHistory(subject);
    }

    @AfterAll
    static void writeTableAndClose() throws Exception {
        if (!KEPT.isEmpty()) {
            String table = table();
            LOG.info(table);
            Files.writeString(TABLE, table, UTF_8);
        }
        for (int i = OPEN.size() - 1; i >= 0; i--) {
            OPEN.get(i).close();
        }
    }

    @TestFactory
    Stream<DynamicNode> theServerKeepsTheRule() {
        return Suite.checks().stream()
                .flatMap(
                        check ->
                                check.formats().stream()
                                        .map(
                                                format ->
                                                        DynamicTest.dynamicTest(
                                                                check.id()
                                                                        + " "
                                                                        + format
                                                                        + ": "
                                                                        + check.rule(),
                                                                () -> keep(check, format))));
    }

    private static void keep(Check check, Syntax format) throws Exception {
        Map<Syntax, Boolean> kept = KEPT.computeIfAbsent(check, any -> new ConcurrentHashMap<>());
        kept.put(format, false);
        check.run(format, subject);
        kept.put(format, true);
    }

    @TestFactory
    Stream<DynamicNode> theSuiteNotices() throws IOException {
        var single = new FaultyServer(subject.root());
        var several = new FaultyServer(subject.manyRoot());
        OPEN.add(single);
        OPEN.add(several);
        Subject faulty = subject.at(single.root(), several.root());
        return Stream.concat(
                Stream.of(
                        DynamicTest.dynamicTest(
                                "nothing where nothing is wrong",
                                () -> assertEquals(List.of(), broken(Suite.run(faulty))))),
                Arrays.stream(Fault.values())
                        .map(
                                fault ->
                                        DynamicTest.dynamicTest(
                                                fault.name(),
                                                () -> {
                                                    single.show(fault);
                                                    several.show(fault);
                                                    notice(fault, Suite.run(faulty));
                                                })));
    }

    private static void notice(Fault fault, List<Outcome> outcomes) {
        var rules = new TreeSet<String>();
        outcomes.stream()
                .filter(outcome -> !outcome.isKept())
                .map(Outcome::broken)
                .forEach(rules::add);
        long checks = outcomes.stream().filter(outcome -> !outcome.isKept()).count();
        NOTICED.add("%-32s %3d checks: %s".formatted(fault, checks, String.join(" ", rules)));
        assertTrue(
                rules.stream().anyMatch(fault.rules()::contains),
                () -> fault.rules() + " should be among " + rules);
    }

    private static List<String> broken(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !outcome.isKept())
                .map(outcome -> outcome.check().id() + " " + outcome.format() + outcome.failure())
                .toList();
    }

    private static String table() {
        String rows =
                Suite.checks().stream()
                        .map(
                                check ->
                                        "%-30s %-6s %-6s %s"
                                                .formatted(
                                                        String.join(" ", check.ids()),
                                                        mark(check, Syntax.XML),
                                                        mark(check, Syntax.JSON),
                                                        check.rule()))
                        .collect(Collectors.joining("\n"));
        return "%n%-30s %-6s %-6s %s%n%s%n%nFaults and the rules that noticed them%n%s%n"
                .formatted("rule", "xml", "json", "", rows, String.join("\n", NOTICED));
    }

    private static String mark(Check check, Syntax format) {
        if (!check.formats().contains(format)) {
            return "-";
        }
        Boolean kept = KEPT.getOrDefault(check, Map.of()).get(format);
        return kept == null ? "?" : kept ? "kept" : "BROKEN";
    }
}
