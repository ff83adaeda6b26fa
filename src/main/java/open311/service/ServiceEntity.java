package open311.service;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import open311.jurisdiction.ExpectedWithin;
import org.jspecify.annotations.Nullable;

/**
 * The table service; rows of services that are no longer in the document stay, for their requests.
 */
@Entity(name = "Service")
@Table(name = "service")
@IdClass(ServiceEntity.Key.class)
class ServiceEntity {
    /** Codes are unique in a jurisdiction only. */
    record Key(String jurisdictionId, String serviceCode) {}

    @Id
    @Column(name = "jurisdiction_id")
    String jurisdictionId;

    @Id
    @Column(name = "service_code")
    String serviceCode;

    int position;
    String serviceName;
    String description;
    String type;
    String acceptance;

    @Column(name = "public")
    boolean isPublic;

    boolean offered;
    String keywords;
    String serviceGroup;
    @Nullable String agencyName;
    @Nullable String serviceNotice;
    @Nullable String expectedWithin;
    int similarMetres;
    int similarDays;
    String attributes;
    String translations;

    Service toService() {
        var definition = new ServiceDefinition(serviceCode, StoredTexts.readAttributes(attributes));
        return new Service(
                serviceCode,
                serviceName,
                description,
                !definition.attributes().isEmpty(),
                ServiceType.valueOf(type.toUpperCase(Locale.ROOT)),
                keywords,
                serviceGroup,
                definition,
                new Terms(
                        isPublic,
                        offered,
                        acceptance.equals("manual"),
                        agencyName,
                        serviceNotice,
                        Optional.ofNullable(expectedWithin)
                                .flatMap(ExpectedWithin::parse)
                                .orElse(null),
                        new SimilarWithin(similarMetres, similarDays)),
                StoredTexts.readTranslations(translations));
    }

    /** What the public sees of the service in its requests, and whether it sees them. */
    List<@Nullable Object> shownWithRequests() {
        return Arrays.asList(isPublic, serviceName, agencyName, serviceNotice, translations);
    }

    void set(Service service, int place) {
        position = place;
        serviceName = service.serviceName();
        description = service.description();
        type = service.type().onTheWire();
        keywords = service.keywords();
        serviceGroup = service.group();
        attributes = StoredTexts.write(service.definition().attributes());
        translations = StoredTexts.write(service.translations());
        Terms terms = service.terms();
        isPublic = terms.isPublic();
        offered = terms.isActive();
        acceptance = terms.acceptedByStaff() ? "manual" : "automatic";
        agencyName = terms.agencyName();
        serviceNotice = terms.serviceNotice();
        expectedWithin = terms.expectedWithin() == null ? null : terms.expectedWithin().toString();
        similarMetres = terms.similar().metres();
        similarDays = terms.similar().days();
    }
}
