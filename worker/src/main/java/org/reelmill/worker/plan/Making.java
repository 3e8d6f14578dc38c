package org.reelmill.worker.plan;

/// How the pictures of a rung come about.
public enum Making {
    ENCODED,
    /// They are the film's own, which fit as they are.
    COPIED
}
