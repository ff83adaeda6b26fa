package open311.packaged;

import java.nio.charset.StandardCharsets;
import open311.http.Format;

/**
 * A call as it goes over the wire.
 *
 * @param format of its answer
 */
record CrowdCall(String text, Format format) {
    private static final String V2 = "/open311/v2/";

    static CrowdCall get(String resource, String query, Format format) {
        return new CrowdCall(head("GET", resource, query, format) + "\r\n", format);
    }

    static CrowdCall report(String form, Format format) {
        return new CrowdCall(
                head("POST", "requests", "", format)
                        + "X-API-Key: demo\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: "
                        + form.length()
                        + "\r\n\r\n"
                        + form,
                format);
    }

    private static String head(String method, String resource, String query, Format format) {
        return method + " " + V2 + resource + format.suffix() + query + " HTTP/1.1\r\nHost: a\r\n";
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
