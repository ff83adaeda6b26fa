package open311.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {
    @ParameterizedTest
    @CsvSource({
        "Deep hole, deep hole, 1",
        "'A hole, by the curb!', by the CURB a hole, 1",
        "Bache en la vía pública, bache en la via publica, 1",
        "hole, paint, 0",
        "hole, ☂, 0",
        "☂, ☂, 0",
    })
    void ofTheSameOrOtherWords(String one, String other, double likeness) {
        assertEquals(likeness, Likeness.of(one, other));
        assertEquals(likeness, Likeness.of(other, one));
    }

    @ParameterizedTest
    @CsvSource({
        "deep hole by the curb, deep holes at the curb, paint on the wall",
        "pothole, potholle, hydrant",
        "broken street light, the street light is broken, broken hydrant",
    })
    void formsAndSlipsChangeLittle(String text, String like, String unlike) {
        assertTrue(Likeness.of(text, like) > 0.5, like);
        assertTrue(Likeness.of(text, like) > Likeness.of(text, unlike), unlike);
    }

    /** Names the cost, too: a long report is cut. */
    @Test
    void ofLongTextsOnlyTheBeginningCounts() {
        assertEquals(1, Likeness.of("a ".repeat(300), "a ".repeat(250) + "other words"));
    }
}
