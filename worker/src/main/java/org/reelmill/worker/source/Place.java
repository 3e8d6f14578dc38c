package org.reelmill.worker.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.reelmill.storage.ContentType;
import org.reelmill.storage.ObjectStore;
import org.reelmill.storage.SourceParts;
import org.reelmill.worker.Hiccup;

/// Where parts are kept, and by whom.
///
/// @param owner name of the worker and its process
record Place(PartLedger ledger, ObjectStore store, PartCache cache, SourceProperties properties, String owner) {

    private static final long BEAT_NANOS = 1_000_000_000;
    // Shorter than the patience with ffmpeg, which waits meanwhile and keeps its lease: it tells where it
    // stands five times a second, also where it stands still.
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /// Renews a claim at most once a second.
    Beat beatOf(String source, long number) {
        long[] last = {System.nanoTime()};
        return () -> {
            if (System.nanoTime() - last[0] > BEAT_NANOS) {
                last[0] = System.nanoTime();
                if (!ledger.beat(source, number, owner)) {
                    throw new IOException("Another worker took over the fetch.");
                }
            }
        };
    }

    /// Puts a part into object storage. Where that is away for a while, what was fetched is not thrown away;
    /// the claim is kept meanwhile.
    ///
    /// @throws SourceUnavailable if the claim was lost, or it took too long
    void put(String source, long number, Path file) {
        var beat = beatOf(source, number);
        long limit = System.nanoTime() + properties.partTime().toNanos();
        Runnable stillOurs = () -> {
            try {
                beat.run();
            } catch (IOException takenOver) {
                throw new SourceUnavailable("Another worker took over its fetch.", takenOver);
            }
            if (System.nanoTime() > limit) {
                throw new SourceUnavailable("Object storage takes no part of it.", null);
            }
        };
        Hiccup.outlast(
                () -> {
                    store.put(SourceParts.key(source, number), file, ContentType.BYTES);
                    return true;
                },
                stillOurs);
    }

    /// Opens an object. Where the store is away for a moment, e.g. since it is started again, an encoder that
    /// reads from it need not begin anew.
    Optional<InputStream> open(String key) {
        long limit = System.nanoTime() + LONGEST_OUTAGE.toNanos();
        while (true) {
            try {
                return store.open(key);
            } catch (RuntimeException e) {
                if (!Hiccup.isOne(e) || System.nanoTime() > limit) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    @FunctionalInterface
    interface Beat {
        void run() throws IOException;
    }
}
