package org.reelmill.worker.ffmpeg.sandbox;

/// How much of the sandbox must hold.
public enum SandboxMode {
    /// What the machine allows; the rest is said at the start and by the doctor.
    AUTO,
    /// Nothing but the limits of memory and time.
    OFF,
    /// Files, network and user, or the worker does not start.
    REQUIRED
}
