package open311.admin;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import open311.ServerConfig;
import open311.apikey.ApiKeys;
import open311.http.Text;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Looks at the start for settings that are unsafe where real reports are taken: in a jurisdiction
 * whose endpoint type is production. What is certainly wrong ends the start, the rest is warned of.
 */
@ApplicationScoped
class ProductionChecks {
    private static final Logger LOG = Logger.getLogger(ProductionChecks.class);

    /** A line of pg_hba.conf that asks for no password. */
    private static final Pattern TRUST =
            Pattern.compile("^\\s*(local|host\\w*)\\s[^#]*\\strust(\\s|$)");

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private final ServerConfig config;
    private final Jurisdictions jurisdictions;
    private final ApiKeys apiKeys;

    ProductionChecks(ServerConfig config, Jurisdictions jurisdictions, ApiKeys apiKeys) {
        this.config = config;
        this.jurisdictions = jurisdictions;
        this.apiKeys = apiKeys;
    }

    /** Throws a {@link StartUpException} where nobody could want the setting. */
    void check() {
        boolean isRequired = config.https() == ServerConfig.Https.REQUIRED;
        if (isRequired && believesAnyProxy()) {
            throw new StartUpException(
                    "open311.https is required, but quarkus.http.proxy.proxy-address-forwarding believes whoever sends"
                            + " X-Forwarded-Proto; name your proxies in quarkus.http.proxy.trusted-proxies");
        }
        String production =
                jurisdictions.all().stream()
                        .filter(Jurisdiction::isInProduction)
                        .map(Jurisdiction::jurisdictionId)
                        .collect(Collectors.joining(", "));
        if (production.isEmpty()) {
            return;
        }
        if (!isRequired) {
            LOG.warnf(
                    "The endpoint is in production for %s and takes keys and personal data over plain http, too;"
                            + " set OPEN311_HTTPS=required",
                    Text.shortened(production));
        }
        if (apiKeys.find(ApiKeys.DEMO_KEY).isPresent()) {
            LOG.warnf(
                    "The key %s, which everybody knows, is still good outside production; revoke it by DELETE /admin/v1/keys/{id}",
                    ApiKeys.DEMO_KEY);
        }
        checkDirectory(config.dataDirectory().toAbsolutePath());
    }

    private static void checkDirectory(Path directory) {
        Path adminKey = directory.resolve(StartUp.ADMIN_KEY_FILE);
        if (Files.exists(adminKey)) {
            LOG.warnf(
                    "The first admin key still lies in %s; keep it elsewhere and delete the file",
                    adminKey);
        }
        try {
            if (isOpenToOthers(directory)) {
                LOG.warnf(
                        "Other users of this machine may look into %s; chmod 700 keeps them out",
                        directory);
            }
            Path access = directory.resolve("postgres/pg_hba.conf");
            // Without a process it is what an earlier start left, and not in use.
            boolean isInUse = Files.exists(directory.resolve("postgres/postmaster.pid"));
            if (isInUse
                    && Files.isReadable(access)
                    && admitsWithoutPassword(Files.readAllLines(access))) {
                throw new StartUpException(
                        access
                                + " lets users of this machine into the database without a password;"
                                + " write scram-sha-256 instead of trust");
            }
        } catch (IOException e) {
            LOG.warnf("%s could not be checked: %s", directory, e.getMessage());
        }
    }

    private static boolean isOpenToOthers(Path directory) throws IOException {
        return Files.isDirectory(directory)
                && directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(directory).stream().anyMatch(OF_OTHERS::contains);
    }

    static boolean admitsWithoutPassword(List<String> lines) {
        return lines.stream().anyMatch(line -> TRUST.matcher(line).find());
    }

    private static boolean believesAnyProxy() {
        Config framework = ConfigProvider.getConfig();
        return framework
                        .getOptionalValue(
                                "quarkus.http.proxy.proxy-address-forwarding", Boolean.class)
                        .orElse(false)
                && framework
                        .getOptionalValues("quarkus.http.proxy.trusted-proxies", String.class)
                        .isEmpty();
    }
}
