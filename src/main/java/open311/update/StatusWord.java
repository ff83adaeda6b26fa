package open311.update;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import open311.request.Status;
import org.jspecify.annotations.Nullable;

/** The words that an update may say for a status, in any case; each means open or closed. */
enum StatusWord {
    OPEN(Status.OPEN, false),
    INVESTIGATING(Status.OPEN, true),
    IN_PROGRESS(Status.OPEN, true),
    PLANNED(Status.OPEN, true),
    ACTION_SCHEDULED(Status.OPEN, true),
    INTERNAL_REFERRAL(Status.OPEN, true),
    FOR_TRIAGE(Status.OPEN, true),
    /** Open again, and no state of its own. */
    REOPEN(Status.OPEN, false),
    CLOSED(Status.CLOSED, false),
    FIXED(Status.CLOSED, true),
    NO_FURTHER_ACTION(Status.CLOSED, true),
    NOT_COUNCILS_RESPONSIBILITY(Status.CLOSED, true),
    DUPLICATE(Status.CLOSED, true),
    CANCELLED(Status.CLOSED, true);

    private final Status status;
    private final boolean isDetail;

    StatusWord(Status status, boolean isDetail) {
        this.status = status;
        this.isDetail = isDetail;
    }

    static Optional<StatusWord> parse(String text) {
        String name = text.toUpperCase(Locale.ROOT).replace(' ', '_');
        return Arrays.stream(values()).filter(word -> word.name().equals(name)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(StatusWord::onTheWire).collect(Collectors.joining(", "));
    }

    Status status() {
        return status;
    }

    /** The word itself where it says more than open or closed. */
    @Nullable String detail() {
        return isDetail ? onTheWire() : null;
    }

    private String onTheWire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
