package org.reelmill.title;

import java.util.EnumSet;
import java.util.Set;

/// The life of a title: `DISCOVERED → WANTED → AVAILABLE`, evicted to save space, or taken down.
public enum TitleState {
    /// In the catalogue; nobody asked for it yet.
    DISCOVERED,
    /// To be ingested, or being ingested.
    WANTED,
    /// Has a publication that plays.
    AVAILABLE,
    /// Had one; can be wanted again.
    EVICTED,
    /// Must not be played nor ingested; the record stays.
    TAKEN_DOWN;

    /// The states that this one may change to.
    public Set<TitleState> next() {
        return switch (this) {
            case DISCOVERED -> EnumSet.of(WANTED, TAKEN_DOWN);
            case WANTED -> EnumSet.of(AVAILABLE, DISCOVERED, TAKEN_DOWN);
            case AVAILABLE -> EnumSet.of(WANTED, EVICTED, TAKEN_DOWN);
            case EVICTED -> EnumSet.of(WANTED, TAKEN_DOWN);
            case TAKEN_DOWN -> EnumSet.of(DISCOVERED, AVAILABLE);
        };
    }

    public boolean mayBecome(TitleState other) {
        return next().contains(other);
    }
}
