package open311.bench;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the micro-benchmarks and prints one line of each; takes the options of JMH. */
public final class Micro {
    private Micro() {}

    /** The options of JMH; what they leave open is chosen so that all takes three minutes. */
    public static void main(String[] options) throws CommandLineOptionException, RunnerException {
        var given = new CommandLineOptions(options);
        var chosen =
                new OptionsBuilder()
                        .parent(given)
                        .forks(given.getForkCount().orElse(2))
                        .warmupIterations(given.getWarmupIterations().orElse(5))
                        .warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
                        .measurementIterations(given.getMeasurementIterations().orElse(5))
                        .measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)))
                        .addProfiler(GCProfiler.class)
                        .build();
        print(new Runner(chosen).run());
    }

    private static void print(Collection<RunResult> results) {
        System.out.printf(
                "%n%-44s %14s %7s %14s%n", "operation", "a second", "+-", "bytes each");
        for (RunResult result : results) {
            Result<?> speed = result.getPrimaryResult();
            System.out.printf(
                    "%-44s %,14.0f %6.1f%% %,14.0f%n",
                    name(result),
                    speed.getScore(),
                    100 * speed.getScoreError() / speed.getScore(),
                    allocated(result));
        }
    }

    private static String name(RunResult result) {
        var parameters = result.getParams();
        var name = new StringBuilder(parameters.getBenchmark().substring("open311.".length()));
        for (String key : parameters.getParamsKeys()) {
            name.append(' ').append(parameters.getParam(key));
        }
        return name.toString();
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    }
}
