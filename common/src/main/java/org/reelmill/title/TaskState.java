package org.reelmill.title;

/// The life of a task: `WAITING → READY → LEASED → DONE`; a lease that ends early leads back to `READY`.
public enum TaskState {
    /// Needs other tasks first.
    WAITING,
    /// Can be claimed.
    READY,
    /// A worker holds it.
    LEASED,
    DONE,
    /// Given up after its last attempt.
    FAILED,
    CANCELLED
}
