package open311.request;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import open311.geo.Circle;
import open311.geo.Coordinates;
import open311.http.Parameters;
import open311.service.Catalog;
import open311.service.Service;
import open311.service.SimilarWithin;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to report, to find what was reported already.
 *
 * @param circle how far from there it may be
 * @param from the earliest requested_datetime, itself included
 * @param description null: not said yet
 */
record SimilarSearch(Service service, Circle circle, Instant from, @Nullable String description) {
    /** What is not known speaks neither for nor against it. */
    private static final double UNKNOWN = 0.5;

    static SimilarSearch parse(Parameters parameters, Catalog.Texts catalog, Instant now) {
        Optional<Service> service = Submission.service(parameters, catalog);
        Coordinates centre = Coordinates.required(parameters);
        String description = parameters.text("description", Submission.MAX_DESCRIPTION);
        parameters.throwIfWrong();
        SimilarWithin within = service.orElseThrow().terms().similar();
        return new SimilarSearch(
                service.get(),
                new Circle(centre, within.metres()),
                now.minus(Duration.ofDays(within.days())),
                description);
    }

    /** From 0 to 1: how near it is, and how like its description is, in equal parts. */
    double similarity(double distance, @Nullable String otherDescription) {
        double nearness = 1 - Math.min(1, distance / circle.radiusMetres());
        double likeness =
                description == null || otherDescription == null
                        ? UNKNOWN
                        : Likeness.of(description, otherDescription);
        return (nearness + likeness) / 2;
    }
}
