package open311.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import open311.clients.Clients;
import open311.clients.Site;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the clients in the field send, on the packaged server. */
class ClientsIT {
    private static final Logger LOG = Logger.getLogger(ClientsIT.class);
    private static final Path TABLE = Path.of("target", "clients.txt");

    @TempDir(factory = TargetFolder.class, cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    static TownServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = new TownServers(directory, Map.of());
    }

    @AfterAll
    static void writeTableAndStop() throws Exception {
        String table = Clients.table();
        LOG.info("\n" + table);
        Files.writeString(TABLE, table, UTF_8);
        servers.close();
    }

    @TestFactory
    Stream<DynamicNode> theClientIsServed() {
        var site =
                new Site(
                        servers.root(),
                        servers.manyRoot(),
                        servers.key(),
                        servers.keyOfMany(),
                        servers.backstage());
        return Clients.recordings().stream()
                .map(
                        recording ->
                                DynamicTest.dynamicTest(
                                        recording.client() + ": " + recording.special(),
                                        () -> recording.playOn(site)));
    }
}
