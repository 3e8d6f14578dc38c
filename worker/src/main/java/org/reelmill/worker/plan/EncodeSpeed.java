package org.reelmill.worker.plan;

import org.reelmill.worker.probe.Rational;

/// How fast this machine encodes with the ladder's preset, all its cores together, decoding and scaling
/// included.
///
/// @param pixelsPerSecond pictures per second times their pixels
public record EncodeSpeed(double pixelsPerSecond) {

    // One core of the machines that were measured does about 60 million with veryfast.
    private static final double PER_CORE = 50e6;
    // Time of encoding after which a new measurement weighs two thirds.
    private static final double MEMORY_SECONDS = 60;

    /// A careful guess from the number of cores, for when nothing was measured yet.
    public static EncodeSpeed guessed() {
        return new EncodeSpeed(PER_CORE * Runtime.getRuntime().availableProcessors());
    }

    /// What one chunk shows of the whole machine, if its other slots are as fast.
    ///
    /// @param pixels of all pictures that were made
    /// @param slots that encode beside each other
    public static EncodeSpeed measured(double pixels, double seconds, int slots) {
        return new EncodeSpeed(pixels / seconds * slots);
    }

    /// This estimate after a measurement, which weighs by how long it took: in a short one, the start of the
    /// process is most of the time.
    public EncodeSpeed after(EncodeSpeed measured, double seconds) {
        double weight = 1 - Math.exp(-Math.max(0, seconds) / MEMORY_SECONDS);
        return new EncodeSpeed(pixelsPerSecond + weight * (measured.pixelsPerSecond - pixelsPerSecond));
    }

    /// How many times faster than it plays a number of pixels per picture is encoded.
    double timesRealTime(long pixels, Rational rate) {
        return pixelsPerSecond / (pixels * rate.value());
    }
}
