package open311.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import open311.http.LeaveOutOfXmlWhenNull;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * A service request as GeoReport v2 shows it. All components are always there: null in JSON, an
 * empty element in XML.
 *
 * @param updatedDatetime the last public change; of a closed request when it was closed
 * @param lat null together with lon
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
        @Nullable String mediaUrl) {}
