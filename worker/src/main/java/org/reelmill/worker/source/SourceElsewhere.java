package org.reelmill.worker.source;

import org.reelmill.title.Failure;

/// Thrown where this worker does not have the place that a film lies in, be it unknown to it or not mounted.
/// Another worker may have it.
public final class SourceElsewhere extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceElsewhere(String message) {
        super(message);
    }

    /// What to say if no worker has it.
    public Failure failure() {
        return new Failure(
                "source-place-missing",
                getMessage() + " Every worker must have it: configure and mount it, and start the ingest again.",
                null);
    }
}
