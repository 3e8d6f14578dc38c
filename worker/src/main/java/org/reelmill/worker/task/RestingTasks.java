package org.reelmill.worker.task;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.worker.Hiccup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tasks that failed here and are tried again after a rest. Until then this worker keeps their leases, or the
/// next free slot would take them at once, being the best there are. Where it dies meanwhile, they expire as
/// any lease does. Thread-safe.
final class RestingTasks {

    private static final Logger log = LoggerFactory.getLogger(RestingTasks.class);

    private final Tasks tasks;
    private final Consumer<Task> ticket;
    private final ScheduledExecutorService clock;
    private final Map<String, Task> resting = new ConcurrentHashMap<>();

    /// @param ticket sends one
    RestingTasks(Tasks tasks, Consumer<Task> ticket, ScheduledExecutorService clock) {
        this.tasks = tasks;
        this.ticket = ticket;
        this.clock = clock;
    }

    /// Gives a task back after a while.
    void rest(Task lease, Duration rest) {
        resting.put(lease.id(), lease);
        try {
            clock.schedule(() -> end(lease), rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            end(lease);
        }
    }

    /// Renews the leases.
    void beat() {
        resting.values().stream()
                .filter(lease -> !tasks.beat(lease, 0))
                .forEach(lost -> resting.remove(lost.id(), lost));
    }

    /// Gives all back at once.
    void stop() {
        resting.values().forEach(this::end);
    }

    private void end(Task lease) {
        try {
            if (resting.remove(lease.id(), lease) && tasks.giveBack(lease)) {
                ticket.accept(lease);
            }
        } catch (RuntimeException storeHiccuped) {
            log.warn("A task could not be given back ({}); its lease will expire", Hiccup.text(storeHiccuped));
        }
    }
}
