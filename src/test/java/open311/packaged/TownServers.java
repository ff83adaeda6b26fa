package open311.packaged;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import open311.conformance.Backstage;
import open311.database.EmbeddedDatabase;

/**
 * Two servers on one PostgreSQL: one has the town of the conformance suite alone, the other a
 * neighbour besides, since a server that has had several jurisdictions is never again one of a
 * single jurisdiction.
 */
final class TownServers implements AutoCloseable {
    private static final String ADMIN_KEY = "an-admin-key-of-the-tests";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Path directory;
    private final URI root;
    private final URI manyRoot;
    private final Backstage backstage;
    private final String key;
    private final String keyOfMany;

    TownServers(Path directory, Map<String, String> environment) throws Exception {
        this.directory = directory;
        try {
            SharedPrograms.linkInto(directory.resolve("database"));
            EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("database"));
            open.add(database);
            Connection one = connect(database, database.jdbcUrl());
            try (var statement = one.createStatement()) {
                statement.execute("create database many");
            }
            String manyUrl = database.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/many$1");
            Connection many = connect(database, manyUrl);
            Files.writeString(document(), Backstage.document());
            PackagedServer single = launch("single", database, database.jdbcUrl(), environment);
            PackagedServer several = launch("several", database, manyUrl, environment);
            single.awaitReady();
            several.awaitReady();
            root = URI.create("http://localhost:" + single.port());
            manyRoot = URI.create("http://localhost:" + several.port());

            backstage = new Backstage(root, ADMIN_KEY, one);
            var backstageOfMany = new Backstage(manyRoot, ADMIN_KEY, many);
            key = backstage.newKey("report");
            keyOfMany = backstageOfMany.newKey("report");
            backstageOfMany.openNeighbour();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    /** Where the site begins that serves the town alone. */
    URI root() {
        return root;
    }

    URI manyRoot() {
        return manyRoot;
    }

    /** Behind the server of the town alone. */
    Backstage backstage() {
        return backstage;
    }

    String key() {
        return key;
    }

    String keyOfMany() {
        return keyOfMany;
    }

    private Path document() {
        return directory.resolve("town.yaml");
    }

    private PackagedServer launch(
            String name, EmbeddedDatabase database, String jdbcUrl, Map<String, String> environment)
            throws IOException {
        var all = new HashMap<>(environment);
        all.putAll(
                Map.of(
                        "OPEN311_ADMIN_KEY",
                        ADMIN_KEY,
                        "OPEN311_JURISDICTIONS",
                        document().toString(),
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        jdbcUrl,
                        "QUARKUS_DATASOURCE_USERNAME",
                        database.user(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        database.password()));
        PackagedServer server = PackagedServer.launch(directory.resolve(name), all);
        open.add(server);
        return server;
    }

    private Connection connect(EmbeddedDatabase database, String jdbcUrl) throws Exception {
        Connection connection =
                DriverManager.getConnection(jdbcUrl, database.user(), database.password());
        open.add(connection);
        return connection;
    }

    @Override
    public void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
