package org.reelmill.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that ends with an error where it grows over its limit or its time is up.
final class BoundedBody extends FilterInputStream {

    private final String host;
    private final long maxBytes;
    private final Deadline deadline;
    private long read;

    BoundedBody(InputStream body, String host, long maxBytes, Deadline deadline) {
        super(body);
        this.host = host;
        this.maxBytes = maxBytes;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = in.read(bytes, offset, length);
            read += Math.max(0, count);
            if (read > maxBytes) {
                throw new ResponseTooLarge(host, maxBytes);
            }
            return count;
        } catch (ResponseTooLarge tooLarge) {
            throw tooLarge;
        } catch (IOException e) {
            throw deadline.explain(e);
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, Integer.MAX_VALUE >> 4)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /// Does nothing: closing the response drops what was not read instead of fetching it.
    @Override
    public void close() {}
}
