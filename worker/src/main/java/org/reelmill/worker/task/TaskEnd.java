package org.reelmill.worker.task;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reelmill.title.Failure;
import org.reelmill.title.IngestState;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.Tasks;
import org.reelmill.worker.Hiccup;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.source.SourceElsewhere;
import org.reelmill.worker.source.SourceUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what becomes of a task whose work threw: given back, tried again, or the end of its ingest.
final class TaskEnd {

    private static final Logger log = LoggerFactory.getLogger(TaskEnd.class);

    /// Leases of a task that nobody failed and nobody finished: its workers died of it.
    private static final int DEADLY_LEASES = 25;

    private static final int MOST_DOUBLINGS = 4;

    /// Of the task that opens a film: after so many, no worker seems to have the place that it lies in.
    private static final int LEASES_TO_FIND_A_PLACE = 20;

    private final WorkerProperties properties;
    private final Tasks tasks;
    private final IngestEnd ingestEnd;
    private final Again again;

    TaskEnd(WorkerProperties properties, Tasks tasks, IngestEnd ingestEnd, Again again) {
        this.properties = properties;
        this.tasks = tasks;
        this.ingestEnd = ingestEnd;
        this.again = again;
    }

    /// How a task is tried again.
    ///
    /// @param ticket sends one
    /// @param clock for tickets that are sent later
    /// @param resting keeps what failed for a while
    record Again(Consumer<Task> ticket, ScheduledExecutorService clock, Fitness fitness, RestingTasks resting) {}

    /// Never throws: where the stores cannot be reached, the lease is left for reconcile to expire.
    ///
    /// @return how the work has ended
    TaskMeter.End end(Lease lease, Throwable thrown) {
        try {
            return decide(lease, thrown);
        } catch (RuntimeException e) {
            if (Hiccup.isOne(e)) {
                log.warn("Task could not be ended ({}); its lease will expire", Hiccup.text(e));
                return TaskMeter.End.LEASE_LOST;
            }
            log.error("Task could not be ended after it threw {}; its lease will expire", thrown.toString(), e);
            return TaskMeter.End.LEASE_LOST;
        }
    }

    private TaskMeter.End decide(Lease lease, Throwable thrown) {
        Task task = lease.task();
        if (lease.isEnded()) {
            if (Hiccup.isOne(thrown)) {
                log.warn("Task was done, but what follows met {}; reconcile goes on from here", Hiccup.text(thrown));
            } else {
                log.warn("Task was done, but what follows it failed; reconcile goes on from here", thrown);
            }
            return TaskMeter.End.DONE;
        } else if (lease.isLost()) {
            log.info("Stopped: the lease was lost");
            ingestEnd.clear(task);
            return TaskMeter.End.LEASE_LOST;
        } else if (lease.isStopped() || thrown instanceof LeaseLost) {
            giveBack(task); // An interrupted encoder cannot know why.
            return TaskMeter.End.GIVEN_BACK;
        } else if (thrown instanceof RejectedSource rejected) {
            ingestEnd.end(task, IngestState.REJECTED, rejected.failure());
            return TaskMeter.End.REJECTED;
        } else if (isHiccup(thrown) || mayBeElsewhere(task, thrown)) {
            later(lease, thrown);
            return TaskMeter.End.GIVEN_BACK;
        } else {
            return failed(task, thrown);
        }
    }

    private void giveBack(Task task) {
        if (tasks.giveBack(task)) {
            again.ticket().accept(task);
            log.info("Gave the task back, since this worker stops");
        }
    }

    /// The film is not at fault and neither are we: no attempt is counted. This worker rests, so that another
    /// one, whose disk or network is better, can have the task.
    private void later(Lease lease, Throwable hiccup) {
        again.fitness().restAfterHiccup();
        Task task = lease.task();
        log.warn("Gave the task back, it is tried again in {}: {}", properties.retryDelay(), text(hiccup));
        if (lease.patiently(() -> tasks.giveBack(task))) {
            ticketLater(task, properties.retryDelay());
        }
    }

    private TaskMeter.End failed(Task task, Throwable thrown) {
        Failure failure = TaskFailures.of(thrown);
        long failures = task.failedAttempts() + 1;
        if (failures >= attempts(thrown) || task.lostLeases() >= DEADLY_LEASES) {
            if (tasks.fail(task, failure)) {
                log.error("Task failed for the {}. time, which ends the ingest", failures, thrown);
                ingestEnd.end(task, IngestState.FAILED, failure);
            }
            return TaskMeter.End.FAILED;
        }
        if (tasks.note(task, failure)) {
            if (thrown instanceof SourceUnavailable) {
                log.warn("Task failed for the {}. time, it will be tried again: {}", failures, thrown.getMessage());
            } else {
                log.warn("Task failed for the {}. time, it will be tried again", failures, thrown);
            }
            again.resting().rest(task, rest(failures));
        }
        return TaskMeter.End.RETRIED;
    }

    /// Twice as long after each failure, up to a bound.
    private Duration rest(long failures) {
        return properties.retryDelay().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    /// A server that is away for a minute must not cost a film.
    private int attempts(Throwable thrown) {
        return thrown instanceof SourceUnavailable ? properties.sourceAttempts() : properties.attempts();
    }

    private static boolean isHiccup(Throwable thrown) {
        return Hiccup.isOne(thrown) || thrown instanceof FfmpegFailed encoder && encoder.isDiskFull();
    }

    /// Another worker has the place that the film lies in, if the film was opened; before, it may be that
    /// none has.
    private static boolean mayBeElsewhere(Task task, Throwable thrown) {
        return thrown instanceof SourceElsewhere
                && (task.kind() != TaskKind.OPEN || task.attempt() < LEASES_TO_FIND_A_PLACE);
    }

    private static String text(Throwable hiccup) {
        return hiccup instanceof FfmpegFailed ? "no space left on the disk" : Hiccup.text(hiccup);
    }

    /// Where this process dies before, reconcile finds the task without a ticket.
    private void ticketLater(Task task, Duration delay) {
        try {
            again.clock().schedule(() -> again.ticket().accept(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            again.ticket().accept(task);
        }
    }
}
