package open311.coverage;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import java.util.List;
import open311.http.WireType;
import org.jspecify.annotations.Nullable;

/**
 * Whether a place is served.
 *
 * @param served null: nobody who has a boundary serves it, and who has none cannot tell
 * @param jurisdictions those whose boundary holds the place; where there is none, those without a
 *     boundary
 * @param neighbours whom to ask where it is not known to be served
 */
@WireType(item = "coverage")
record Coverage(
        @Nullable Boolean served,
        @JacksonXmlElementWrapper(localName = "jurisdictions")
                @JacksonXmlProperty(localName = "jurisdiction")
                List<Serving> jurisdictions,
        @JacksonXmlElementWrapper(localName = "neighbours")
                @JacksonXmlProperty(localName = "neighbour")
                List<Other> neighbours) {

    Coverage {
        jurisdictions = List.copyOf(jurisdictions);
        neighbours = List.copyOf(neighbours);
    }

    /**
     * A jurisdiction that takes reports for the place.
     *
     * @param hasBoundary false: it takes them from anywhere, and the place may be another's
     */
    record Serving(
            String jurisdictionId,
            String name,
            String contact,
            boolean hasBoundary,
            @JacksonXmlElementWrapper(localName = "groups") @JacksonXmlProperty(localName = "group")
                    List<ServiceGroup> groups) {
        Serving {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A group of services.
     *
     * @param name empty: of services without a group
     * @param agencies who acts; empty: not said
     */
    record ServiceGroup(
            String name,
            @JacksonXmlElementWrapper(localName = "agencies")
                    @JacksonXmlProperty(localName = "agency")
                    List<String> agencies) {
        ServiceGroup {
            agencies = List.copyOf(agencies);
        }
    }

    /**
     * Somebody else.
     *
     * @param jurisdictionId null: not of this endpoint
     */
    record Other(
            @Nullable String jurisdictionId,
            String name,
            @Nullable String contact,
            @Nullable String url) {}
}
