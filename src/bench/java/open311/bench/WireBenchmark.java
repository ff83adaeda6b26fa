package open311.bench;

import java.util.List;
import open311.http.Format;
import open311.http.Wire;
import open311.request.ServiceRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Requests as bytes, in both formats. */
@State(Scope.Thread)
public class WireBenchmark {
    private final List<ServiceRequest> list = GeneratedRequests.many(1000);
    private final ServiceRequest one = list.get(0);

    @Param public Format format;

    @Benchmark
    public byte[] listOf1000() {
        return Wire.bytes(format, ServiceRequest.class, list);
    }

    @Benchmark
    public byte[] listOfOne() {
        return Wire.bytes(format, ServiceRequest.class, List.of(one));
    }
}
