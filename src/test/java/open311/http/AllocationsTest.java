package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import open311.request.ServiceRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written takes little more memory than its bytes: what is not made need not be freed. */
class AllocationsTest {
    private static final ServiceRequest REQUEST =
            new ServiceRequest(
                    "638344",
                    "closed",
                    "Done",
                    "Pothole",
                    "001",
                    "A hole as <wide> as a car & deeper than \"last year\", in front of the café 🚧",
                    "Highway Department",
                    "Two days",
                    Instant.parse("2026-11-20T13:15:30Z"),
                    Instant.parse("2026-11-22T13:15:30Z"),
                    Instant.parse("2026-11-24T13:15:30Z"),
                    "4 Summer Street",
                    "00123",
                    "01830",
                    42.7762,
                    -71.0773,
                    "https://example.gov/a.jpg?x=1&y=2");

    @ParameterizedTest
    @EnumSource
    void aListTakesAFewTimesItsSize(Format format) {
        List<ServiceRequest> list = Collections.nCopies(1000, REQUEST);
        int size = Wire.bytes(format, ServiceRequest.class, list).length;
        long before = allocated();
        int again = Wire.bytes(format, ServiceRequest.class, list).length;
        long taken = allocated() - before;
        assertEquals(size, again);
        assertTrue(taken < 4L * size, taken + " bytes for " + size);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
