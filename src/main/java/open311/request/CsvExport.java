package open311.request;

import java.io.IOException;
import java.io.OutputStream;
import open311.http.CsvWriter;
import org.jspecify.annotations.Nullable;

/**
 * The columns of GeoReport Bulk in their order, then five that it lacks (RFC 4180). What a
 * spreadsheet would run as a formula gets an apostrophe before it.
 */
final class CsvExport implements ExportWriter {
    private static final String[] COLUMNS = {
        "service_request_id",
        "requested_datetime",
        "updated_datetime",
        "closed_date",
        "status_description",
        "status_notes",
        "source",
        "service_name",
        "service_subtype",
        "description",
        "agency_responsible",
        "address",
        "lat",
        "long",
        "service_code",
        "zipcode",
        "address_id",
        "expected_datetime",
        "media_url"
    };

    private final CsvWriter writer;

    CsvExport(OutputStream out) {
        writer = new CsvWriter(out);
    }

    @Override
    public void begin() throws IOException {
        for (String column : COLUMNS) {
            writer.text(column);
        }
        writer.end();
    }

    @Override
    public void write(ExportedRequest row) throws IOException {
        ServiceRequest request = row.request();
        writer.text(inert(request.serviceRequestId()))
                .moment(request.requestedDatetime())
                .moment(request.updatedDatetime())
                .moment(request.isClosed() ? request.updatedDatetime() : null)
                .text(row.detailedStatus() == null ? request.status() : row.detailedStatus())
                .text(inert(request.statusNotes()))
                .text(inert(row.channel()))
                .text(inert(request.serviceName()))
                .text(null)
                .text(inert(request.description()))
                .text(inert(request.agencyResponsible()))
                .text(inert(request.address()))
                .number(request.lat())
                .number(request.lon())
                .text(inert(request.serviceCode()))
                .text(inert(request.zipcode()))
                .text(inert(request.addressId()))
                .moment(request.expectedDatetime())
                .text(inert(request.mediaUrl()))
                .end();
    }

    @Override
    public void end() {
        // A file needs no foot.
    }

    /**
     * Spreadsheets run what begins with one of these, some also behind blanks, quotation marks or
     * in the wide forms of East Asian keyboards.
     */
    static @Nullable String inert(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        if ("\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return "'" + text;
        }
        int first = 0;
        while (first < text.length() && isPassedOver(text.charAt(first))) {
            first++;
        }
        return first < text.length()
                        && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(first)) >= 0
                ? "'" + text
                : text;
    }

    private static boolean isPassedOver(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '"' || c == '\uFEFF';
    }
}
