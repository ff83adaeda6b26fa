package open311.request;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import open311.http.Text;
import open311.http.Timestamps;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
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

    private final CSVPrinter printer;
    private final BufferedWriter writer;

    CsvExport(OutputStream out) {
        writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        } catch (IOException e) {
            throw new IllegalStateException("A printer without a head prints nothing yet", e);
        }
    }

    @Override
    public void begin() throws IOException {
        printer.printRecord((Object[]) COLUMNS);
    }

    @Override
    public void write(ExportedRequest row) throws IOException {
        ServiceRequest request = row.request();
        printer.printRecord(
                inert(request.serviceRequestId()),
                time(request.requestedDatetime()),
                time(request.updatedDatetime()),
                request.isClosed() ? time(request.updatedDatetime()) : null,
                row.detailedStatus() == null ? request.status() : row.detailedStatus(),
                inert(request.statusNotes()),
                inert(row.channel()),
                inert(request.serviceName()),
                null,
                inert(request.description()),
                inert(request.agencyResponsible()),
                inert(request.address()),
                degrees(request.lat()),
                degrees(request.lon()),
                inert(request.serviceCode()),
                inert(request.zipcode()),
                inert(request.addressId()),
                time(request.expectedDatetime()),
                inert(request.mediaUrl()));
    }

    @Override
    public void end() throws IOException {
        writer.flush();
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

    private static @Nullable String time(@Nullable Instant moment) {
        return moment == null ? null : Timestamps.format(moment);
    }

    private static @Nullable String degrees(@Nullable Double number) {
        return number == null ? null : Text.plain(number);
    }
}
