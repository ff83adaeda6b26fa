package open311.request;

import java.io.OutputStream;
import java.util.Locale;

/** How a whole search goes out at once. */
enum ExportFormat {
    CSV("text/csv; charset=utf-8") {
        @Override
        ExportWriter writer(OutputStream out) {
            return new CsvExport(out);
        }
    },
    NDJSON("application/x-ndjson") {
        @Override
        ExportWriter writer(OutputStream out) {
            return new NdjsonExport(out);
        }
    },
    GEOJSON("application/geo+json") {
        @Override
        ExportWriter writer(OutputStream out) {
            return new GeoJsonExport(out);
        }
    };

    private final String contentType;

    ExportFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The value of the Content-Type header. */
    String contentType() {
        return contentType;
    }

    /** The suffix of the path, without its dot. */
    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract ExportWriter writer(OutputStream out);
}
