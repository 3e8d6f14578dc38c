package org.reelmill.worker.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A body that ends with an error when its time is up, however steadily it drips.
final class TimedBody extends FilterInputStream {

    private final long end;

    TimedBody(InputStream body, Duration total) {
        super(body);
        this.end = System.nanoTime() + total.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (System.nanoTime() - end > 0) {
            throw new SocketTimeoutException("The part takes too long.");
        }
        return in.read(bytes, offset, length);
    }
}
