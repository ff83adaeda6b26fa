package open311.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The services that a jurisdiction offers, in the order of its document. */
public final class Catalog {
    private final long version;
    private final List<Service> services;
    private final Map<String, Service> byCode = new LinkedHashMap<>();

    Catalog(long version, List<Service> services) {
        this.version = version;
        this.services = List.copyOf(services);
        services.forEach(service -> byCode.put(service.serviceCode(), service));
    }

    /** The version of the jurisdiction's document that this was read from. */
    long version() {
        return version;
    }

    public List<Service> services() {
        return services;
    }

    /** Codes are compared as they are, case included. */
    public Optional<Service> find(@Nullable String serviceCode) {
        return Optional.ofNullable(serviceCode).map(byCode::get);
    }
}
