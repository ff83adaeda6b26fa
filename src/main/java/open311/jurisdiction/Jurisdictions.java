package open311.jurisdiction;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import open311.database.SharedLooks;
import open311.http.CallMetrics;
import open311.http.GeoReportException;
import open311.http.Languages;
import open311.http.Parameters;
import open311.http.Shortcuts;
import org.jspecify.annotations.Nullable;

/**
 * All jurisdictions of this server. What is read here is at most a second old, also when another
 * server wrote it.
 */
@ApplicationScoped
public class Jurisdictions {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final Rows rows;
    private final Clock clock;
    private final SharedLooks<String, Map<String, Jurisdiction>> looks = new SharedLooks<>();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Instant.MIN, 0);

    Jurisdictions(Rows rows, Clock clock, Shortcuts shortcuts) {
        this.rows = rows;
        this.clock = clock;
        shortcuts.areGoodFor(this::generation);
    }

    /** Of what is known, as long as no look at the database is due. */
    private long generation() {
        Snapshot seen = snapshot;
        return seen.isFresh(clock.instant()) ? seen.generation : Shortcuts.UNKNOWN;
    }

    /**
     * The jurisdiction that a call means, as {@link #named}; the answer is in one of its languages
     * from here on, be it an error.
     */
    public Jurisdiction of(Parameters parameters) {
        String jurisdictionId = parameters.text("jurisdiction_id");
        parameters.throwIfWrong();
        Jurisdiction jurisdiction = named(jurisdictionId);
        Languages.choose(parameters.http(), jurisdiction.languages(), jurisdiction.locale());
        CallMetrics.concerns(parameters.http(), jurisdiction.jurisdictionId());
        return jurisdiction;
    }

    /**
     * The jurisdiction of that id (GeoReport v2, "jurisdiction_id"): absent means the only one and
     * is a 400 when there are several; an unknown one is a 404.
     */
    public Jurisdiction named(@Nullable String jurisdictionId) {
        Map<String, Jurisdiction> byId = current();
        if (jurisdictionId == null) {
            if (byId.size() == 1) {
                return byId.values().iterator().next();
            }
            throw byId.isEmpty()
                    ? GeoReportException.notFound("jurisdiction_id", "")
                    : GeoReportException.badRequest(
                            "jurisdiction_id was not provided; this endpoint serves %s jurisdictions",
                            byId.size());
        }
        return find(jurisdictionId)
                .orElseThrow(() -> GeoReportException.notFound("jurisdiction_id", jurisdictionId));
    }

    public Optional<Jurisdiction> find(String jurisdictionId) {
        return Optional.ofNullable(current().get(jurisdictionId));
    }

    /** All, by id. */
    public Collection<Jurisdiction> all() {
        return current().values();
    }

    /** The document as it was put. */
    public Optional<StoredDocument> document(String jurisdictionId) {
        return rows.document(jurisdictionId);
    }

    /**
     * Creates or replaces a jurisdiction; to be called inside the transaction that also writes its
     * services.
     */
    public void save(JurisdictionDocument document) {
        rows.save(document, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Looks again at the next call: to be called after a transaction that saved. Waits for a look
     * that is under way, which may have begun before the transaction ended.
     */
    public void refresh() {
        looks.await();
        snapshot = new Snapshot(snapshot.byId, Instant.MIN, snapshot.generation);
    }

    private Map<String, Jurisdiction> current() {
        Snapshot seen = snapshot;
        return seen.isFresh(clock.instant()) ? seen.byId : looks.look("all", this::reload);
    }

    private Map<String, Jurisdiction> reload() {
        Snapshot seen = snapshot;
        Instant now = clock.instant();
        if (!seen.isFresh(now)) {
            Map<String, Jurisdiction> loaded = rows.load(seen.byId);
            seen =
                    new Snapshot(
                            loaded,
                            now,
                            loaded.equals(seen.byId) ? seen.generation : seen.generation + 1);
            snapshot = seen;
        }
        return seen.byId;
    }

    /**
     * A document as it was put.
     *
     * @param mediaType {@code application/yaml} or {@code application/json}
     * @param fileHash SHA-256 of the start-up file that was applied last, if any
     */
    public record StoredDocument(String text, String mediaType, @Nullable String fileHash) {}

    /**
     * What was read.
     *
     * @param generation another one for every other content
     */
    private record Snapshot(Map<String, Jurisdiction> byId, Instant loaded, long generation) {
        boolean isFresh(Instant now) {
            return loaded.isAfter(now.minus(MAX_AGE));
        }
    }

    /**
     * Package-private so that the proxy's transactions work; the state above stays out of the
     * proxy's way.
     */
    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<JurisdictionEntity, String> {
        /**
         * Reads only what differs from what is known: boundaries are large and seldom change. In
         * SQL, like every read at the start: Hibernate's own language takes half a second to load.
         */
        @Transactional
        Map<String, Jurisdiction> load(Map<String, Jurisdiction> known) {
            var loaded = new LinkedHashMap<String, Jurisdiction>();
            for (Object found :
                    getEntityManager()
                            .createNativeQuery(
                                    "select jurisdiction_id, version from jurisdiction order by jurisdiction_id")
                            .getResultList()) {
                Object[] row = (Object[]) found;
                String id = (String) row[0];
                Jurisdiction unchanged = known.get(id);
                loaded.put(
                        id,
                        unchanged != null && unchanged.version() == (Long) row[1]
                                ? unchanged
                                : findById(id).toJurisdiction());
            }
            return loaded;
        }

        @Transactional
        Optional<StoredDocument> document(String jurisdictionId) {
            return findByIdOptional(jurisdictionId)
                    .map(
                            row ->
                                    new StoredDocument(
                                            row.document, row.documentMediaType, row.fileHash));
        }

        @Transactional(Transactional.TxType.MANDATORY)
        void save(JurisdictionDocument document, Instant now) {
            JurisdictionEntity row =
                    findById(document.jurisdictionId(), LockModeType.PESSIMISTIC_WRITE);
            boolean isNew = row == null;
            if (isNew) {
                row = new JurisdictionEntity();
                row.jurisdictionId = document.jurisdictionId();
                row.changeset = now;
            } else {
                // Sortable and never the same twice, or clients would keep what they have cached.
                Instant next = row.changeset.plusSeconds(1);
                row.changeset = next.isAfter(now) ? next : now;
            }
            row.version++;
            row.name = document.texts().name();
            row.timeZone = document.timeZone();
            row.locale = document.locale();
            row.contact = document.texts().contact();
            row.keyService = document.texts().keyService();
            row.translations = JurisdictionEntity.write(document.translations());
            row.endpointType = document.endpointType();
            row.boundary = document.boundary();
            row.neighbours = JurisdictionEntity.write(document.neighbours());
            WorkingHours hours = document.workingHours();
            row.workingDays =
                    hours == null
                            ? null
                            : hours.days().stream()
                                    .sorted()
                                    .map(DayOfWeek::name)
                                    .collect(Collectors.joining(","));
            row.workingFrom = hours == null ? null : hours.from();
            row.workingTo = hours == null ? null : hours.to();
            row.holidays = document.holidays();
            row.document = document.text();
            row.documentMediaType = document.mediaType();
            if (document.fileHash() != null) {
                row.fileHash = document.fileHash();
            }
            if (isNew) {
                persist(row);
            }
        }
    }
}
