package org.reelmill.worker.probe;

import java.time.Duration;

/// Where the frames of a picture track stand, read from the packets at its ends.
///
/// @param first time of the first frame, on the container's clock
/// @param last time of the last frame to be shown
/// @param rate the constant rate that fits
public record FrameTiming(Duration first, Duration last, Rational rate) {

    /// How many frames the constant rate has from the first to the last.
    public long frames() {
        return rate.frames(last.minus(first)) + 1;
    }
}
