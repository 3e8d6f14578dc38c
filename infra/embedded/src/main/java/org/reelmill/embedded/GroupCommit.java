package org.reelmill.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Answers no write before a commit covers it, and lets all writers that wait share one commit.
///
/// Writes of documents run beside each other; a commit, and a change of structure, runs alone. So a commit
/// never holds half of a command. Thread-safe. When a commit fails its exception reaches every writer that it
/// should have covered.
final class GroupCommit {

    // Fair, or a stream of writers would keep the committer out for ever.
    private final ReentrantReadWriteLock commands = new ReentrantReadWriteLock(true);
    private final ReentrantLock committer = new ReentrantLock();
    private final AtomicLong written = new AtomicLong();
    private final Runnable commit;

    // Changed only under the exclusive side of `commands`.
    private volatile long committed;

    GroupCommit(Runnable commit) {
        this.commit = commit;
    }

    /// Runs a write beside other writes and returns once it is committed. A write that throws waits as well,
    /// since its answer may tell of what others wrote ("duplicate key").
    <T> T write(Supplier<T> work) {
        var ticket = 0L;
        try {
            commands.readLock().lock();
            try {
                return work.get();
            } finally {
                ticket = written.incrementAndGet();
                commands.readLock().unlock();
            }
        } finally {
            awaitCommit(ticket);
        }
    }

    /// Runs work while nothing else writes, and commits it.
    <T> T alone(Supplier<T> work) {
        commands.writeLock().lock();
        try {
            try {
                return work.get();
            } finally {
                commitAll();
            }
        } finally {
            commands.writeLock().unlock();
        }
    }

    /// Runs the last work there is: whoever writes later waits until it has ended.
    void end(Runnable close) {
        commands.writeLock().lock();
        try {
            close.run();
        } finally {
            commands.writeLock().unlock();
        }
    }

    private void awaitCommit(long ticket) {
        if (committed >= ticket) {
            return;
        }
        committer.lock();
        try {
            if (committed >= ticket) {
                return; // The one before us in the queue has committed ours as well.
            }
            commands.writeLock().lock();
            try {
                commitAll();
            } finally {
                commands.writeLock().unlock();
            }
        } finally {
            committer.unlock();
        }
    }

    private void commitAll() {
        var covers = written.get();
        commit.run();
        committed = covers;
    }
}
