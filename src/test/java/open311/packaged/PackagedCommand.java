package open311.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program with arguments: a command in a process of its own. */
final class PackagedCommand {
    private final Process process;
    private final Path output;

    private PackagedCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What a command came to. */
    record Outcome(int exitCode, String output) {
        void succeeded() {
            assertEquals(0, exitCode, output);
        }

        /** It said that, and no more than a person can use. */
        void failed(String why) {
            assertEquals(1, exitCode, output);
            assertTrue(output.contains(why), output);
            assertFalse(output.contains("\tat ") || output.contains("Exception"), output);
        }
    }

    static PackagedCommand launch(
            Path dataDirectory, Map<String, String> environment, Object... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                PackagedServer.JAR.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path output = Files.createTempFile(Path.of("target"), "command", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("OPEN311_"));
        builder.environment().put("OPEN311_DATA_DIRECTORY", dataDirectory.toString());
        builder.environment().putAll(environment);
        return new PackagedCommand(builder.start(), output);
    }

    static Outcome run(Path dataDirectory, Object... arguments)
            throws IOException, InterruptedException {
        return launch(dataDirectory, Map.of(), arguments).await();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Outcome await() throws IOException, InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "The command does not end");
        String text = Files.readString(output);
        Files.delete(output);
        return new Outcome(process.exitValue(), text);
    }

    /** Ends it at once. */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Files.delete(output);
    }
}
