package open311.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoReportExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "400,             400",
        "'400,400',       400",
        "'400,404',       404",
        "'404,403,400',   403",
        "'400,403',       403",
        "'413,400',       413",
        "'415,404',       404",
        "'409,400',       409",
        "'429,400',       429",
        "'400,503',       503",
        "'999,400',       400",
    })
    void gravestProblemGivesTheStatus(String codes, int expected) {
        List<Problem> problems =
                Arrays.stream(codes.split(",", -1))
                        .map(code -> Problem.of(Integer.parseInt(code), "problem %s", code))
                        .toList();
        var e = new GeoReportException(problems);
        assertEquals(expected, e.status());
        assertEquals(
                Arrays.stream(codes.split(",", -1))
                        .map(code -> new GeoReportError(Integer.parseInt(code), "problem " + code))
                        .toList(),
                e.errors(),
                "all problems, in their order, each with its own code");
    }

    @Test
    void factoriesNameTheThing() {
        assertOne(404, "token 'x' was not found", GeoReportException.notFound("token", " x\0"));
        assertOne(404, "token '' was not found", GeoReportException.notFound("token", null));
        assertOne(403, "no", GeoReportException.forbidden("no"));
        assertOne(413, "much", GeoReportException.tooLarge("much"));
        assertOne(415, "what", GeoReportException.unsupportedMediaType("what"));
        assertOne(
                404,
                "service_code '" + "x".repeat(80) + "…' was not found",
                GeoReportException.notFound("service_code", "x".repeat(10_000)));
    }

    private static void assertOne(int status, String description, GeoReportException e) {
        assertEquals(status, e.status());
        assertEquals(List.of(new GeoReportError(status, description)), e.errors());
    }
}
