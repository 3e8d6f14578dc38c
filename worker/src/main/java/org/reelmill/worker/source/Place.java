package org.reelmill.worker.source;

import java.io.IOException;
import org.reelmill.storage.ObjectStore;

/// Where parts are kept, and by whom.
///
/// @param owner name of the worker and its process
record Place(PartLedger ledger, ObjectStore store, PartCache cache, SourceProperties properties, String owner) {

    private static final long BEAT_NANOS = 1_000_000_000;

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

    @FunctionalInterface
    interface Beat {
        void run() throws IOException;
    }
}
