package open311.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Passes on at most so many bytes; one more ends the call with a 413 in the format asked for. */
public final class LimitedInputStream extends FilterInputStream {
    private final long limit;
    private long left;

    public LimitedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    private void count(int n) {
        left -= n;
        if (left < 0) {
            throw GeoReportException.tooLarge("The body is larger than %s bytes", limit);
        }
    }
}
