package open311.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an answer depends on, known before the answer is.
 *
 * @param text the same only while the answer is the same, byte for byte, for one URL and one set of
 *     headers
 * @param changed when that changed last; null: nobody knows to the second
 */
public record Version(String text, @Nullable Instant changed) {}
