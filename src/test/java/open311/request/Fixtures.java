package open311.request;

import static open311.service.Catalogs.attribute;
import static open311.service.Catalogs.note;
import static open311.service.Catalogs.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import open311.geo.Boundary;
import open311.http.GeoReportError;
import open311.http.GeoReportException;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.JurisdictionTexts;
import open311.service.Catalog;
import open311.service.Catalogs;
import open311.service.Datatype;
import org.junit.jupiter.api.function.Executable;

/** A jurisdiction, a catalog and assertions on problems. */
final class Fixtures {
    static final Jurisdiction HAVERHILL = haverhill();

    static final Catalog.Texts CATALOG =
            Catalogs.of(
                    service("PLAIN"),
                    service(
                            "ASKING",
                            note("NOTE"),
                            attribute("ONE", Datatype.SINGLEVALUELIST, true, "S", "L", "a,b"),
                            attribute("MANY", Datatype.MULTIVALUELIST, false, "01", "02", "a,b"),
                            attribute("NUMBER", Datatype.NUMBER, false),
                            attribute("WHEN", Datatype.DATETIME, false),
                            attribute("STRING", Datatype.STRING, false),
                            attribute("TEXT", Datatype.TEXT, false)));

    private Fixtures() {}

    private static Jurisdiction haverhill() {
        return new Jurisdiction(
                "haverhillma.gov",
                ZoneId.of("America/New_York"),
                "en",
                new JurisdictionTexts("City of Haverhill", "311", "311"),
                Map.of(),
                "test",
                Boundary.ofGeoJson(
                        """
                        {"type":"Polygon","coordinates":[[[-72,42],[-71,42],[-71,43],[-72,43],[-72,42]]]}"""),
                List.of(),
                null,
                Set.of(),
                1,
                Instant.EPOCH);
    }

    /** As {@code 404 description}, in their order. */
    static void assertProblems(List<String> expected, Executable call) {
        assertEquals(
                expected,
                assertThrows(GeoReportException.class, call).errors().stream()
                        .map(Fixtures::line)
                        .toList());
    }

    private static String line(GeoReportError error) {
        return error.code() + " " + error.description();
    }
}
