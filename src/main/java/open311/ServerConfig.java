package open311;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every option of this server's own; the README's table says the same. */
@ConfigMapping(prefix = "open311")
public interface ServerConfig {
    /** Where the embedded PostgreSQL and the generated admin key live. */
    @WithDefault("data")
    Path dataDirectory();

    /** Jurisdiction documents, or folders of them, applied at the start when they changed. */
    Optional<List<Path>> jurisdictions();

    /**
     * How clients reach this server, without a slash at the end; otherwise as each call's Host
     * header says.
     */
    Optional<String> baseUrl();

    /**
     * Whether calls by plain http are served. Required: keys and personal data are refused there,
     * and reading is redirected to https.
     */
    @WithDefault("optional")
    Https https();

    /** The first key with the scope admin; otherwise one is generated at the first start. */
    Optional<String> adminKey();

    /** The largest body of a call. */
    @WithDefault("10M")
    MemorySize maxBodySize();

    /** When requests of batch services are accepted. */
    Batch batch();

    /** How many exports run at a time; each holds a connection to the database. */
    @WithDefault("4")
    int maxExports();

    /** How many clients may wait for changes at a time; those beyond are sent away for a moment. */
    @WithDefault("1000")
    int maxWaiting();

    /**
     * How many calls a minute one address may make without an api_key, an IPv6 network of 64 bits
     * counting as one; 0: any number.
     */
    @WithDefault("12000")
    int callsAMinutePerAddress();

    /** How many calls a minute an api_key may make that has no limit of its own; 0: any number. */
    @WithDefault("12000")
    int callsAMinutePerKey();

    /** How many calls are worked on at a time; those beyond are refused at once. */
    @WithDefault("256")
    int maxCalls();

    /** How many bodies of more than 64 KB, or of unknown length, are read at a time. */
    @WithDefault("32")
    int maxUploads();

    /** How long a body may take to arrive; of a larger one, each 64 KB. */
    @WithDefault("20s")
    Duration bodyTimeout();

    /** How long a single statement of the database may take. */
    @WithDefault("15s")
    Duration queryTimeout();

    /**
     * A statement of the database that takes so long, in milliseconds, is told to the log; 0: none.
     */
    @WithDefault("1000")
    int slowStatementMillis();

    /** The batch run. */
    interface Batch {
        /** How long to wait between two runs; 0: this server accepts none. */
        @WithDefault("15s")
        Duration every();
    }

    /** What {@link #https()} can be. */
    enum Https {
        OPTIONAL,
        REQUIRED
    }
}
