package open311.http;

import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.jspecify.annotations.Nullable;

/**
 * The body of a POST as names and values. Reads {@code application/x-www-form-urlencoded}, {@code
 * multipart/form-data} (files are passed over, they are never a reason to refuse a report) and no
 * body at all.
 */
final class FormBody {
    /** An urlencoded form holds text only; the longest legal one is far below. */
    private static final int MAX_FORM_BYTES = 1 << 20;

    private static final int MAX_FIELD_BYTES = 1 << 17;
    private static final int MAX_PARTS = 1000;

    /** Real clients send boundaries unquoted that hold characters which ask for quotes. */
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;]+))", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME =
            Pattern.compile(
                    "[;\\s]name=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME =
            Pattern.compile("[;\\s]filename\\*?=", Pattern.CASE_INSENSITIVE);

    private FormBody() {}

    /** Adds the fields of the body to the given ones, in the order in which they came. */
    static void read(
            RoutingContext http,
            InputStream body,
            long maxBytes,
            Map<String, List<String>> fields) {
        String contentType = Negotiation.contentType(http);
        String type = type(http);
        try {
            if (type.equals("multipart/form-data")) {
                readMultipart(
                        boundary(contentType), new LimitedInputStream(body, maxBytes), fields);
                return;
            }
            byte[] bytes =
                    new LimitedInputStream(body, Math.min(MAX_FORM_BYTES, maxBytes)).readAllBytes();
            if (type.isEmpty() || type.equals("application/x-www-form-urlencoded")) {
                UrlEncoded.read(new String(bytes, StandardCharsets.ISO_8859_1), "body", fields);
            } else if (bytes.length > 0) {
                throw GeoReportException.unsupportedMediaType(
                        "Content-Type '%s' is not supported; send application/x-www-form-urlencoded or multipart/form-data",
                        Text.shortened(type));
            }
        } catch (FileUploadException e) {
            throw malformedMultipart();
        } catch (IOException e) {
            throw GeoReportException.badRequest("The body ended before it was complete");
        }
    }

    /** The media type of the body without its parameters; empty when there is none. */
    static String type(RoutingContext http) {
        String contentType = Negotiation.contentType(http);
        return contentType == null
                ? ""
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static byte[] boundary(@Nullable String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!boundary.find()) {
            throw GeoReportException.badRequest(
                    "Content-Type multipart/form-data was sent without a boundary");
        }
        String value = boundary.group(1) == null ? boundary.group(2).strip() : boundary.group(1);
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void readMultipart(
            byte[] boundary, InputStream body, Map<String, List<String>> fields)
            throws IOException {
        MultipartInput parts;
        try {
            parts = MultipartInput.builder().setInputStream(body).setBoundary(boundary).get();
        } catch (IllegalArgumentException e) {
            throw malformedMultipart();
        }
        // One character for each byte: names are decoded as values are, see UrlEncoded.
        parts.setHeaderCharset(StandardCharsets.ISO_8859_1);
        boolean more = parts.skipPreamble();
        if (!more) {
            throw malformedMultipart();
        }
        for (int count = 1; more; count++) {
            if (count > MAX_PARTS) {
                throw GeoReportException.badRequest("The body has more than %s parts", MAX_PARTS);
            }
            readPart(parts, fields);
            more = parts.readBoundary();
        }
    }

    private static void readPart(MultipartInput parts, Map<String, List<String>> fields)
            throws IOException {
        String headers = parts.readHeaders();
        Matcher name = NAME.matcher(headers);
        if (!name.find() || FILE_NAME.matcher(headers).find()) {
            parts.discardBodyData();
            return;
        }
        byte[] content =
                new LimitedInputStream(parts.newInputStream(), MAX_FIELD_BYTES).readAllBytes();
        String raw =
                name.group(1) == null ? name.group(2) : name.group(1).replaceAll("\\\\(.)", "$1");
        UrlEncoded.add(
                fields,
                UrlEncoded.decoded(raw.getBytes(StandardCharsets.ISO_8859_1)),
                UrlEncoded.decoded(content));
    }

    private static GeoReportException malformedMultipart() {
        return GeoReportException.badRequest(
                "The multipart/form-data body is malformed or ended before its last boundary");
    }
}
