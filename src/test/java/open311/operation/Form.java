package open311.operation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Parameters as clients write them, for a query or an urlencoded body. */
final class Form {
    private Form() {}

    /** Name and value in turn, percent-encoded as UTF-8. */
    static String of(String... namesAndValues) {
        return IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(
                        i ->
                                encoded(namesAndValues[2 * i])
                                        + "="
                                        + encoded(namesAndValues[2 * i + 1]))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Two parameter strings as one. */
    static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "&" + second;
    }
}
