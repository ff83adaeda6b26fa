package open311.service;

import java.util.List;
import java.util.Map;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/** Catalogs and what is in them, for tests. */
public final class Catalogs {
    private Catalogs() {}

    public static Catalog.Texts of(Service... services) {
        return new Catalog.Texts(List.of(services));
    }

    /** The catalog of a jurisdiction that offers these. */
    public static Catalog of(Jurisdiction jurisdiction, Service... services) {
        return new Catalog(jurisdiction, List.of(services));
    }

    public static Service service(String code, Attribute... attributes) {
        return service(
                code,
                ServiceType.REALTIME,
                new Terms(true, true, false, null, null, null, SimilarWithin.DEFAULT),
                attributes);
    }

    /** A service that asks nothing. */
    public static Service service(String code, String name, String group) {
        Service service = service(code);
        return new Service(
                code,
                name,
                "",
                false,
                service.type(),
                "",
                group,
                service.definition(),
                service.terms(),
                Map.of());
    }

    static Service service(String code, ServiceType type, Terms terms, Attribute... attributes) {
        return new Service(
                code,
                "Name of " + code,
                "",
                attributes.length > 0,
                type,
                "",
                "",
                new ServiceDefinition(code, List.of(attributes)),
                terms,
                Map.of());
    }

    /** An attribute whose values are their own names. */
    public static Attribute attribute(
            String code, Datatype datatype, boolean required, String... values) {
        return attribute(true, code, datatype, required, null, false, values);
    }

    /** A line of information. */
    public static Attribute note(String code) {
        return attribute(false, code, Datatype.TEXT, false, null, false);
    }

    static Attribute attribute(
            boolean variable,
            String code,
            Datatype datatype,
            boolean required,
            @Nullable String text,
            boolean isPublic,
            String... values) {
        return new Attribute(
                variable,
                code,
                datatype,
                required,
                text,
                1,
                text,
                List.of(values).stream().map(key -> new Attribute.Value(key, key)).toList(),
                isPublic);
    }
}
