package open311.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StoredTextsTest {
    @ParameterizedTest
    @EnumSource
    void everyDatatypeComesBack(Datatype datatype) {
        assertComesBack(
                List.of(Catalogs.attribute(true, "C", datatype, true, "text", true, "a", "b,c")));
    }

    @ParameterizedTest
    @CsvSource({"true,true,false", "true,false,true", "false,false,true", "false,false,false"})
    void everyFlagComesBack(boolean variable, boolean required, boolean isPublic) {
        assertComesBack(
                List.of(
                        Catalogs.attribute(
                                variable, "C", Datatype.STRING, required, null, isPublic)));
    }

    @Test
    void noneAndManyComeBackInTheirOrder() {
        assertComesBack(List.of());
        assertComesBack(
                List.of(Catalogs.note("b"), Catalogs.note("a"), Catalogs.note("\uD83D\uDE00\"\\")));
    }

    private static void assertComesBack(List<Attribute> attributes) {
        assertEquals(attributes, StoredTexts.readAttributes(StoredTexts.write(attributes)));
    }
}
