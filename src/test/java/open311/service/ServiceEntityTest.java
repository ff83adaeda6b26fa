package open311.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import open311.jurisdiction.ExpectedWithin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored comes back as it was. */
class ServiceEntityTest {
    @ParameterizedTest
    @EnumSource
    void serviceWithEverything(ServiceType type) {
        assertComesBack(
                new Service(
                        "001",
                        "Größe & \"Co\" <b>",
                        "Line\nline",
                        true,
                        type,
                        "a,b",
                        "Streets",
                        new ServiceDefinition(
                                "001",
                                List.of(
                                        Catalogs.attribute(
                                                true,
                                                "S",
                                                Datatype.SINGLEVALUELIST,
                                                true,
                                                "\"ä\" \\ \uD83D\uDE00\n",
                                                true,
                                                "1",
                                                "ü"),
                                        Catalogs.attribute(
                                                false, "N", Datatype.TEXT, false, null, false))),
                        new Terms(
                                false,
                                true,
                                true,
                                "Highway",
                                "Soon",
                                ExpectedWithin.parse("P1W2DT3H").orElseThrow(),
                                new SimilarWithin(7, 365)),
                        Map.of("es", Translation.of(Catalogs.service("001", Catalogs.note("ñ"))))));
    }

    @Test
    void serviceWithNothing() {
        assertComesBack(Catalogs.service("001"));
        assertComesBack(
                Catalogs.service(
                        "x",
                        ServiceType.BLACKBOX,
                        new Terms(true, false, false, null, null, null, SimilarWithin.DEFAULT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2D", "P999W9999D", "PT1M", "PT87599H59M", "PT87600H"})
    void everyExpectation(String within) {
        assertComesBack(
                Catalogs.service(
                        "x",
                        ServiceType.REALTIME,
                        new Terms(
                                true,
                                true,
                                false,
                                null,
                                null,
                                ExpectedWithin.parse(within).orElseThrow(),
                                SimilarWithin.DEFAULT)));
    }

    private static void assertComesBack(Service service) {
        var row = new ServiceEntity();
        row.serviceCode = service.serviceCode();
        row.set(service, 3);
        assertEquals(service, row.toService());
        assertEquals(3, row.position);
    }
}
