package org.reelmill.pipeline.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Keeps the least time between two requests to one server, over all jobs of this process.
final class HostPace {

    private final Map<String, Long> nextAt = new ConcurrentHashMap<>();

    /// Returns when the server may be asked again.
    void await(String server, Duration delay) {
        long now = System.nanoTime();
        long turn =
                nextAt.merge(server, now + delay.toNanos(), (next, ignored) -> Math.max(next, now) + delay.toNanos())
                        - delay.toNanos();
        pause(Duration.ofNanos(Math.max(0, turn - now)));
    }

    /// @throws CatalogueFault if this thread is interrupted
    static void pause(Duration wait) {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogueFault("The job was interrupted.");
        }
    }
}
