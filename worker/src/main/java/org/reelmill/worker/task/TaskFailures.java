package org.reelmill.worker.task;

import org.reelmill.title.Failure;

/// Says in an operator's words why an attempt at a task failed.
final class TaskFailures {

    private TaskFailures() {}

    static Failure of(Throwable thrown) {
        return new Failure(
                "task-failed",
                "Our work on the film failed (" + thrown.getClass().getSimpleName()
                        + "). Look into the worker's log, mend the cause and start the ingest again.",
                thrown.getMessage());
    }
}
