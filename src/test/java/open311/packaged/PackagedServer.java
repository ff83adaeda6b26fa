package open311.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged server in a process of its own. It is ready when it is made; what it prints is kept.
 * Safe for use by several threads.
 */
public final class PackagedServer implements AutoCloseable {
    static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

    private final Process process;
    private final Path directory;
    private final Path log;
    private final int port;
    private final HttpClient client;

    private PackagedServer(Path directory, Map<String, String> environment, List<String> jvmOptions)
            throws IOException {
        this.directory = Files.createDirectories(directory).toRealPath();
        log = Files.createTempFile(this.directory, "server", ".log");
        port = freePort();
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LONGEST_CALL)
                        .build();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        // A server that lives for seconds spends most of them compiling itself.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        var builder =
                new ProcessBuilder(command)
                        .directory(this.directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("OPEN311_"));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        // Tests call more often than people do.
        builder.environment().put("OPEN311_CALLS_A_MINUTE_PER_ADDRESS", "0");
        builder.environment().put("OPEN311_CALLS_A_MINUTE_PER_KEY", "0");
        // A test says itself when requests are accepted.
        builder.environment().put("OPEN311_BATCH_EVERY", "0s");
        // No load balancer has to notice that it stops.
        builder.environment().put("QUARKUS_SHUTDOWN_DELAY", "0s");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Starts a server whose working directory that is, and waits until it is ready. */
    public static PackagedServer start(Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(directory, environment, ClassArchive.options());
    }

    /** The same with options of its JVM. */
    static PackagedServer start(
            Path directory, Map<String, String> environment, List<String> jvmOptions)
            throws IOException, InterruptedException {
        PackagedServer server = launch(directory, environment, jvmOptions);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** Starts a server and does not wait. */
    static PackagedServer launch(Path directory, Map<String, String> environment)
            throws IOException {
        return launch(directory, environment, ClassArchive.options());
    }

    private static PackagedServer launch(
            Path directory, Map<String, String> environment, List<String> jvmOptions)
            throws IOException {
        if (!environment.containsKey("QUARKUS_DATASOURCE_JDBC_URL")) {
            SharedPrograms.linkInto(Files.createDirectories(directory).resolve("data"));
        }
        return new PackagedServer(directory, environment, jvmOptions);
    }

    /** Starts a server that has to give up by itself. */
    static Refusal refuse(Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        try (PackagedServer server = launch(directory, environment)) {
            int exitCode = server.awaitEnd();
            return new Refusal(exitCode, server.log(), server.databaseProcesses());
        }
    }

    /**
     * How a server gave up.
     *
     * @param databaseProcesses what it left running of its own PostgreSQL
     */
    record Refusal(int exitCode, String log, List<ProcessHandle> databaseProcesses) {}

    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            assertTrue(process.isAlive(), () -> "The server ended: " + log());
            assertTrue(System.nanoTime() < deadline, () -> "The server does not start: " + log());
            Thread.sleep(20);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until the log has the text: some of it is written after the server is ready. */
    void awaitLog(String text) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains(text)) {
            assertTrue(System.nanoTime() < deadline, () -> "No '" + text + "' in " + log());
            Thread.sleep(20);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return fail(e);
        }
    }

    public int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** What its process has in memory; 0 where the system has no /proc. */
    long residentKilobytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** How many files and sockets its process has open; 0 where the system has no /proc. */
    long openFiles() throws IOException {
        Path descriptors = Path.of("/proc", Long.toString(pid()), "fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.count();
        }
    }

    Path dataDirectory() {
        return directory.resolve("data");
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://localhost:" + port + pathAndQuery);
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(pathAndQuery)));
    }

    HttpResponse<String> get(String pathAndQuery, String apiKey)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(pathAndQuery)).header("X-API-Key", apiKey));
    }

    public HttpResponse<String> put(String path, String apiKey, String yaml)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("X-API-Key", apiKey)
                        .header("Content-Type", "application/yaml")
                        .PUT(BodyPublishers.ofString(yaml)));
    }

    /** POSTs JSON. */
    public HttpResponse<String> post(String path, String apiKey, String json)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("X-API-Key", apiKey)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> delete(String path, String apiKey)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header("X-API-Key", apiKey).DELETE());
    }

    /** Reports a pothole of the sample jurisdiction. */
    HttpResponse<String> report(String description) throws IOException, InterruptedException {
        return report(description, "demo");
    }

    HttpResponse<String> report(String description, String apiKey)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("/open311/v2/requests.json"))
                        .header("X-API-Key", apiKey)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "service_code=POTHOLE&address_string=4+Summer+Street&description="
                                                + URLEncoder.encode(description, UTF_8))));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(LONGEST_CALL).build(), BodyHandlers.ofString(UTF_8));
    }

    /** The processes of its own PostgreSQL. */
    List<ProcessHandle> databaseProcesses() {
        return ProcessHandle.allProcesses()
                .filter(
                        each ->
                                each.info()
                                        .command()
                                        .filter(
                                                command ->
                                                        Path.of(command)
                                                                .startsWith(dataDirectory()))
                                        .isPresent())
                .toList();
    }

    /** The first process of its own PostgreSQL. */
    ProcessHandle postmaster() throws IOException {
        Path pidFile = dataDirectory().resolve("postgres/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0))).orElseThrow();
    }

    /** A connection to its own PostgreSQL. */
    public Connection database() throws IOException, SQLException {
        List<String> pidFile =
                Files.readAllLines(dataDirectory().resolve("postgres/postmaster.pid"));
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + pidFile.get(3) + "/open311",
                "open311",
                Files.readString(dataDirectory().resolve("postgres-password")).strip());
    }

    /** Asks it to end, as a service manager does, and returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Ends the Java process alone and at once: it cannot put anything in order. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private int awaitEnd() throws InterruptedException {
        assertTrue(
                process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                () -> "The server does not end: " + log());
        return process.exitValue();
    }

    /** Leaves no process behind, whatever the test has done. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
        if (!databaseProcesses().isEmpty()) {
            // What a killed server left; nothing waits for its rows.
            databaseProcesses().forEach(ProcessHandle::destroyForcibly);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
