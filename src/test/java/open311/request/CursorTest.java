package open311.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final Cursor CURSOR = new Cursor(1_795_000_000, List.of("open", "Größe:1", "7"));

    @Test
    void comesBackAsItWas() {
        assertEquals(Optional.of(CURSOR), Cursor.decoded(CURSOR.encoded("a"), "a"));
        assertTrue(CURSOR.encoded("a").matches("[A-Za-z0-9_-]+"), "needs no escapes in a URL");
    }

    @Test
    void isOfOneSearchAlone() {
        assertEquals(Optional.empty(), Cursor.decoded(CURSOR.encoded("a"), "b"));
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String encoded = CURSOR.encoded("a");
        for (int i = 0; i < encoded.length(); i++) {
            char other = encoded.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = encoded.substring(0, i) + other + encoded.substring(i + 1);
            assertEquals(Optional.empty(), Cursor.decoded(tampered, "a"), tampered);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "AAAA", "AAAAAAAAAAAA", "AAAAAAAAAAAAAAAA", "%", "é", "a b", "=="})
    void nothingElseIsACursor(String text) {
        assertEquals(Optional.empty(), Cursor.decoded(text, "a"));
    }
}
