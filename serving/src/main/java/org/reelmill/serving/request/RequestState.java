package org.reelmill.serving.request;

import java.util.EnumSet;
import java.util.Set;

/// The life of a request: `PENDING → APPROVED → FULFILLED`, or one of the ends that are none.
public enum RequestState {
    /// Accepted; its ingest is not started yet.
    PENDING,
    /// The ingest is started, or was there.
    APPROVED,
    /// The film is READY.
    FULFILLED,
    DECLINED,
    /// Nobody waits any more.
    CANCELLED,
    /// No title or source was found; an operator can resolve it.
    UNMATCHED;

    /// The states that this one may change to.
    public Set<RequestState> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(APPROVED, FULFILLED, DECLINED, CANCELLED, UNMATCHED);
            case APPROVED -> EnumSet.of(FULFILLED, DECLINED, CANCELLED);
            case UNMATCHED -> EnumSet.of(PENDING, DECLINED, CANCELLED);
            case FULFILLED, DECLINED, CANCELLED -> EnumSet.noneOf(RequestState.class);
        };
    }

    public boolean mayBecome(RequestState other) {
        return next().contains(other);
    }

    /// Whether it still waits for something.
    public boolean isOpen() {
        return !next().isEmpty();
    }
}
