package open311.request;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import open311.database.Select;
import open311.geo.Coordinates;
import open311.idempotency.IdempotencyKey;
import open311.idempotency.IdempotencyKeys;
import open311.jurisdiction.Jurisdiction;
import open311.service.Service;
import open311.service.ServiceType;
import org.jspecify.annotations.Nullable;

/** Stores reports. */
@ApplicationScoped
class Submissions {
    /**
     * One statement, and so one transaction and one way to the database: a report with its history
     * and its reporter, or nothing.
     */
    private static final String REPORT =
            """
            request as (
                insert into service_request (
                    jurisdiction_id, id, service_request_id, service_code, type, token, accepted_datetime, visibility, status,
                    description, requested_datetime, updated_datetime, changed_datetime, expected_datetime,
                    address, address_id, zipcode, lat, long, media_urls, attributes)
                select ?, next.id, next.id::text, ?, ?, ?, ?, 'public', 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                from %s
                returning jurisdiction_id, id, service_request_id, service_code, type, requested_datetime),
            event as (
                insert into service_request_event (
                    jurisdiction_id, event_id, request_id, service_request_id, kind, told, public, status, service_code,
                    updated_datetime, recorded_datetime, key_id)
                select jurisdiction_id, nextval('service_request_event_id'), id, service_request_id, 'submitted',
                       case when type <> 'blackbox' then 'created' end, true, 'open', service_code, requested_datetime, ?, ?
                from request),
            person as (
                insert into reporter (
                    jurisdiction_id, request_id, email, first_name, last_name, phone, device_id, account_id)
                select jurisdiction_id, id, ?, ?, ?, ?, ?, ?
                from request
                where ?)
            select service_request_id from request""";

    private static final String NEXT_ID = "select nextval('service_request_id') as id";
    private static final String SUBMIT = "with " + REPORT.formatted("(" + NEXT_ID + ") as next");

    /** No row: the key was taken. */
    private static final String SUBMIT_ONCE =
            "with next as ("
                    + NEXT_ID
                    + "),\nclaimed as ("
                    + IdempotencyKeys.CLAIM
                    + "array[case when ? then id::text end, ?, ?] from next"
                    + IdempotencyKeys.UNLESS_TAKEN
                    + "),\n"
                    + REPORT.formatted("next where exists (select from claimed)");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    private final AgroalDataSource database;
    private final IdempotencyKeys idempotencyKeys;
    private final Clock clock;

    Submissions(AgroalDataSource database, IdempotencyKeys idempotencyKeys, Clock clock) {
        this.database = database;
        this.idempotencyKeys = idempotencyKeys;
        this.clock = clock;
    }

    /**
     * Stores a report and its key together, unless that key has stored it before; then the answer
     * is the one that was given.
     *
     * @param key null: the report is stored as often as it comes
     */
    SubmissionReceipt submit(
            Jurisdiction jurisdiction,
            Submission submission,
            UUID keyId,
            @Nullable IdempotencyKey key) {
        Instant recorded = clock.instant();
        // What goes out has whole seconds, and a search from what went out must find the request
        // again.
        Instant now = recorded.truncatedTo(ChronoUnit.SECONDS);
        Service service = submission.service();
        boolean isBatch = service.type() == ServiceType.BATCH;
        String token = isBatch ? newToken() : null;
        Coordinates coordinates = submission.coordinates();
        Reporter reporter = submission.reporter();
        String notice = service.terms().serviceNotice();
        boolean isRealtime = service.type() == ServiceType.REALTIME;
        List<@Nullable Object> values = new ArrayList<>();
        if (key != null) {
            Collections.addAll(values, key.values());
            Collections.addAll(values, isRealtime, token, notice);
        }
        Collections.addAll(
                values,
                jurisdiction.jurisdictionId(),
                service.serviceCode(),
                service.type().onTheWire(),
                token,
                isBatch ? null : now,
                submission.description(),
                now,
                now,
                now,
                service.terms().expectedWithin() == null
                        ? null
                        : jurisdiction.expected(now, service.terms().expectedWithin()),
                submission.address(),
                submission.addressId(),
                submission.zipcode(),
                coordinates == null ? null : coordinates.lat(),
                coordinates == null ? null : coordinates.lon(),
                submission.mediaUrls().toArray(String[]::new),
                Answer.toJson(submission.answers()),
                recorded,
                keyId,
                reporter.email(),
                reporter.firstName(),
                reporter.lastName(),
                reporter.phone(),
                reporter.deviceId(),
                reporter.accountId(),
                !reporter.isAnonymous());
        Select select = Select.of(key == null ? SUBMIT : SUBMIT_ONCE, values.toArray());
        List<String> ids = select.list(database, row -> row.getString(1));
        while (ids.isEmpty()) {
            Optional<SubmissionReceipt> before = find(key, reporter.accountId());
            if (before.isPresent()) {
                return before.get();
            }
            // It has expired since, and is free again.
            ids = select.list(database, row -> row.getString(1));
        }
        return new SubmissionReceipt(
                isRealtime ? ids.get(0) : null, token, notice, reporter.accountId());
    }

    /**
     * The answer that was given to the same call.
     *
     * @param accountId as it was sent, then and now
     */
    Optional<SubmissionReceipt> find(IdempotencyKey key, @Nullable String accountId) {
        return idempotencyKeys
                .find(key)
                .map(answer -> new SubmissionReceipt(answer[0], answer[1], answer[2], accountId));
    }

    /** 128 random bits: whoever holds the token learns the id. */
    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
