package org.reelmill.pipeline.takedown;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Finishes interrupted takedowns, a few seconds after the start and every ten seconds.
final class TakedownSweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TakedownSweep.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Takedowns takedowns;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("takedowns").factory());
    private volatile boolean running;

    TakedownSweep(Takedowns takedowns) {
        this.takedowns = takedowns;
    }

    @Override
    public void start() {
        running = true;
        thread.scheduleWithFixedDelay(this::look, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void look() {
        try {
            takedowns.look();
        } catch (RuntimeException e) { // A scheduled task that throws is never run again.
            if (running) {
                log.warn("Could not see to takedowns; trying again in {} s: {}", EVERY.toSeconds(), e.toString());
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
