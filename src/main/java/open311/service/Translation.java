package open311.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of a service in another language; codes and keys are the same in all. */
public record Translation(
        String serviceName,
        String description,
        String keywords,
        String group,
        @Nullable String agencyName,
        @Nullable String serviceNotice,
        List<Attribute> attributes) {
    public Translation {
        attributes = List.copyOf(attributes);
    }

    /** The texts of a service that was written in that language. */
    public static Translation of(Service service) {
        return new Translation(
                service.serviceName(),
                service.description(),
                service.keywords(),
                service.group(),
                service.terms().agencyName(),
                service.terms().serviceNotice(),
                service.definition().attributes());
    }
}
