package open311.request;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import open311.database.Select;
import open311.geo.Coordinates;
import open311.jurisdiction.Jurisdiction;
import open311.service.Service;
import open311.service.ServiceType;

/** Stores reports. */
@ApplicationScoped
class Submissions {
    /**
     * One statement, and so one transaction and one way to the database: a report with its history
     * and its reporter, or nothing.
     */
    private static final String SUBMIT =
            """
            with request as (
                insert into service_request (
                    jurisdiction_id, id, service_request_id, service_code, type, token, accepted_datetime, visibility, status,
                    description, requested_datetime, updated_datetime, changed_datetime, expected_datetime,
                    address, address_id, zipcode, lat, long, media_urls, attributes)
                select ?, next.id, next.id::text, ?, ?, ?, ?, 'public', 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                from (select nextval('service_request_id') as id) as next
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

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    private final AgroalDataSource database;
    private final Clock clock;

    Submissions(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    SubmissionReceipt submit(Jurisdiction jurisdiction, Submission submission, UUID keyId) {
        Instant recorded = clock.instant();
        // What goes out has whole seconds, and a search from what went out must find the request
        // again.
        Instant now = recorded.truncatedTo(ChronoUnit.SECONDS);
        Service service = submission.service();
        boolean isBatch = service.type() == ServiceType.BATCH;
        String token = isBatch ? newToken() : null;
        Coordinates coordinates = submission.coordinates();
        Reporter reporter = submission.reporter();
        String id =
                Select.of(
                                SUBMIT,
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
                                        : jurisdiction.expected(
                                                now, service.terms().expectedWithin()),
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
                                !reporter.isAnonymous())
                        .list(database, row -> row.getString(1))
                        .get(0);
        return new SubmissionReceipt(
                service.type() == ServiceType.REALTIME ? id : null,
                token,
                service.terms().serviceNotice(),
                reporter.accountId());
    }

    /** 128 random bits: whoever holds the token learns the id. */
    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
