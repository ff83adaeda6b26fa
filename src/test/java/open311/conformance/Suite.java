package open311.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All checks, and a run of them. */
public final class Suite {
    private static final int AT_A_TIME = 6;
    private static final List<Check> CHECKS =
            Stream.of(
                            DiscoveryChecks.ALL,
                            GeneralChecks.ALL,
                            ServiceChecks.ALL,
                            SubmitChecks.ALL,
                            TokenChecks.ALL,
                            RequestChecks.ALL,
                            JurisdictionChecks.ALL,
                            ErrorChecks.ALL,
                            PrivacyChecks.ALL)
                    .flatMap(Collection::stream)
                    .toList();

    private Suite() {}

    public static List<Check> checks() {
        return CHECKS;
    }

    /** Tries everything in both formats, several checks at a time. */
    public static List<Outcome> run(Subject subject) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            var outcomes = new ArrayList<Outcome>();
            for (Future<List<Outcome>> done : threads.invokeAll(tasks(subject))) {
                outcomes.addAll(done.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }

    /** Those of the discovery one after the other: they change the document. */
    private static List<Callable<List<Outcome>>> tasks(Subject subject) {
        var tasks = new ArrayList<Callable<List<Outcome>>>();
        tasks.add(() -> run(DiscoveryChecks.ALL, subject));
        for (Check check : CHECKS) {
            if (!DiscoveryChecks.ALL.contains(check)) {
                tasks.add(() -> run(List.of(check), subject));
            }
        }
        return tasks;
    }

    private static List<Outcome> run(List<Check> checks, Subject subject) {
        return checks.stream()
                .flatMap(
                        check ->
                                check.formats().stream().map(format -> run(check, format, subject)))
                .toList();
    }

    /** Tries one thing; whatever goes wrong is a rule that is broken. */
    @SuppressWarnings("CatchingUnchecked") // A reply that is not what it says can break anything.
    public static Outcome run(Check check, Syntax format, Subject subject) {
        try {
            check.run(format, subject);
            return new Outcome(check, format, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (Exception | AssertionError e) {
            return new Outcome(check, format, e);
        }
    }

    /**
     * How a check went.
     *
     * @param failure null: the rule is kept
     */
    public record Outcome(Check check, Syntax format, @Nullable Throwable failure) {
        public boolean isKept() {
            return failure == null;
        }

        /** The rule that was found to be broken; not always the one that was to be checked. */
        public String broken() {
            return failure instanceof Violation violation ? violation.rule() : check.id();
        }
    }
}
