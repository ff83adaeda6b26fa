package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import open311.request.ServiceRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written takes little more memory than its bytes: what is not made need not be freed. */
class AllocationsTest {
    @ParameterizedTest
    @EnumSource
    void aListTakesAFewTimesItsSize(Format format) {
        List<ServiceRequest> list = Collections.nCopies(1000, WireTest.FULL);
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
