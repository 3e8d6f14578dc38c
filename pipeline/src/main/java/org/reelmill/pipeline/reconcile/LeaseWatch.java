package org.reelmill.pipeline.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.title.Failure;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Task;
import org.reelmill.title.TaskState;
import org.reelmill.title.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Expires leases whose beat stood still for the lease time, as this process has seen itself: no clock is
/// compared between machines. Times when it could not look do not count. Not thread-safe; one thread looks
/// again and again.
final class LeaseWatch {

    private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);

    private final Tasks tasks;
    private final Ingests ingests;
    private final TicketQueue tickets;
    private final ReconcileProperties properties;
    private final LongSupplier nanoTime;
    private Map<String, Seen> seen = new HashMap<>();
    private long lastLook;

    /// @param nanoTime a clock that only runs forward
    LeaseWatch(
            Tasks tasks, Ingests ingests, TicketQueue tickets, ReconcileProperties properties, LongSupplier nanoTime) {
        this.tasks = tasks;
        this.ingests = ingests;
        this.tickets = tickets;
        this.properties = properties;
        this.nanoTime = nanoTime;
    }

    /// Looks once at all leases.
    ///
    /// @return how many were expired
    int look() {
        long now = nanoTime.getAsLong();
        // While the store was away, the workers could not count up either.
        long passed = Math.min(now - lastLook, longestStep());
        lastLook = now;
        var seenNow = new HashMap<String, Seen>();
        int expired = 0;
        for (Task task : tasks.inState(TaskState.LEASED)) {
            Seen last = seen.get(task.id());
            Seen present = last != null && last.beat == task.beat() && last.attempt == task.attempt()
                    ? last.after(passed)
                    : new Seen(task.attempt(), task.beat(), 0);
            seenNow.put(task.id(), present);
            if (present.still >= properties.lease().toNanos() && expire(task)) {
                expired++;
            }
        }
        seen = seenNow;
        return expired;
    }

    /// The most that counts between two looks.
    private long longestStep() {
        return Math.min(
                properties.every().multipliedBy(2).toNanos(), properties.lease().toNanos() / 3);
    }

    private boolean expire(Task task) {
        if (!tasks.expire(task)) {
            return false;
        }
        log.info(
                "Expired the lease of task {}: {} gave no sign of life for {}",
                task.id(),
                task.owner(),
                text(properties.lease()));
        long lost = task.lostLeases() + 1;
        if (lost >= properties.maxLeases()) {
            giveUp(task, lost);
        } else {
            tickets.send(IngestStarter.classOf(task.ticketClass()));
        }
        return true;
    }

    private void giveUp(Task task, long lost) {
        var failure = new Failure(
                "lease-lost",
                "The task " + task.id() + " lost its worker " + lost
                        + " times. See the logs of the workers; then ingest the title again.",
                null);
        ingests.end(task.ingest(), IngestState.FAILED, failure);
        tasks.cancel(task.ingest());
        log.warn("Gave up ingest {}: task {} lost its worker {} times", task.ingest(), task.id(), lost);
    }

    private static String text(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /// @param still for how long the beat has not moved, in nanoseconds
    private record Seen(int attempt, long beat, long still) {

        Seen after(long passed) {
            return new Seen(attempt, beat, still + passed);
        }
    }
}
