package org.reelmill.worker.task;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a worker can take tasks: not while its disk is short of room, and not for a moment after a
/// hiccup, or it would take the same task again at once. Thread-safe.
public final class Fitness {

    private static final Logger log = LoggerFactory.getLogger(Fitness.class);

    private final WorkerDirectory directory;
    private final WorkerProperties properties;
    private long restUntil = System.nanoTime();
    private @Nullable String complaint;

    Fitness(WorkerDirectory directory, WorkerProperties properties) {
        this.directory = directory;
        this.properties = properties;
    }

    /// What keeps this worker from taking tasks, in a sentence for an operator; empty where nothing does.
    public synchronized Optional<String> complaint() {
        long room = directory.room();
        long needed = properties.minFree().toBytes();
        String now = room >= needed
                ? null
                : "The disk of the worker's directory " + directory.path() + " has " + (room >> 20)
                        + " MiB left and needs " + (needed >> 20)
                        + "; tasks are given back and none is taken until there is room.";
        if (now != null && complaint == null) {
            log.warn("{}", now);
        } else if (now == null && complaint != null) {
            log.info("The disk of the worker's directory has room again: tasks are taken");
        }
        complaint = now;
        return Optional.ofNullable(now);
    }

    synchronized boolean isFit() {
        return System.nanoTime() - restUntil >= 0 && complaint().isEmpty();
    }

    synchronized void restAfterHiccup() {
        restUntil = System.nanoTime() + properties.retryDelay().toNanos();
    }
}
