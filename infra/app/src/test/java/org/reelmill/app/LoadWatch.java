package org.reelmill.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.reelmill.testing.Meter;

/// Notes, second by second, how many cores other programs take than this test and what it started.
final class LoadWatch implements AutoCloseable {

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Second> seconds = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("load-watch").start(this::watch);
    private volatile boolean closed;

    private record Second(long endedAt, double otherCores) {}

    /// Cores that other programs took on average in the time before a moment.
    ///
    /// @param moment in milliseconds since 1970
    synchronized double otherCores(long moment, Duration before) {
        return seconds.stream()
                .filter(second -> second.endedAt <= moment + TimeUnit.NANOSECONDS.toMillis(STEP_NANOS))
                .filter(second -> second.endedAt >= moment - before.toMillis())
                .mapToDouble(Second::otherCores)
                .average()
                .orElse(0);
    }

    private void watch() {
        var meter = Meter.ofThisProcess();
        while (!closed) {
            LockSupport.parkNanos(STEP_NANOS);
            double cores = meter.read().otherCores();
            meter = Meter.ofThisProcess();
            synchronized (this) {
                seconds.add(new Second(System.currentTimeMillis(), cores));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
