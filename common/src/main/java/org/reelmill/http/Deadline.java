package org.reelmill.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/// Aborts an exchange when its time is up, wherever it waits.
final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final String host;
    private final Duration total;
    private final long ends;
    private final ScheduledFuture<?> alarm;
    private final AtomicReference<HttpUriRequestBase> running = new AtomicReference<>();

    Deadline(String host, Duration total) {
        this.host = host;
        this.total = total;
        this.ends = System.nanoTime() + total.toNanos();
        this.alarm = CLOCK.schedule(this::abort, total.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// The request to abort, from now on.
    void watch(HttpUriRequestBase request) {
        running.set(request);
        if (isPast()) {
            request.abort();
        }
    }

    boolean isPast() {
        return System.nanoTime() - ends >= 0;
    }

    /// What to tell the caller of a failure: that time was up, if it was.
    IOException explain(IOException failure) {
        if (!isPast()) {
            return failure;
        }
        var timeout = new SocketTimeoutException(host + " took longer than the " + total + " allowed for this.");
        timeout.initCause(failure);
        return timeout;
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }

    /// Drops the connection of the request under way; does nothing once its answer has been read to the end.
    void abort() {
        HttpUriRequestBase request = running.get();
        if (request != null) {
            request.abort();
        }
    }

    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
