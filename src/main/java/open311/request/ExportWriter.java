package open311.request;

import java.io.IOException;

/** Writes requests one after the other; what was written is whole only after {@link #end}. */
interface ExportWriter {
    void begin() throws IOException;

    void write(ExportedRequest row) throws IOException;

    void end() throws IOException;
}
