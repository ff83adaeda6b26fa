package open311.clients;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All recordings. */
public final class Clients {
    private static final List<Recording> RECORDINGS =
            Stream.of(
                            FixMyStreet.ALL,
                            NodeClients.ALL,
                            JavaClients.ALL,
                            Bloomington.ALL,
                            JReport.ALL,
                            PythonClients.ALL,
                            RubyClients.ALL,
                            PhpClients.ALL,
                            BrowserClients.ALL,
                            OtherClients.ALL)
                    .flatMap(Collection::stream)
                    .toList();

    private Clients() {}

    public static List<Recording> recordings() {
        return RECORDINGS;
    }

    /** The families and how many recordings there are of each. */
    public static String table() {
        var counts =
                RECORDINGS.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Recording::client,
                                        LinkedHashMap::new,
                                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> "%-30s %3d%n".formatted(entry.getKey(), entry.getValue()))
                .collect(
                        Collectors.joining(
                                "", "", "%-30s %3d%n".formatted("all", RECORDINGS.size())));
    }
}
