package org.reelmill.worker.plan;

import org.reelmill.worker.probe.Rational;

/// How fast this machine encodes with the ladder's preset, all its cores together, decoding and scaling
/// included.
///
/// @param pixelsPerSecond pictures per second times their pixels
public record EncodeSpeed(double pixelsPerSecond) {

    // One core of the machines that were measured does about 60 million with veryfast.
    private static final double PER_CORE = 50e6;

    /// A careful guess from the number of cores, for when nothing was measured yet.
    public static EncodeSpeed guessed() {
        return new EncodeSpeed(PER_CORE * Runtime.getRuntime().availableProcessors());
    }

    /// How many times faster than it plays a number of pixels per picture is encoded.
    double timesRealTime(long pixels, Rational rate) {
        return pixelsPerSecond / (pixels * rate.value());
    }
}
