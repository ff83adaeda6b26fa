package open311.discovery;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Collection;
import java.util.stream.Collectors;
import open311.ServerConfig;
import open311.jurisdiction.Jurisdiction;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Tells whoever started the server what to do with it. */
@ApplicationScoped
class Welcome {
    private static final Logger LOG = Logger.getLogger(Welcome.class);

    private final ServerConfig config;
    private final Introduction introduction;

    Welcome(ServerConfig config, Introduction introduction) {
        this.config = config;
        this.introduction = introduction;
    }

    void greet(@ObservesAsync HttpServerStart start) {
        String base = config.baseUrl().orElse("http://localhost:" + port(start));
        Collection<Jurisdiction> all = introduction.jurisdictions();
        boolean canBeTried =
                introduction.hasDemoKey()
                        && (config.https() == ServerConfig.Https.OPTIONAL
                                || base.startsWith("https://"));
        String names =
                all.stream().limit(5).map(Jurisdiction::name).collect(Collectors.joining("; "));
        LOG.infof(
                "Serving %s%s at %s/%s%s",
                all.isEmpty() ? "no jurisdiction yet" : names,
                all.size() > 5 ? " and " + (all.size() - 5) + " more" : "",
                base,
                canBeTried ? ", with the key demo. Try:" : ".",
                introduction
                        .curlLines(base)
                        .filter(lines -> canBeTried)
                        .map(
                                lines ->
                                        "\n  "
                                                + lines.services()
                                                + "\n  "
                                                + lines.report()
                                                + "\n  "
                                                + lines.requests())
                        .orElse(""));
    }

    /** Where the system chose the port, the framework tells it through its own setting. */
    private static int port(HttpServerStart start) {
        int configured = start.options().getPort();
        return configured > 0
                ? configured
                : ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }
}
