package open311.coverage;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import open311.geo.Coordinates;
import open311.http.GeoReportException;
import open311.http.Languages;
import open311.http.Negotiation;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.JurisdictionTexts;
import open311.jurisdiction.Jurisdictions;
import open311.jurisdiction.Neighbour;
import open311.service.Service;
import open311.service.Services;

/** Answers who serves a place. */
@Path(Negotiation.ENDPOINT + "/coverage")
class CoverageResource {
    /** Of those whose boundary is not known; more are no help. */
    private static final int MAX_NEIGHBOURS = 20;

    private final Jurisdictions jurisdictions;
    private final Services services;

    CoverageResource(Jurisdictions jurisdictions, Services services) {
        this.jurisdictions = jurisdictions;
        this.services = services;
    }

    @GET
    public Coverage coverage(@Context RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        Collection<Jurisdiction> asked = asked(parameters);
        String language = language(http, asked);
        Coordinates point = Coordinates.required(parameters);
        parameters.throwIfWrong();
        List<Jurisdiction> holding = asked.stream().filter(each -> holds(each, point)).toList();
        List<Jurisdiction> anywhere =
                asked.stream().filter(each -> each.boundary() == null).toList();
        return new Coverage(
                holding.isEmpty() ? (anywhere.isEmpty() ? Boolean.FALSE : null) : Boolean.TRUE,
                (holding.isEmpty() ? anywhere : holding)
                        .stream().map(each -> server(each, language)).toList(),
                holding.isEmpty() ? neighbours(asked, point, language) : List.of());
    }

    private Collection<Jurisdiction> asked(Parameters parameters) {
        String jurisdictionId = parameters.text("jurisdiction_id");
        parameters.throwIfWrong();
        Collection<Jurisdiction> all = jurisdictions.all();
        if (jurisdictionId != null) {
            return List.of(jurisdictions.named(jurisdictionId));
        }
        if (all.isEmpty()) {
            throw GeoReportException.notFound("jurisdiction_id", "");
        }
        return all;
    }

    private static String language(RoutingContext http, Collection<Jurisdiction> of) {
        var languages = new TreeSet<String>();
        of.forEach(jurisdiction -> languages.addAll(jurisdiction.languages()));
        return Languages.choose(http, languages, of.iterator().next().locale());
    }

    private static boolean holds(Jurisdiction jurisdiction, Coordinates point) {
        return jurisdiction.boundary() != null && jurisdiction.boundary().covers(point);
    }

    private Coverage.Serving server(Jurisdiction jurisdiction, String language) {
        var agencies = new LinkedHashMap<String, Set<String>>();
        for (Service service : services.in(jurisdiction).in(language).services()) {
            Set<String> ofGroup =
                    agencies.computeIfAbsent(service.group(), any -> new LinkedHashSet<>());
            if (service.terms().agencyName() != null) {
                ofGroup.add(service.terms().agencyName());
            }
        }
        JurisdictionTexts texts = jurisdiction.texts(language);
        return new Coverage.Serving(
                jurisdiction.jurisdictionId(),
                texts.name(),
                texts.contact(),
                jurisdiction.boundary() != null,
                agencies.entrySet().stream()
                        .map(
                                group ->
                                        new Coverage.ServiceGroup(
                                                group.getKey(), List.copyOf(group.getValue())))
                        .toList());
    }

    /**
     * Those whose boundary holds the place, the other jurisdictions of this endpoint before all;
     * only where there are none, those of whom it is not known.
     */
    private List<Coverage.Other> neighbours(
            Collection<Jurisdiction> asked, Coordinates point, String language) {
        List<Neighbour> named =
                asked.stream().flatMap(each -> each.neighbours().stream()).distinct().toList();
        List<Coverage.Other> holding =
                Stream.concat(
                                jurisdictions.all().stream()
                                        .filter(each -> holds(each, point))
                                        .map(each -> other(each, language)),
                                named.stream()
                                        .filter(
                                                each ->
                                                        each.boundary() != null
                                                                && each.boundary().covers(point))
                                        .map(CoverageResource::other))
                        .toList();
        return holding.isEmpty()
                ? named.stream()
                        .filter(each -> each.boundary() == null)
                        .limit(MAX_NEIGHBOURS)
                        .map(CoverageResource::other)
                        .toList()
                : holding;
    }

    private static Coverage.Other other(Jurisdiction jurisdiction, String language) {
        JurisdictionTexts texts = jurisdiction.texts(language);
        return new Coverage.Other(
                jurisdiction.jurisdictionId(), texts.name(), texts.contact(), null);
    }

    private static Coverage.Other other(Neighbour neighbour) {
        return new Coverage.Other(null, neighbour.name(), neighbour.contact(), neighbour.url());
    }
}
