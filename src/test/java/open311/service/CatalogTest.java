package open311.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private static final Service CANS = Catalogs.service("cans");
    private static final Service OTHER = Catalogs.service("001");

    @Test
    void keepsTheOrderOfTheDocument() {
        assertEquals(List.of(CANS, OTHER), Catalogs.of(CANS, OTHER).services());
        assertEquals(List.of(OTHER, CANS), Catalogs.of(OTHER, CANS).services());
    }

    @Test
    void findsByTheExactCode() {
        assertEquals(Optional.of(CANS), Catalogs.of(CANS, OTHER).find("cans"));
        assertEquals(Optional.of(OTHER), Catalogs.of(CANS, OTHER).find("001"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Cans", "CANS", "cans ", "1", "01"})
    void everyOtherCodeIsUnknown(String code) {
        assertEquals(Optional.empty(), Catalogs.of(CANS, OTHER).find(code));
    }
}
