package org.reelmill.worker.task;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.TaskKind;

/// What an operator measures of a worker: tasks in work by kind, how they ended and how long they took, and
/// how fast this machine encodes. Counts nothing until a registry is bound. Thread-safe.
public final class TaskMeter implements MeterBinder {

    private final Map<TaskKind, AtomicInteger> inWork = new EnumMap<>(TaskKind.class);
    private final DoubleSupplier encodeSpeed;
    private volatile @Nullable MeterRegistry registry;

    /// @param encodeSpeed of this machine, in pixels per second
    public TaskMeter(DoubleSupplier encodeSpeed) {
        this.encodeSpeed = encodeSpeed;
        for (TaskKind kind : TaskKind.values()) {
            inWork.put(kind, new AtomicInteger());
        }
    }

    /// How the work on a task ended.
    enum End {
        DONE,
        /// To be tried again.
        RETRIED,
        /// For good, and its ingest with it.
        FAILED,
        REJECTED,
        /// Since this worker stops.
        GIVEN_BACK,
        /// Somebody else has it, or nobody wants it any more.
        LEASE_LOST
    }

    @Override
    public void bindTo(MeterRegistry target) {
        inWork.forEach((kind, count) -> Gauge.builder("reelmill.tasks.in.work", count, AtomicInteger::get)
                .description("Tasks that this worker works on now")
                .tag("kind", kind.name())
                .register(target));
        Gauge.builder("reelmill.encode.speed", encodeSpeed::getAsDouble)
                .description("Pixels per second that this machine encodes with all its slots, as measured last")
                .baseUnit("pixels.per.second")
                .register(target);
        registry = target;
    }

    void begin(TaskKind kind) {
        count(kind).incrementAndGet();
    }

    void end(TaskKind kind, End end, Duration took) {
        count(kind).decrementAndGet();
        MeterRegistry target = registry;
        if (target != null) {
            Timer.builder("reelmill.tasks.ended")
                    .description("Work on tasks that has ended, by how it ended")
                    .tag("kind", kind.name())
                    .tag("end", end.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(target)
                    .record(took);
        }
    }

    private AtomicInteger count(TaskKind kind) {
        return Objects.requireNonNull(inWork.get(kind));
    }
}
