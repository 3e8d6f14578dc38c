package org.reelmill.worker.task;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;

/// Lets as many tasks be at work as a worker has slots, and the sound of one film beside them: it takes a
/// tenth of what the pictures take and mostly waits for its film to be fetched, and in a slot of two the first
/// pictures would wait with it. Thread-safe.
final class EncodeSlots {

    private final Semaphore free;
    private final Semaphore beside = new Semaphore(1);
    private final int count;

    EncodeSlots(int count) {
        this.count = count;
        this.free = new Semaphore(count);
    }

    /// How many threads can be at work at once.
    int threads() {
        return count + 1;
    }

    /// Waits until a slot is free, looks once for a task, and does it.
    void fill(Supplier<Optional<Task>> next, Consumer<Task> work) {
        free.acquireUninterruptibly();
        boolean isBeside = false;
        try {
            Optional<Task> task = next.get();
            isBeside = task.isPresent() && task.get().kind() == TaskKind.AUDIO && beside.tryAcquire();
            if (isBeside) {
                free.release();
            }
            task.ifPresent(work);
        } finally {
            (isBeside ? beside : free).release();
        }
    }
}
