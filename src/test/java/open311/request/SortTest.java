package open311.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import open311.http.Calls;
import open311.http.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortTest {
    @ParameterizedTest
    @CsvSource({
        "'',                            true,  'requested_datetime desc, id desc'",
        "sort=,                         true,  'requested_datetime desc, id desc'",
        "sort=requested_datetime,       true,  'requested_datetime, id'",
        "sort=-updated_datetime,        true,  'updated_datetime desc, id desc'",
        "sort=service_request_id,       true,  id",
        "sort=-service_request_id,      true,  'id desc'",
        "'sort=status,service_code',    true,  'status, service_code, id'",
        "sort=status&sort=service_code, true,  'status, service_code, id'",
        "'sort=status,status,-status',  true,  'status, id'",
        "'sort=status,-requested_datetime', false, 'status, requested_datetime desc, id desc'",
        "'sort=-service_request_id,status', false, 'id desc, status'",
        "sort=distance,                 true,  'distance, id'",
    })
    void readsAsItIsWritten(String query, boolean isOneWay, String columns) {
        Parameters parameters = Calls.query(query);
        Sort sort = Sort.parse(parameters);
        parameters.throwIfWrong();
        assertEquals("order by " + columns, sort.orderBy());
        assertEquals(isOneWay, sort.isOneWay());
    }
}
