package open311.jurisdiction;

import open311.geo.Boundary;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask for a place that a jurisdiction does not serve.
 *
 * @param boundary null: it is not known where they are to be asked
 */
public record Neighbour(
        String name, @Nullable String contact, @Nullable String url, @Nullable Boundary boundary) {}
