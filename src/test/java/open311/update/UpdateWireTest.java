package open311.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import open311.http.Format;
import open311.http.Wire;
import org.junit.jupiter.api.Test;

class UpdateWireTest {
    private static final Instant WHEN = Instant.parse("2026-11-22T13:15:30.5Z");

    @Test
    void updateHasAllItsFields() {
        var full = new ServiceRequestUpdate("1", "7", "fixed", WHEN, "a & b", "http://a/?x&y");
        assertEquals(
                "[{\"update_id\":\"1\",\"service_request_id\":\"7\",\"status\":\"fixed\","
                        + "\"updated_datetime\":\"2026-11-22T13:15:30Z\",\"description\":\"a & b\","
                        + "\"media_url\":\"http://a/?x&y\"}]",
                document(Format.JSON, ServiceRequestUpdate.class, full));
        assertEquals(
                "<service_request_updates><request_update><update_id>1</update_id>"
                        + "<service_request_id>7</service_request_id><status>fixed</status>"
                        + "<updated_datetime>2026-11-22T13:15:30Z</updated_datetime>"
                        + "<description>a &amp; b</description><media_url>http://a/?x&amp;y</media_url>"
                        + "</request_update></service_request_updates>",
                document(Format.XML, ServiceRequestUpdate.class, full));
    }

    @Test
    void unsetFieldsAreNullOrEmpty() {
        var bare = new ServiceRequestUpdate("1", "7", null, WHEN, null, null);
        assertEquals(
                "[{\"update_id\":\"1\",\"service_request_id\":\"7\",\"status\":null,"
                        + "\"updated_datetime\":\"2026-11-22T13:15:30Z\",\"description\":null,\"media_url\":null}]",
                document(Format.JSON, ServiceRequestUpdate.class, bare));
        assertEquals(
                "<service_request_updates><request_update><update_id>1</update_id>"
                        + "<service_request_id>7</service_request_id><status/>"
                        + "<updated_datetime>2026-11-22T13:15:30Z</updated_datetime><description/><media_url/>"
                        + "</request_update></service_request_updates>",
                document(Format.XML, ServiceRequestUpdate.class, bare));
    }

    @Test
    void receiptIsTheIdAlone() {
        var receipt = new UpdateReceipt("001");
        assertEquals(
                "[{\"update_id\":\"001\"}]", document(Format.JSON, UpdateReceipt.class, receipt));
        assertEquals(
                "<service_request_updates><request_update><update_id>001</update_id></request_update>"
                        + "</service_request_updates>",
                document(Format.XML, UpdateReceipt.class, receipt));
    }

    private static String document(Format format, Class<?> type, Object one) {
        return new String(Wire.bytes(format, type, List.of(one)), StandardCharsets.UTF_8)
                .replaceFirst("^<\\?.*?\\?>", "");
    }
}
