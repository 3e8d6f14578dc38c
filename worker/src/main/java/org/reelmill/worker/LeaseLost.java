package org.reelmill.worker;

/// Thrown where a worker's lease on a task is gone (expired, cancelled, paused): the work is void and stops
/// without a word of blame.
public final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String task;

    public LeaseLost(String task) {
        super("The lease on task " + task + " is lost.");
        this.task = task;
    }

    public String task() {
        return task;
    }
}
