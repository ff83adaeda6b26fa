package open311.request;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import open311.http.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A FeatureCollection (RFC 7946): each request is a feature with its id, its place and all that a
 * list says of it as properties.
 */
final class GeoJsonExport implements ExportWriter {
    private final OutputStream out;
    private boolean isBehindFirst;

    GeoJsonExport(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin() throws IOException {
        write("{\"type\":\"FeatureCollection\",\"features\":[\n");
    }

    @Override
    public void write(ExportedRequest row) throws IOException {
        if (isBehindFirst) {
            write(",\n");
        }
        isBehindFirst = true;
        out.write(Wire.json(Feature.of(row.request())));
    }

    @Override
    public void end() throws IOException {
        write("\n]}\n");
    }

    private void write(String ascii) throws IOException {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * A request on the map.
     *
     * @param geometry null: it has an address at best
     */
    private record Feature(
            String type, String id, @Nullable Point geometry, ServiceRequest properties) {
        static Feature of(ServiceRequest request) {
            return new Feature(
                    "Feature",
                    request.serviceRequestId(),
                    request.lat() == null || request.lon() == null
                            ? null
                            : new Point("Point", List.of(request.lon(), request.lat())),
                    request);
        }
    }

    /** East first, as GeoJSON has it. */
    private record Point(String type, List<Double> coordinates) {}
}
