package open311.discovery;

import java.util.List;
import open311.http.Negotiation;
import open311.jurisdiction.Jurisdiction;
import open311.service.Attribute;
import open311.service.Catalog;
import open311.service.Service;
import open311.service.ServiceType;

/**
 * Three lines for a shell that work as they stand: what can be reported, a report, what was
 * reported.
 *
 * @param services GET Service List
 * @param report POST Service Request, with the key of the sample where there is one
 * @param requests GET Service Requests
 */
record CurlLines(String services, String report, String requests) {
    static CurlLines of(
            String base,
            Jurisdiction jurisdiction,
            boolean isOneOfSeveral,
            Catalog.Texts catalog,
            String key) {
        String endpoint = base + Negotiation.ENDPOINT;
        String id = jurisdiction.jurisdictionId();
        String query = isOneOfSeveral ? "?jurisdiction_id=" + id : "";
        return new CurlLines(
                "curl '" + endpoint + "/services.json" + query + "'",
                "curl -d api_key="
                        + key
                        + (isOneOfSeveral ? " -d jurisdiction_id=" + id : "")
                        + " --data-urlencode "
                        + quoted("service_code=" + example(catalog))
                        + " -d 'address_string=4 Summer Street' -d 'description=Seen this morning' '"
                        + endpoint
                        + "/requests.json'",
                "curl '" + endpoint + "/requests.xml" + query + "'");
    }

    /** A service that answers with an id at once and asks nothing, or the nearest to it. */
    private static String example(Catalog.Texts catalog) {
        List<Service> services = catalog.services();
        return services.stream()
                .filter(
                        service ->
                                service.type() == ServiceType.REALTIME
                                        && service.terms().isPublic())
                .filter(
                        service ->
                                service.definition().attributes().stream()
                                        .noneMatch(Attribute::required))
                .findFirst()
                .or(() -> services.stream().findFirst())
                .map(Service::serviceCode)
                .orElse("CODE");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
