package open311.service;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import open311.http.Prepared;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/** The services of a jurisdiction in the order of its document, in each of its languages. */
public final class Catalog {
    private final long version;
    private final String locale;
    private final Map<String, Texts> byLanguage = new HashMap<>();

    /**
     * Holds the services, also those that are offered no more: their requests are still shown.
     *
     * @param jurisdiction whose document they were read from
     */
    Catalog(Jurisdiction jurisdiction, List<Service> services) {
        this.version = jurisdiction.version();
        this.locale = jurisdiction.locale();
        for (String language : jurisdiction.languages()) {
            byLanguage.put(
                    language,
                    new Texts(services.stream().map(service -> service.in(language)).toList()));
        }
    }

    /** The version of the jurisdiction's document that this was read from. */
    long version() {
        return version;
    }

    /** The codes of services, offered or not, for which it holds in any language. */
    public List<String> codes(Predicate<Service> wanted) {
        return byLanguage.values().stream()
                .flatMap(texts -> texts.byCode.values().stream())
                .filter(wanted)
                .map(Service::serviceCode)
                .distinct()
                .sorted()
                .toList();
    }

    /** The texts in one of the jurisdiction's languages; in its own where there is no such one. */
    public Texts in(String language) {
        return byLanguage.getOrDefault(language, byLanguage.get(locale));
    }

    /** The texts in the jurisdiction's own language, which are those in the database. */
    public Texts inOwnLanguage() {
        return byLanguage.get(locale);
    }

    /** The catalog in one language. */
    public static final class Texts {
        private final List<Service> offered;
        private final Map<String, Service> byCode = new LinkedHashMap<>();
        private final Prepared list;
        private final Map<String, Prepared> definitions = new HashMap<>();

        Texts(List<Service> services) {
            this.offered = services.stream().filter(service -> service.terms().isActive()).toList();
            services.forEach(service -> byCode.put(service.serviceCode(), service));
            this.list = new Prepared(Service.class, offered);
            offered.forEach(
                    service ->
                            definitions.put(
                                    service.serviceCode(),
                                    new Prepared(ServiceDefinition.class, service.definition())));
        }

        /** What is offered, in the order of the document. */
        public List<Service> services() {
            return offered;
        }

        /** The service list as it goes out. */
        Prepared list() {
            return list;
        }

        /** The definition of an offered service as it goes out. */
        Optional<Prepared> definition(@Nullable String serviceCode) {
            return Optional.ofNullable(serviceCode).map(definitions::get);
        }

        /** An offered service. Codes are compared as they are, case included. */
        public Optional<Service> find(@Nullable String serviceCode) {
            return known(serviceCode).filter(service -> service.terms().isActive());
        }

        /** A service that is or was offered. */
        public Optional<Service> known(@Nullable String serviceCode) {
            return Optional.ofNullable(serviceCode).map(byCode::get);
        }
    }
}
