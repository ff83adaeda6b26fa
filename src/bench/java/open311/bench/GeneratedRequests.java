package open311.bench;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import open311.request.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Requests in the manner of src/bench/generate.sql: the same kinds of texts, and as many nulls. The
 * same ones in every run.
 */
final class GeneratedRequests {
    private static final String[] COMPLAINTS = {
        "There is something wrong",
        "It has been like this for a week",
        "Third time that I report this",
        "Hay un problema aquí",
        "Gefährlich"
    };
    private static final String[] PLACES = {
        "next to the <b>school</b>",
        "at the corner of the street",
        "in front of the café",
        "by the bus stop & the bench",
        "in the middle of the road"
    };
    private static final String[] REASONS = {
        "it blocks the whole sidewalk",
        "and it gets worse when it rains",
        "\"urgent\", they say",
        "la señora de la esquina también lo vio",
        "please hurry 🚧"
    };
    private static final String[] CLOSINGS = {
        "Thank you!", "Call me after 5 p.m.", "Merci d'avance", "谢谢", "See the picture."
    };
    private static final String[] NOTES = {
        "Done: the crew has been there.",
        "Cleaned & checked <twice>.",
        "Handed to the owner of the lot; réparé."
    };
    private static final String[] SERVICES = {
        "Missed trash collection", "Pothole", "Illegal parking", "Street light"
    };
    private static final String[] STREETS = {"Main Street", "Río Avenue", "Washington Street"};

    private static final Instant FIRST = Instant.parse("2024-01-15T08:15:30Z");

    private GeneratedRequests() {}

    static List<ServiceRequest> many(int count) {
        var random = new Random(311);
        return IntStream.range(0, count).mapToObj(n -> one(n, random)).toList();
    }

    private static ServiceRequest one(int n, Random random) {
        boolean isClosed = random.nextDouble() < 0.88;
        boolean isLocated = random.nextDouble() < 0.9;
        String service = choice(SERVICES, random);
        Instant requested = FIRST.plusSeconds(n * 475L + random.nextInt(400));
        return new ServiceRequest(
                String.valueOf(100_000 + n),
                isClosed ? "closed" : "open",
                isClosed ? choice(NOTES, random) : null,
                service,
                service.toUpperCase(Locale.ROOT).replace(' ', '_'),
                String.join(
                        " ",
                        choice(COMPLAINTS, random),
                        choice(PLACES, random) + ",",
                        choice(REASONS, random) + ".",
                        choice(CLOSINGS, random)),
                "Street Department",
                sometimes(0.5, "Usually seen to within ten working days.", random),
                requested,
                requested.plusSeconds(random.nextInt(10_000_000)),
                sometimes(0.5, requested.plusSeconds(1_209_600), random),
                sometimes(0.7, random.nextInt(400) + " " + choice(STREETS, random), random),
                sometimes(0.1, String.valueOf(100_000 + random.nextInt(20_000)), random),
                sometimes(0.5, "01830", random),
                isLocated ? degrees(42.7, random) : null,
                isLocated ? degrees(-71.2, random) : null,
                sometimes(0.25, "https://example.org/pictures/" + n + ".jpg", random));
    }

    private static String choice(String[] texts, Random random) {
        return texts[random.nextInt(texts.length)];
    }

    private static <T> @Nullable T sometimes(double share, T value, Random random) {
        return random.nextDouble() < share ? value : null;
    }

    /** With six digits after the point, as reports have them. */
    private static double degrees(double from, Random random) {
        return Math.round((from + random.nextDouble() / 5) * 1e6) / 1e6;
    }
}
