package org.reelmill.app;

/// How long a benchmark may take.
public enum Effort {
    /// A smoke test: short inputs, few rounds.
    QUICK,
    /// What is reported.
    USUAL,
    /// With inputs that take hours.
    LONG
}
