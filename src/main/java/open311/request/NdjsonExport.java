package open311.request;

import java.io.IOException;
import java.io.OutputStream;
import open311.http.Wire;

/** One request a line, each byte for byte as in a list. */
final class NdjsonExport implements ExportWriter {
    private final OutputStream out;

    NdjsonExport(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin() {
        // A line needs no head.
    }

    @Override
    public void write(ExportedRequest row) throws IOException {
        out.write(Wire.json(row.request()));
        out.write('\n');
    }

    @Override
    public void end() {
        // Nor a foot.
    }
}
