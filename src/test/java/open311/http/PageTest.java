package open311.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @ParameterizedTest
    @CsvSource({
        "'',                            1000, 0",
        "page=&page_size=,              1000, 0",
        "page=1,                        1000, 0",
        "page=0,                        1000, 0",
        "page=2,                        1000, 1000",
        "page_size=1,                   1,    0",
        "page_size=128&page=3,          128,  256",
        "page_size=1000&page=1000000,   1000, 999999000",
        "page_size=50&page=2&page=2,    50,   50",
    })
    void isReadFromTheParameters(String query, int limit, long offset) {
        Parameters parameters = Calls.query(query);
        assertEquals(new Page(limit, offset), Page.parse(parameters));
        assertDoesNotThrow(parameters::throwIfWrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_size=0",
                "page_size=1001",
                "page_size=-1",
                "page_size=all",
                "page=-1",
                "page=1000001",
                "page=1.5",
                "page=99999999999999999999",
                "page=1&page=2"
            })
    void everythingElseIsA400(String query) {
        Parameters parameters = Calls.query(query);
        Page.parse(parameters);
        assertEquals(
                400, assertThrows(GeoReportException.class, parameters::throwIfWrong).status());
    }
}
