package open311.update;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import open311.http.GeoReportException;
import open311.http.Parameters;
import open311.http.Text;
import open311.http.Timestamps;
import open311.jurisdiction.Jurisdiction;
import open311.request.Change;
import open311.request.Status;
import open311.service.Catalog;
import open311.service.Service;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of an update and finds every fault of it. */
final class UpdateSubmission {
    private static final int MAX_DESCRIPTION = 4000;

    /** How far the clock of another system may be ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private UpdateSubmission() {}

    static Change parse(
            Parameters parameters,
            Jurisdiction jurisdiction,
            Catalog.Texts catalog,
            UUID keyId,
            Instant now) {
        String serviceRequestId = parameters.text("service_request_id");
        if (serviceRequestId == null) {
            parameters.problem("service_request_id was not provided");
        }
        StatusWord word = status(parameters);
        String description = parameters.text("description", MAX_DESCRIPTION);
        if (word != null && word.status() == Status.CLOSED && description == null) {
            parameters.problem(
                    "description was not provided; whoever closes a request must say why");
        }
        Service service = service(parameters, catalog);
        String agency = parameters.text("agency_responsible");
        List<String> mediaUrls = parameters.webUrls("media_url");
        if (word == null
                && description == null
                && mediaUrls.isEmpty()
                && agency == null
                && !parameters.has("service_code")
                && !parameters.has("status")) {
            parameters.problem(
                    "The update says nothing; send status, description, media_url, service_code or agency_responsible");
        }
        Instant updated = updated(parameters, jurisdiction, now);
        String updateId = parameters.text("update_id");
        parameters.throwIfWrong();
        return new Change(
                serviceRequestId,
                word == null ? null : word.status(),
                word == null ? null : word.detail(),
                description,
                mediaUrls.isEmpty() ? null : mediaUrls.get(0),
                service,
                agency,
                updated,
                keyId,
                updateId);
    }

    private static @Nullable StatusWord status(Parameters parameters) {
        String text = parameters.text("status");
        Optional<StatusWord> word = Optional.ofNullable(text).flatMap(StatusWord::parse);
        if (text != null && word.isEmpty()) {
            parameters.problem(
                    "status '%s' is not one of: %s", Text.shortened(text), StatusWord.all());
        }
        return word.orElse(null);
    }

    private static @Nullable Service service(Parameters parameters, Catalog.Texts catalog) {
        String code = parameters.text("service_code");
        Optional<Service> service = catalog.find(code);
        if (code != null && service.isEmpty()) {
            parameters.problem(GeoReportException.unknown("service_code", code));
        }
        return service.orElse(null);
    }

    private static Instant updated(Parameters parameters, Jurisdiction jurisdiction, Instant now) {
        Instant said =
                parameters.instant(
                        "updated_datetime", jurisdiction.timeZone(), Timestamps.Edge.START);
        if (said != null && said.isAfter(now.plus(CLOCK_SKEW))) {
            parameters.problem("updated_datetime lies in the future");
        }
        return (said == null ? now : said).truncatedTo(ChronoUnit.SECONDS);
    }
}
