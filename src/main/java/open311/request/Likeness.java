package open311.request;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How like two texts are, by the groups of three letters that they share: forms of a word, slips of
 * the pen and another order of words change little, in whatever language.
 */
final class Likeness {
    /** What comes later in a long report seldom tells what it is about. */
    private static final int LONGEST = 500;

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Likeness() {}

    /** From 0 for nothing in common to 1 for the same words. */
    static double of(String one, String other) {
        Set<String> ofOne = trigrams(one);
        Set<String> ofOther = trigrams(other);
        int all = ofOne.size() + ofOther.size();
        ofOne.retainAll(ofOther);
        return all == 0 ? 0 : 2.0 * ofOne.size() / all;
    }

    private static Set<String> trigrams(String text) {
        String start = text.substring(0, Math.min(text.length(), LONGEST));
        String plain =
                ACCENTS.matcher(Normalizer.normalize(start, Normalizer.Form.NFKD))
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT);
        var trigrams = new HashSet<String>();
        for (String word : BETWEEN_WORDS.split(plain, -1)) {
            if (!word.isEmpty()) {
                // The beginning of a word counts twice, its end once.
                String padded = "  " + word + " ";
                for (int i = 0; i + 3 <= padded.length(); i++) {
                    trigrams.add(padded.substring(i, i + 3));
                }
            }
        }
        return trigrams;
    }
}
