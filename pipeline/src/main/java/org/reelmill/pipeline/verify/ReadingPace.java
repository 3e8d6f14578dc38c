package org.reelmill.pipeline.verify;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Slows reading down to a rate. Time that was not used is not saved up. Not thread-safe.
final class ReadingPace {

    private final double nanosPerByte;
    private long free = System.nanoTime();

    ReadingPace(long bytesPerSecond) {
        this.nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, bytesPerSecond);
    }

    /// Returns when the next bytes may be read.
    void read(int bytes) {
        free = Math.max(free, System.nanoTime()) + (long) (bytes * nanosPerByte);
        for (long wait = free - System.nanoTime(); wait > 0; wait = free - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
