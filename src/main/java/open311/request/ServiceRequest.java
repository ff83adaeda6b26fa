package open311.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import open311.http.LeaveOutOfXmlWhenNull;
import open311.http.WireType;
import open311.service.Catalog;
import open311.service.Service;
import org.jspecify.annotations.Nullable;

/**
 * A service request as GeoReport v2 shows it. All components are always there: null in JSON, an
 * empty element in XML.
 *
 * @param updatedDatetime the last public change; of a closed request when it was closed
 * @param lat null together with lon
 * @param extensions null, and left out: not asked for
 */
@WireType(list = "service_requests", item = "request")
public record ServiceRequest(
        String serviceRequestId,
        String status,
        @Nullable String statusNotes,
        String serviceName,
        String serviceCode,
        @Nullable String description,
        @Nullable String agencyResponsible,
        @Nullable String serviceNotice,
        Instant requestedDatetime,
        Instant updatedDatetime,
        @LeaveOutOfXmlWhenNull @Nullable Instant expectedDatetime,
        @Nullable String address,
        @Nullable String addressId,
        @Nullable String zipcode,
        @Nullable Double lat,
        @JsonProperty("long") @Nullable Double lon,
        @Nullable String mediaUrl,
        @JsonUnwrapped @Nullable Extensions extensions) {

    /** The fields of the standard alone. */
    public ServiceRequest(
            String serviceRequestId,
            String status,
            @Nullable String statusNotes,
            String serviceName,
            String serviceCode,
            @Nullable String description,
            @Nullable String agencyResponsible,
            @Nullable String serviceNotice,
            Instant requestedDatetime,
            Instant updatedDatetime,
            @Nullable Instant expectedDatetime,
            @Nullable String address,
            @Nullable String addressId,
            @Nullable String zipcode,
            @Nullable Double lat,
            @Nullable Double lon,
            @Nullable String mediaUrl) {
        this(
                serviceRequestId,
                status,
                statusNotes,
                serviceName,
                serviceCode,
                description,
                agencyResponsible,
                serviceNotice,
                requestedDatetime,
                updatedDatetime,
                expectedDatetime,
                address,
                addressId,
                zipcode,
                lat,
                lon,
                mediaUrl,
                null);
    }

    @JsonIgnore
    boolean isClosed() {
        return status.equals(Status.CLOSED.onTheWire());
    }

    /** The request with what was asked for beyond the standard. */
    ServiceRequest with(Extensions added) {
        return new ServiceRequest(
                serviceRequestId,
                status,
                statusNotes,
                serviceName,
                serviceCode,
                description,
                agencyResponsible,
                serviceNotice,
                requestedDatetime,
                updatedDatetime,
                expectedDatetime,
                address,
                addressId,
                zipcode,
                lat,
                lon,
                mediaUrl,
                added);
    }

    /** How requests of the database get the texts of the language that is wanted. */
    public static UnaryOperator<ServiceRequest> translation(
            Catalog.Texts own, Catalog.Texts wanted) {
        return own == wanted ? UnaryOperator.identity() : request -> request.in(own, wanted);
    }

    /**
     * The request with the texts of its service in another language. An agency that an update named
     * stays as it is: it is no text of the catalog.
     */
    private ServiceRequest in(Catalog.Texts own, Catalog.Texts wanted) {
        Optional<Service> service = own.known(serviceCode);
        Optional<Service> translated = wanted.known(serviceCode);
        if (service.isEmpty() || translated.isEmpty()) {
            return this;
        }
        boolean isAgencyOfService =
                Objects.equals(agencyResponsible, service.get().terms().agencyName());
        return new ServiceRequest(
                serviceRequestId,
                status,
                statusNotes,
                translated.get().serviceName(),
                serviceCode,
                description,
                isAgencyOfService ? translated.get().terms().agencyName() : agencyResponsible,
                translated.get().terms().serviceNotice(),
                requestedDatetime,
                updatedDatetime,
                expectedDatetime,
                address,
                addressId,
                zipcode,
                lat,
                lon,
                mediaUrl,
                extensions);
    }
}
