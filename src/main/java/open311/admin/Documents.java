package open311.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Objects;
import open311.history.Events;
import open311.jurisdiction.Jurisdictions;
import open311.service.Services;

/** Applies documents: the jurisdiction and its services in one transaction. */
@ApplicationScoped
class Documents {
    /**
     * One document at a time on all servers of a database: two that create the same jurisdiction
     * must not collide.
     */
    private static final String ONE_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtext('open311 documents'))";

    private final Jurisdictions jurisdictions;
    private final Services services;
    private final Events events;
    private final EntityManager entities;

    Documents(
            Jurisdictions jurisdictions, Services services, Events events, EntityManager entities) {
        this.jurisdictions = jurisdictions;
        this.services = services;
        this.events = events;
        this.entities = entities;
    }

    /**
     * Runs the work as one transaction, while no other server of this database does any such work.
     */
    @Transactional
    void alone(Runnable work) {
        entities.createNativeQuery(ONE_AT_A_TIME).getResultList();
        work.run();
    }

    /**
     * Applies what came from a file, unless this very content was applied before; true when it was
     * applied now.
     */
    @Transactional
    boolean applyIfFileChanged(DocumentReader.ReadDocument document) {
        boolean isNew =
                jurisdictions
                        .document(document.jurisdictionId())
                        .filter(
                                stored ->
                                        Objects.equals(
                                                stored.fileHash(),
                                                document.jurisdiction().fileHash()))
                        .isEmpty();
        if (isNew) {
            apply(document);
        }
        return isNew;
    }

    @Transactional
    void apply(DocumentReader.ReadDocument document) {
        entities.createNativeQuery(ONE_AT_A_TIME).getResultList();
        jurisdictions.save(document.jurisdiction());
        entities.flush();
        if (services.replace(document.jurisdictionId(), document.services())) {
            events.appendChangeOfServices(document.jurisdictionId());
        }
    }
}
