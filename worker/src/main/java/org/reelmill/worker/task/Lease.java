package org.reelmill.worker.task;

import java.util.Map;
import java.util.function.Supplier;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.worker.Hiccup;
import org.reelmill.worker.LeaseLost;

/// One worker's hold on one task. Whoever works says that it goes on; a clock of the worker writes that down
/// once per beat, and where the lease turns out to be lost it interrupts the working thread.
/// Thread-safe.
public final class Lease {

    private enum Hold {
        HELD,
        LOST,
        /// The worker stops; the task goes back.
        STOPPED,
        ENDED
    }

    private final Tasks tasks;
    private final Task task;
    private final Thread worker;
    private Hold hold = Hold.HELD;
    private double fraction;
    private boolean moved;
    private boolean released;
    /// While its end is written down: that the store knows it no longer as held is no loss then.
    private boolean ending;

    Lease(Tasks tasks, Task task, Thread worker) {
        this.tasks = tasks;
        this.task = task;
        this.worker = worker;
    }

    /// The task as it was when it was leased, with this attempt's number.
    public Task task() {
        return task;
    }

    /// Says that the work goes on.
    ///
    /// @param done 0 … 1
    /// @return false if the lease is lost: stop at once
    public synchronized boolean progress(double done) {
        fraction = Math.clamp(done, 0, 1);
        moved = true;
        return hold == Hold.HELD;
    }

    /// Says that the work goes on, between two steps of it.
    ///
    /// @throws LeaseLost if it must not
    public synchronized void step() {
        moved = true;
        if (hold == Hold.LOST) {
            throw new LeaseLost(task.id());
        }
    }

    /// Adds to the task's result while the work goes on.
    ///
    /// @throws LeaseLost if the lease is lost; nothing was added then
    public void push(String list, Object item) {
        if (!patiently(() -> tasks.push(task, list, item))) {
            throw lost();
        }
    }

    /// Does a step that can be repeated, again and again while a store is away or full. The lease is kept
    /// meanwhile, so that nothing is encoded twice on account of it.
    ///
    /// @throws LeaseLost if the lease is lost
    public <T> T patiently(Supplier<T> step) {
        return Hiccup.outlast(step, this::step);
    }

    /// Ends the lease with its result.
    ///
    /// @throws LeaseLost if it was lost before; the work is void then
    public void finish(Map<String, Object> result) {
        end(() -> tasks.finish(task, result));
    }

    /// Ends the lease of a task that has to wait until others were done again.
    ///
    /// @throws LeaseLost if the lease was lost before
    public void setBack(RuntimeException thrown) {
        end(() -> tasks.setBack(task, TaskFailures.of(thrown)));
    }

    private void end(Supplier<Boolean> written) {
        setEnding(true);
        try {
            if (!patiently(written)) {
                throw lost();
            }
            end();
        } finally {
            setEnding(false);
        }
    }

    private synchronized void setEnding(boolean is) {
        ending = is;
    }

    /// Whether the task was finished.
    synchronized boolean isEnded() {
        return hold == Hold.ENDED;
    }

    synchronized boolean isLost() {
        return hold == Hold.LOST;
    }

    synchronized boolean isStopped() {
        return hold == Hold.STOPPED;
    }

    /// Interrupts the work, since the worker stops.
    synchronized void stop() {
        if (hold == Hold.HELD) {
            hold = Hold.STOPPED;
            interrupt();
        }
    }

    /// Called by the working thread when the work is over: nothing interrupts it any more on account of this
    /// lease.
    synchronized void release() {
        released = true;
        Thread.interrupted();
    }

    /// Writes down that the work goes on, or, where it stands still, only looks whether the lease is held.
    void beat() {
        boolean counts;
        double done;
        synchronized (this) {
            if (hold != Hold.HELD) {
                return;
            }
            counts = moved;
            done = fraction;
            moved = false;
        }
        boolean held = counts ? tasks.beat(task, done) : tasks.isHeld(task);
        if (!held) {
            lose();
        }
    }

    private synchronized void lose() {
        if (hold == Hold.HELD && !ending) {
            hold = Hold.LOST;
            interrupt();
        }
    }

    private synchronized void interrupt() {
        if (!released) {
            worker.interrupt();
        }
    }

    private synchronized void end() {
        hold = Hold.ENDED;
    }

    private synchronized LeaseLost lost() {
        hold = Hold.LOST;
        return new LeaseLost(task.id());
    }
}
