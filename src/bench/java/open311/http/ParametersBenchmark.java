package open311.http;

import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Parameters from their bytes to values that a search or a submission takes. */
@State(Scope.Thread)
public class ParametersBenchmark {
    private static final String QUERY =
            "status=open&service_code=POTHOLE%2CSTREET_LIGHT&start_date=2026-08-01T00%3A00%3A00Z"
                    + "&end_date=2026-09-01T00%3A00%3A00-04%3A00&page_size=50";
    private static final byte[] FORM =
            ("api_key=5f1c0d9a7be34821&jurisdiction_id=bench.example&service_code=POTHOLE"
                            + "&lat=42.776123&long=-71.077456"
                            + "&address_string=12+R%C3%ADo+Street&address_id=104311&zipcode=01830"
                            + "&email=ana%40example.org&first_name=Zo%C3%AB&last_name=O%27Neill"
                            + "&phone=555-0142"
                            + "&description=There+is+a+hole+next+to+the+%3Cb%3Eschool%3C%2Fb%3E%2C"
                            + "+in+front+of+the+caf%C3%A9+%26+it+gets+worse%3A+%22urgent%22"
                            + "&media_url=https%3A%2F%2Fexample.org%2Fpictures%2F104311.jpg"
                            + "&attribute%5BSIZE%5D=M")
                    .getBytes(StandardCharsets.US_ASCII);

    private final RoutingContext get = Calls.wishing(QUERY, null);
    private final RoutingContext post = Calls.wishing(null, null);

    @Benchmark
    public void queryOfFive(Blackhole values) {
        Parameters parameters = Parameters.of(get);
        values.consume(parameters.list("status"));
        values.consume(parameters.list("service_code"));
        values.consume(
                parameters.instant("start_date", ZoneOffset.UTC, Timestamps.Edge.START));
        values.consume(parameters.instant("end_date", ZoneOffset.UTC, Timestamps.Edge.END));
        values.consume(parameters.integer("page_size", 1000, 1, 1000));
        parameters.throwIfWrong();
    }

    @Benchmark
    public void formOfFifteen(Blackhole values) {
        Parameters parameters =
                Parameters.of(post, new ByteArrayInputStream(FORM), Integer.MAX_VALUE);
        values.consume(parameters.text("api_key"));
        values.consume(parameters.text("jurisdiction_id"));
        values.consume(parameters.text("service_code"));
        values.consume(parameters.number("lat", -90, 90));
        values.consume(parameters.number("long", -180, 180));
        values.consume(parameters.textOrAlias("address_string", "address"));
        values.consume(parameters.text("address_id"));
        values.consume(parameters.text("zipcode"));
        values.consume(parameters.text("email"));
        values.consume(parameters.text("first_name"));
        values.consume(parameters.text("last_name"));
        values.consume(parameters.text("phone"));
        values.consume(parameters.text("description", 4000));
        values.consume(parameters.webUrls("media_url"));
        values.consume(parameters.bracketed("attribute"));
        parameters.throwIfWrong();
    }
}
