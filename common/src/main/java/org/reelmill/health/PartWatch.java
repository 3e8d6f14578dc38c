package org.reelmill.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/// Asks one part every two seconds whether it answers, and keeps the last answer, so that a health check
/// never waits. Says in one sentence when the part falls silent, and in another when it is back. Thread-safe.
public final class PartWatch implements HealthIndicator, MeterBinder, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PartWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Part part;
    private final Probe probe;
    private final ScheduledExecutorService clock;
    private @Nullable Future<?> asking;
    private volatile @Nullable String complaint = "It was not asked yet.";
    private volatile boolean running;

    public PartWatch(Part part, Probe probe) {
        this.part = part;
        this.probe = probe;
        this.clock = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().daemon().name("watch-" + part.id()).factory());
    }

    /// What is watched.
    ///
    /// @param id in metrics, e.g. `broker`
    /// @param name for people, e.g. `The broker`
    /// @param settings the properties that say where it is
    public record Part(String id, String name, String settings) {}

    /// Asks the part something; throws if it does not answer.
    @FunctionalInterface
    public interface Probe {
        void ask() throws Exception;
    }

    @Override
    public Health health() {
        String now = complaint;
        return now == null
                ? Health.up().build()
                : Health.down().withDetail("reason", now).build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("reelmill.part.up", this, watch -> watch.complaint == null ? 1 : 0)
                .description("1 while a part that this process needs answers")
                .tag("part", part.id())
                .register(registry);
    }

    @Override
    public void start() {
        running = true;
        look();
        clock.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before everything that uses the part, and still there when that stops.
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }

    private void look() {
        try {
            Future<?> answer = asking != null && !asking.isDone() ? asking : clock.submit(this::ask);
            asking = answer;
            answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            answered();
        } catch (TimeoutException e) {
            silent("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            silent(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException stopping) {
            silent(stopping.toString());
        }
    }

    private @Nullable Void ask() throws Exception {
        probe.ask();
        return null;
    }

    private void answered() {
        if (complaint != null && running) {
            log.info("{} answers", part.name());
        }
        complaint = null;
    }

    private void silent(String reason) {
        if (!running) {
            return;
        }
        if (complaint == null || complaint.startsWith("It was")) {
            log.warn(
                    "{} does not answer ({}). It is asked again every {} s; check {} and that it runs.",
                    part.name(),
                    reason,
                    EVERY.toSeconds(),
                    part.settings());
        }
        complaint = part.name() + " does not answer (" + reason + "). Check " + part.settings() + ".";
    }

    /// The words of the deepest cause, which says what happened on the wire, in one line.
    public static String reason(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        String words = message == null || message.isBlank() ? deepest.getClass().getSimpleName() : message;
        return words.lines().findFirst().orElse(words).strip();
    }
}
