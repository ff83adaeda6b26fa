package open311.feed;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import open311.http.BaseUrl;
import open311.http.Languages;
import open311.http.Links;
import open311.http.Negotiation;
import open311.http.Page;
import open311.http.Parameters;
import open311.jurisdiction.Jurisdiction;
import open311.jurisdiction.Jurisdictions;

/** GET changes, a page at a time; the call may wait until there are some. */
@Path(ChangeResource.PATH)
class ChangeResource {
    static final String PATH = Negotiation.ENDPOINT + "/changes";

    private static final int MAX_WAIT_SECONDS = 30;

    private final Jurisdictions jurisdictions;
    private final Feed feed;
    private final Waiting waiting;
    private final BaseUrl baseUrl;

    ChangeResource(Jurisdictions jurisdictions, Feed feed, Waiting waiting, BaseUrl baseUrl) {
        this.jurisdictions = jurisdictions;
        this.feed = feed;
        this.waiting = waiting;
        this.baseUrl = baseUrl;
    }

    @GET
    @Blocking
    public CompletionStage<ChangePage> read(@Context RoutingContext http) {
        Parameters parameters = Parameters.of(http);
        Jurisdiction jurisdiction = jurisdictions.of(parameters);
        int limit = parameters.integer("limit", Page.MAX_SIZE, 1, Page.MAX_SIZE);
        int wait = parameters.integer("wait", 0, 0, MAX_WAIT_SECONDS);
        Position after = feed.position(parameters, jurisdiction, null);
        parameters.throwIfWrong();
        var reader =
                new Feed.Reader(
                        jurisdiction.jurisdictionId(),
                        Languages.ofAnswer(http).orElse(jurisdiction.locale()),
                        limit);
        Feed.Page page = feed.read(reader, after);
        if (!page.isEmpty() || wait == 0) {
            return CompletableFuture.completedStage(answer(parameters, reader, page));
        }
        return waiting.page(waiting.place(http), reader, page.next(), Duration.ofSeconds(wait))
                .thenApply(found -> answer(parameters, reader, found));
    }

    private ChangePage answer(Parameters parameters, Feed.Reader reader, Feed.Page page) {
        RoutingContext http = parameters.http();
        ChangePage answer = page.onTheWire(reader.jurisdictionId());
        new Links(baseUrl.of(http.request()) + PATH, parameters)
                .add("next", "after", answer.next())
                .send(http);
        return answer;
    }
}
