package open311.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records of comma-separated values (RFC 4180), in UTF-8; null is an empty field. A library takes
 * half of the time that an export needs. For one thread.
 */
public final class CsvWriter {
    private static final int USUAL_RECORD = 1024;

    private final OutputStream out;
    private final Utf8 record = new Utf8(USUAL_RECORD);
    private boolean isFirst = true;

    /** Writes nothing yet. */
    public CsvWriter(OutputStream out) {
        this.out = out;
    }

    /** The next field of the record. */
    public CsvWriter text(@Nullable String text) {
        separate();
        if (text != null) {
            record.csv(text);
        }
        return this;
    }

    /** The next field, as {@link Timestamps#format}. */
    public CsvWriter moment(@Nullable Instant moment) {
        separate();
        if (moment != null) {
            record.moment(moment);
        }
        return this;
    }

    /** The next field, as in the other formats. */
    public CsvWriter number(@Nullable Double number) {
        separate();
        if (number != null) {
            record.number(number);
        }
        return this;
    }

    /** Ends the record. */
    public void end() throws IOException {
        record.ascii('\r');
        record.ascii('\n');
        record.moveTo(out);
        isFirst = true;
    }

    private void separate() {
        if (!isFirst) {
            record.ascii(',');
        }
        isFirst = false;
    }
}
