package org.reelmill.serving.request;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Sends the progress of requests as server-sent events, a virtual thread each: one event per change, a
/// comment where nothing changes for long, an end when nothing more will happen. All streams end before the
/// web server stops, which would wait for them.
@Component
class ProgressStreams implements SmartLifecycle, MeterBinder {

    /// The id of the event after which nothing follows; a browser that comes back with it is told to stay
    /// away.
    static final String LAST = "end";

    private static final Logger log = LoggerFactory.getLogger(ProgressStreams.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    /// Fine at first, since somebody looks on who wants to see a picture.
    private static final Duration EARLY_PAUSE = Duration.ofMillis(150);
    private static final Duration LATER_PAUSE = Duration.ofMillis(700);
    private static final Duration EARLY = Duration.ofSeconds(20);

    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean running;

    /// Opens a stream.
    ///
    /// @param look shows the request as it is now
    SseEmitter open(Supplier<RequestView> look) {
        var emitter = new SseEmitter(0L); // Ends by itself, see LONGEST.
        Thread.ofVirtual().name("progress-stream").start(() -> send(emitter, look));
        return emitter;
    }

    private void send(SseEmitter emitter, Supplier<RequestView> look) {
        open.incrementAndGet();
        try {
            follow(emitter, look);
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            log.debug("A viewer closed a progress stream");
            emitter.completeWithError(gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException e) {
            log.warn("A progress stream ended early; the browser opens it again", e);
            emitter.complete();
        } finally {
            open.decrementAndGet();
        }
    }

    private void follow(SseEmitter emitter, Supplier<RequestView> look) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long sent = start;
        RequestView shown = null;
        for (long number = 1; running && since(start).compareTo(LONGEST) < 0; number++) {
            RequestView now = look.get();
            if (!now.equals(shown)) {
                emitter.send(event(now, number, shown));
                sent = System.nanoTime();
                shown = now;
            } else if (since(sent).compareTo(HEARTBEAT) > 0) {
                emitter.send(SseEmitter.event().comment("still here"));
                sent = System.nanoTime();
            }
            if (now.isSettled()) {
                return;
            }
            Thread.sleep(since(start).compareTo(EARLY) < 0 ? EARLY_PAUSE : LATER_PAUSE);
        }
    }

    private static SseEmitter.SseEventBuilder event(RequestView now, long number, @Nullable RequestView before) {
        var event = SseEmitter.event()
                .id(now.isSettled() ? LAST : Long.toString(number))
                .name("progress")
                .data(now, MediaType.APPLICATION_JSON);
        return before == null ? event.reconnectTime(RETRY.toMillis()) : event;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("reelmill.progress.streams", open, AtomicInteger::get)
                .description("Progress streams that are open")
                .register(registry);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// The highest, so that it stops before the web server does.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
