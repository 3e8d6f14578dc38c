package org.reelmill.worker.plan;

/// How the picture of a film is read for encoding.
public enum PlanKind {
    /// The container tells where each picture lies: chunks are encoded beside one another, on any worker.
    INDEXED,
    /// The times of its pictures, and where it can be begun to read, were learned by reading it all: chunks
    /// are encoded beside one another, on any worker.
    SCANNED,
    /// The times of its pictures were learned by reading it all, but it cannot be begun in its middle: it is
    /// read once more from start to end, in one run for each set of rungs. Segments are listed as they come.
    SEQUENTIAL
}
