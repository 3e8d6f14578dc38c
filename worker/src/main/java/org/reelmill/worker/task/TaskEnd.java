package org.reelmill.worker.task;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reelmill.title.Failure;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.RejectedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what becomes of a task whose work threw: given back, tried again, or the end of its ingest.
final class TaskEnd {

    private static final Logger log = LoggerFactory.getLogger(TaskEnd.class);

    /// Leases of a task that nobody failed and nobody finished: its workers died of it.
    private static final int DEADLY_LEASES = 25;

    private final WorkerProperties properties;
    private final Tasks tasks;
    private final IngestEnd ingestEnd;
    private final Consumer<Task> ticket;
    private final ScheduledExecutorService clock;

    TaskEnd(
            WorkerProperties properties,
            Tasks tasks,
            IngestEnd ingestEnd,
            Consumer<Task> ticket,
            ScheduledExecutorService clock) {
        this.properties = properties;
        this.tasks = tasks;
        this.ingestEnd = ingestEnd;
        this.ticket = ticket;
        this.clock = clock;
    }

    /// Never throws: where the stores cannot be reached, the lease is left for reconcile to expire.
    void end(Lease lease, Throwable thrown) {
        try {
            decide(lease, thrown);
        } catch (RuntimeException e) {
            log.error("Task could not be ended after it threw {}; its lease will expire", thrown.toString(), e);
        }
    }

    private void decide(Lease lease, Throwable thrown) {
        Task task = lease.task();
        if (lease.isEnded()) {
            log.warn("Task was done, but what follows it failed; reconcile goes on from here", thrown);
        } else if (lease.isLost()) {
            log.info("Stopped: the lease was lost");
            ingestEnd.clear(task);
        } else if (lease.isStopped() || thrown instanceof LeaseLost) {
            giveBack(task); // An interrupted encoder cannot know why.
        } else if (thrown instanceof RejectedSource rejected) {
            ingestEnd.end(task, IngestState.REJECTED, rejected.failure());
        } else {
            failed(task, thrown);
        }
    }

    private void giveBack(Task task) {
        if (tasks.giveBack(task)) {
            ticket.accept(task);
            log.info("Gave the task back, since this worker stops");
        }
    }

    private void failed(Task task, Throwable thrown) {
        Failure failure = TaskFailures.of(thrown);
        int failures = task.failures().size() + 1;
        if (failures >= properties.attempts() || task.attempt() >= DEADLY_LEASES) {
            if (tasks.fail(task, failure)) {
                log.error("Task failed for the {}. time, which ends the ingest", failures, thrown);
                ingestEnd.end(task, IngestState.FAILED, failure);
            }
        } else if (tasks.retry(task, failure)) {
            log.warn("Task failed for the {}. time, it will be tried again", failures, thrown);
            ticketLater(task, failures);
        }
    }

    /// Where this process dies before, reconcile finds the task without a ticket.
    private void ticketLater(Task task, int failures) {
        try {
            clock.schedule(
                    () -> ticket.accept(task), properties.retryDelay().toMillis() * failures, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            ticket.accept(task);
        }
    }
}
