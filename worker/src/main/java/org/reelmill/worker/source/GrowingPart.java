package org.reelmill.worker.source;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One part in a local file that can be read while it still comes in. Thread-safe; reading is not disturbed
/// by interrupts, which would close a channel for all.
final class GrowingPart implements AutoCloseable {

    private final RandomAccessFile file;
    private int available;
    private boolean complete;
    private boolean stored;
    private boolean closed;
    private boolean released;
    private @Nullable RuntimeException failure;

    GrowingPart(Path path) {
        try {
            this.file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            throw new UncheckedIOException("A source part cannot be cached at " + path + ".", e);
        }
    }

    /// Bytes that came in so far; a fetch that broke off goes on behind them.
    synchronized int available() {
        return available;
    }

    synchronized void append(byte[] bytes, int length) throws IOException {
        file.seek(available);
        file.write(bytes, 0, length);
        available += length;
        notifyAll();
    }

    /// Throws away what came in, where it cannot be trusted.
    synchronized void restart() throws IOException {
        available = 0;
        file.setLength(0);
    }

    /// All bytes are there.
    synchronized void completed() {
        complete = true;
        notifyAll();
    }

    /// All bytes are there, in object storage as well.
    synchronized void stored() {
        complete = true;
        stored = true;
        ended();
    }

    synchronized void failed(RuntimeException cause) {
        failure = cause;
        ended();
    }

    /// Nobody reads it any more. What still comes in is not broken off, or it would be fetched twice.
    synchronized void release() {
        released = true;
        if (stored || failure != null) {
            close();
        }
    }

    private void ended() {
        notifyAll();
        if (released) {
            close();
        }
    }

    /// Reads what there is, waiting for the first byte of it.
    ///
    /// @return the number of bytes read; empty-handed (-1) at the end of the part or after it was evicted
    synchronized int read(int offset, byte[] into, int length) throws IOException, InterruptedException {
        while (isAwaited(offset)) {
            wait();
        }
        if (closed) {
            return -1;
        }
        if (available <= offset) {
            if (failure != null) {
                throw failure;
            }
            return -1;
        }
        file.seek(offset);
        return file.read(into, 0, Math.min(length, available - offset));
    }

    /// Waits a while for the byte at an offset.
    ///
    /// @return whether it can be read, or it is known that it will not come
    synchronized boolean awaitBytes(int offset, Duration atMost) throws InterruptedException {
        if (isAwaited(offset)) {
            wait(atMost.toMillis());
        }
        if (failure != null) {
            throw failure;
        }
        return !isAwaited(offset);
    }

    private boolean isAwaited(int offset) {
        return available <= offset && !complete && failure == null && !closed;
    }

    /// Waits a while until the part lies in object storage.
    ///
    /// @return whether it does
    synchronized boolean awaitStored(Duration atMost) throws InterruptedException {
        if (!stored && failure == null) {
            wait(atMost.toMillis());
        }
        if (failure != null) {
            throw failure;
        }
        return stored;
    }

    /// @throws RuntimeException what broke the fetch, if anything did
    synchronized void check() {
        if (failure != null) {
            throw failure;
        }
    }

    synchronized boolean isFailed() {
        return failure != null;
    }

    /// Whether its file is gone, to make room.
    synchronized boolean isEvicted() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
