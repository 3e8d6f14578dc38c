package org.reelmill.title;

/// What a worker does with a task.
public enum TaskKind {
    /// Reads the first bytes and the container's index, probes and plans.
    OPEN,
    /// Fetches the parts of the source that nobody has read yet and computes its checksum.
    FILL,
    /// Encodes a sample to learn rates or speed.
    PROBE_ENCODE,
    /// Encodes one chunk of the picture for the rungs of one set.
    VIDEO,
    /// Encodes one sound track whole.
    AUDIO,
    /// Converts one text track.
    TEXT,
    /// Draws sprite sheets for scrubbing.
    STORYBOARD,
    /// Checks the whole and publishes it.
    FINISH,
    /// Makes objects of a publication again that are missing or damaged.
    REPAIR
}
