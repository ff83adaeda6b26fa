package open311.request;

import java.util.List;
import java.util.Optional;
import open311.geo.Coordinates;
import open311.http.GeoReportException;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.service.Catalog;
import open311.service.Service;
import org.jspecify.annotations.Nullable;

/**
 * A report that was found to be good (GeoReport v2, "POST Service Request").
 *
 * @param coordinates null: the place is given by address or addressId alone
 * @param mediaUrls the first is the standard's media_url
 */
record Submission(
        Service service,
        List<Answer> answers,
        @Nullable Coordinates coordinates,
        @Nullable String address,
        @Nullable String addressId,
        @Nullable String zipcode,
        @Nullable String description,
        List<String> mediaUrls,
        Reporter reporter) {

    /** GeoReport v2, "POST Service Request", description. */
    static final int MAX_DESCRIPTION = 4000;

    /** Reads and checks everything, so that one answer names every fault of the report. */
    static Submission parse(
            Parameters parameters, Jurisdiction jurisdiction, Catalog.Texts catalog) {
        Optional<Service> service = service(parameters, catalog);
        Coordinates coordinates = Coordinates.parse(parameters);
        // Android clients of long standing send address for address_string.
        String address = parameters.textOrAlias("address_string", "address");
        String addressId = parameters.text("address_id");
        if (coordinates == null
                && address == null
                && addressId == null
                && lacksLocation(parameters)) {
            parameters.problem(
                    "The location was not provided; send lat and long, address_string or address_id");
        }
        if (coordinates != null
                && jurisdiction.boundary() != null
                && !jurisdiction.boundary().covers(coordinates)) {
            parameters.problem(
                    "lat and long lie outside the area that %s serves", jurisdiction.name());
        }
        List<Answer> answers =
                service.map(s -> Answers.parse(parameters, s.definition(), jurisdiction.timeZone()))
                        .orElse(List.of());
        String zipcode = parameters.text("zipcode");
        String description = parameters.text("description", MAX_DESCRIPTION);
        List<String> mediaUrls = parameters.webUrls("media_url");
        Reporter reporter = Reporter.parse(parameters);
        parameters.throwIfWrong();
        return new Submission(
                service.orElseThrow(),
                answers,
                coordinates,
                address,
                addressId,
                zipcode,
                description,
                mediaUrls,
                reporter);
    }

    /** The service that is reported to; what is wrong with it is noted. */
    static Optional<Service> service(Parameters parameters, Catalog.Texts catalog) {
        String code = parameters.text("service_code");
        Optional<Service> service = catalog.find(code);
        if (code == null) {
            parameters.problem("service_code was not provided");
        } else if (service.isEmpty()) {
            parameters.problem(GeoReportException.unknown("service_code", code));
        }
        return service;
    }

    /**
     * A malformed coordinate has been named already; that there is no location would be one error
     * too many.
     */
    private static boolean lacksLocation(Parameters parameters) {
        return !parameters.has("lat") && !parameters.has("long");
    }
}
