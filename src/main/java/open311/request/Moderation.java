package open311.request;

import java.util.Optional;
import java.util.Set;
import open311.http.GeoReportException;
import open311.http.Parameters;
import open311.http.Text;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides about a request: whether everyone sees it, and whether another one
 * stands for it.
 *
 * @param visibility null: as it is
 * @param reason for the history, never public
 * @param setsDuplicateOf false: whether it is a duplicate stays as it is
 * @param duplicateOf the public id of the request that stands for it; null: it stands for itself
 */
record Moderation(
        String serviceRequestId,
        @Nullable Visibility visibility,
        @Nullable String reason,
        boolean setsDuplicateOf,
        @Nullable String duplicateOf) {
    private static final Set<String> MEMBERS =
            Set.of("jurisdiction_id", "api_key", "locale", "visibility", "reason", "duplicate_of");

    static Moderation parse(Parameters parameters, String serviceRequestId) {
        parameters.requireKnown(MEMBERS);
        Visibility visibility = visibility(parameters);
        String reason = parameters.text("reason");
        if (parameters.has("visibility") && reason == null) {
            parameters.problem("reason was not provided; whoever changes visibility must say why");
        }
        String duplicateOf = parameters.text("duplicate_of");
        boolean setsDuplicateOf = parameters.isSent("duplicate_of");
        if (!parameters.has("visibility") && !setsDuplicateOf) {
            parameters.problem("The call changes nothing; send visibility or duplicate_of");
        }
        String id = Text.clean(serviceRequestId);
        if (id == null) {
            parameters.problem(GeoReportException.unknown("service_request_id", serviceRequestId));
        }
        parameters.throwIfWrong();
        return new Moderation(String.valueOf(id), visibility, reason, setsDuplicateOf, duplicateOf);
    }

    private static @Nullable Visibility visibility(Parameters parameters) {
        String word = parameters.text("visibility");
        Optional<Visibility> visibility = Optional.ofNullable(word).flatMap(Visibility::parse);
        if (word != null && visibility.isEmpty()) {
            parameters.problem(
                    "visibility '%s' is neither public nor hidden", Text.shortened(word));
        }
        return visibility.orElse(null);
    }
}
