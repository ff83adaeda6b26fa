package open311.service;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import open311.http.Languages;
import open311.jurisdiction.Jurisdiction;
import org.jspecify.annotations.Nullable;

/** The catalogs of all jurisdictions. */
@ApplicationScoped
public class Services {
    private final Rows rows;
    private final Map<String, Catalog> catalogs = new ConcurrentHashMap<>();

    Services(Rows rows) {
        this.rows = rows;
    }

    /** The jurisdiction's catalog; read anew when its document has another version. */
    public Catalog in(Jurisdiction jurisdiction) {
        Catalog known = catalogs.get(jurisdiction.jurisdictionId());
        if (known != null && known.version() == jurisdiction.version()) {
            return known;
        }
        var catalog = new Catalog(jurisdiction, rows.all(jurisdiction.jurisdictionId()));
        catalogs.put(jurisdiction.jurisdictionId(), catalog);
        return catalog;
    }

    /** The catalog in the language of the call's answer. */
    public Catalog.Texts wanted(RoutingContext http, Jurisdiction jurisdiction) {
        return in(jurisdiction).in(Languages.ofAnswer(http).orElse(jurisdiction.locale()));
    }

    /**
     * Replaces the catalog; a service that is missing is retired. Inside the transaction of the
     * jurisdiction. True when requests that are there already look different now, or are shown or
     * not.
     */
    public boolean replace(String jurisdictionId, List<Service> services) {
        return rows.replace(jurisdictionId, services);
    }

    /**
     * Package-private so that the proxy's transactions work; the catalogs above stay out of the
     * proxy's way.
     */
    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<ServiceEntity, ServiceEntity.Key> {
        @Transactional
        List<Service> all(String jurisdictionId) {
            return getEntityManager()
                    .createNativeQuery(
                            "select * from service where jurisdiction_id = :id order by position, service_code",
                            ServiceEntity.class)
                    .setParameter("id", jurisdictionId)
                    .getResultStream()
                    .map(row -> ((ServiceEntity) row).toService())
                    .toList();
        }

        @Transactional(Transactional.TxType.MANDATORY)
        boolean replace(String jurisdictionId, List<Service> services) {
            boolean isShownOtherwise = false;
            var known = new HashMap<String, ServiceEntity>();
            for (ServiceEntity row : list("jurisdictionId", jurisdictionId)) {
                row.offered = false;
                known.put(row.serviceCode, row);
            }
            for (int place = 0; place < services.size(); place++) {
                Service service = services.get(place);
                ServiceEntity row = known.get(service.serviceCode());
                if (row == null) {
                    row = new ServiceEntity();
                    row.jurisdictionId = jurisdictionId;
                    row.serviceCode = service.serviceCode();
                    row.set(service, place);
                    persist(row);
                } else {
                    List<@Nullable Object> before = row.shownWithRequests();
                    row.set(service, place);
                    isShownOtherwise |= !before.equals(row.shownWithRequests());
                }
            }
            flush();
            // Searches join this small table with the large one; without figures of it the planner
            // takes it for a single row and searches a thousandfold too much.
            getEntityManager().createNativeQuery("analyze service").executeUpdate();
            return isShownOtherwise;
        }
    }
}
