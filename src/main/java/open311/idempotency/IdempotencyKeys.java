package open311.idempotency;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import open311.database.Select;
import open311.http.GeoReportException;
import open311.job.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the last 24 hours that carried an Idempotency-Key, and what was answered. A key is
 * claimed in the transaction of what the call does: whoever comes with it meanwhile waits, and gets
 * the same answer if that transaction is committed, or the key if it is not.
 */
@ApplicationScoped
public class IdempotencyKeys {
    /**
     * Claims a key that is free or expired, and returns a row if it did. The answer that is kept
     * for repetitions follows {@link IdempotencyKey#values}, and {@link #UNLESS_TAKEN} follows it.
     */
    public static final String CLAIM =
            """
            insert into idempotency_key as taken (
                jurisdiction_id, key_id, hash, fingerprint, expires_datetime, answer)
            select ?, ?, ?, ?, now() + interval '24 hours',\s""";

    /** See {@link #CLAIM}. */
    public static final String UNLESS_TAKEN =
            """
             on conflict (jurisdiction_id, key_id, hash) do update
            set fingerprint = excluded.fingerprint, expires_datetime = excluded.expires_datetime, answer = excluded.answer
            where taken.expires_datetime <= now()
            returning true""";

    private static final String OF_KEY = "(jurisdiction_id, key_id, hash) = (?, ?, ?)";

    /** Several servers at a time take different rows. */
    private static final String DELETE_EXPIRED =
            """
            delete from idempotency_key k
            using (
                select jurisdiction_id, key_id, hash
                from idempotency_key
                where expires_datetime <= now()
                order by expires_datetime
                limit ?
                for update skip locked) as expired
            where (k.jurisdiction_id, k.key_id, k.hash) = (expired.jurisdiction_id, expired.key_id, expired.hash)
            returning true""";

    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final int BATCH = 1000;

    private final AgroalDataSource database;

    IdempotencyKeys(AgroalDataSource database) {
        this.database = database;
    }

    void begin(@Observes StartupEvent event, Jobs jobs) {
        jobs.every(CLEANING, "delete expired idempotency keys", this::deleteExpired);
    }

    /**
     * Does the work unless it was done before; together with the key, or neither. Another call
     * under the same key is a 409.
     *
     * @param key null: the work is done
     * @param work gives the parts of the answer
     * @return the parts of the answer, as they were the first time
     */
    public String[] once(@Nullable IdempotencyKey key, Supplier<String[]> work) {
        return key == null
                ? work.get()
                : QuarkusTransaction.requiringNew().call(() -> claimedOrAnswered(key, work));
    }

    private String[] claimedOrAnswered(IdempotencyKey key, Supplier<String[]> work) {
        while (!isClaimed(key)) {
            Optional<String[]> before = find(key);
            if (before.isPresent()) {
                return before.get();
            }
            // It has expired since, and is free again.
        }
        String[] answer = work.get();
        Select.of("update idempotency_key set answer = ?", (Object) answer)
                .where(OF_KEY, key.id())
                .then("returning true")
                .list(database, row -> row.getBoolean(1));
        return answer;
    }

    private boolean isClaimed(IdempotencyKey key) {
        return !Select.of(CLAIM + "null" + UNLESS_TAKEN, key.values())
                .list(database, row -> row.getBoolean(1))
                .isEmpty();
    }

    /** The parts of the answer to the same call. Another call under the same key is a 409. */
    public Optional<String[]> find(IdempotencyKey key) {
        return Select.of(
                        "select fingerprint = ?, answer from idempotency_key",
                        (Object) key.fingerprint())
                .where(OF_KEY, key.id())
                .where("expires_datetime > now()")
                .list(
                        database,
                        row -> {
                            if (!row.getBoolean(1)) {
                                throw GeoReportException.conflict(
                                        "Idempotency-Key was sent with another call within 24 hours; repeat that call as it was, or send a new key");
                            }
                            return (String[]) row.getArray(2).getArray();
                        })
                .stream()
                .findFirst();
    }

    /** A few at a time, so that nobody waits for it. */
    void deleteExpired() {
        int deleted;
        do {
            deleted =
                    Select.of(DELETE_EXPIRED, BATCH)
                            .list(database, row -> row.getBoolean(1))
                            .size();
        } while (deleted == BATCH);
    }
}
