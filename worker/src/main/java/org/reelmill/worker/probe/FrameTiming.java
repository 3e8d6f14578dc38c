package org.reelmill.worker.probe;

import java.time.Duration;

/// Where the frames of a picture track stand, read from the packets at its ends or from all.
///
/// @param first time of the first frame, on the container's clock
/// @param last time of the last frame to be shown
/// @param rate the constant rate that fits, or that nearly no frame of a varying one is lost on
/// @param rhythm whether every place of that rate has a frame of its own
public record FrameTiming(Duration first, Duration last, Rational rate, Rhythm rhythm) {

    /// How frames follow one another.
    public enum Rhythm {
        CONSTANT,
        /// Where no frame is new, the one before is shown on.
        VARIABLE
    }

    /// The same frames at other times.
    FrameTiming later(Duration by) {
        return new FrameTiming(first.plus(by), last.plus(by), rate, rhythm);
    }

    /// How many frames the constant rate has from the first to the last.
    public long frames() {
        return rate.frames(last.minus(first)) + 1;
    }
}
