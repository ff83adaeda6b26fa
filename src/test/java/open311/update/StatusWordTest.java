package open311.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import open311.request.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusWordTest {
    @ParameterizedTest
    @CsvSource({
        "open,                          OPEN,",
        "reopen,                        OPEN,",
        "investigating,                 OPEN,   investigating",
        "in_progress,                   OPEN,   in_progress",
        "planned,                       OPEN,   planned",
        "action_scheduled,              OPEN,   action_scheduled",
        "internal_referral,             OPEN,   internal_referral",
        "for_triage,                    OPEN,   for_triage",
        "closed,                        CLOSED,",
        "fixed,                         CLOSED, fixed",
        "no_further_action,             CLOSED, no_further_action",
        "not_councils_responsibility,   CLOSED, not_councils_responsibility",
        "duplicate,                     CLOSED, duplicate",
        "cancelled,                     CLOSED, cancelled",
        // FixMyStreet writes capitals, people write blanks.
        "OPEN,                          OPEN,",
        "Fixed,                         CLOSED, fixed",
        "NOT_COUNCILS_RESPONSIBILITY,   CLOSED, not_councils_responsibility",
        "In progress,                   OPEN,   in_progress",
    })
    void wordsMeanOpenOrClosed(String text, Status status, String detail) {
        StatusWord word = StatusWord.parse(text).orElseThrow();
        assertEquals(status, word.status());
        assertEquals(detail, word.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opened", "close", "in-progress", "in__progress", "0", "wip"})
    void everythingElseIsNoWord(String text) {
        assertEquals(Optional.empty(), StatusWord.parse(text));
    }

    @ParameterizedTest
    @EnumSource
    void errorsNameEveryWord(StatusWord word) {
        String name = word.name().toLowerCase(Locale.ROOT);
        assertTrue((", " + StatusWord.all() + ",").contains(", " + name + ","));
        assertEquals(Optional.of(word), StatusWord.parse(name));
    }
}
