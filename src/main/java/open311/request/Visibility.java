package open311.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether everyone may see a request. */
enum Visibility {
    PUBLIC,
    HIDDEN;

    static Optional<Visibility> parse(String word) {
        return Arrays.stream(values())
                .filter(each -> each.onTheWire().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    String onTheWire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
