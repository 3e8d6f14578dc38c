package org.reelmill.samples;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/// Holds everybody who sends bytes through it to one common rate. Safe for use by many threads.
public final class Throttle {

    /// Lets everything through at once.
    public static final Throttle NONE = new Throttle(Long.MAX_VALUE);

    /// Small enough that a slow line still flows evenly.
    private static final int BURST = 16 * 1024;

    private final long bytesPerSecond;
    private long freeAt = System.nanoTime();

    public Throttle(long bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("A rate of " + bytesPerSecond + " bytes per second never ends");
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /// How many of `wanted` bytes may be sent in one go.
    public int portion(int wanted) {
        return bytesPerSecond == Long.MAX_VALUE ? wanted : Math.min(wanted, BURST);
    }

    /// Returns when `bytes` bytes may be sent.
    public void pass(int bytes) throws InterruptedIOException {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long wait;
        synchronized (this) {
            var now = System.nanoTime();
            freeAt = Math.max(freeAt, now) + (long) (bytes * 1e9 / bytesPerSecond);
            wait = freeAt - now;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the line was slowed down");
        }
    }
}
