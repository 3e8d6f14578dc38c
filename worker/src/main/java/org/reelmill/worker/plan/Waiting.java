package org.reelmill.worker.plan;

/// Whether somebody waits to watch.
public enum Waiting {
    /// The lowest rungs come first, in a set of their own.
    SOMEBODY,
    /// All rungs are made in one run, which is the least work.
    NOBODY
}
