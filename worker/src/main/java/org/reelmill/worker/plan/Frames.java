package org.reelmill.worker.plan;

/// Which frames of the output grid a rung shows.
public enum Frames {
    ALL(1),
    /// Frames 0, 2, 4, …
    HALF(2);

    private final int every;

    Frames(int every) {
        this.every = every;
    }

    /// From one shown frame to the next, in frames of the grid.
    public int every() {
        return every;
    }

    /// How many frames are shown before this one of the grid.
    public long before(long frame) {
        return Math.ceilDiv(frame, (long) every);
    }
}
