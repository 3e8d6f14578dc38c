package org.reelmill.worker.plan;

import org.reelmill.worker.probe.Rational;

/// How fast this machine encodes with the ladder's preset, all its cores together. One decode serves all
/// rungs of a set and costs about half as much per pixel of the source, scaling included, as encoding does
/// per pixel of a rung; both are counted in pixels of rungs.
///
/// @param pixelsPerSecond pictures encoded per second, times their pixels
public record EncodeSpeed(double pixelsPerSecond) {

    // One core of the machines that were measured encodes about 80 million with veryfast when it has nothing
    // else to do. A player on the same machine takes its share.
    private static final double PER_CORE = 70e6;
    private static final double DECODE_SHARE = 0.47;
    // Time of encoding after which a new measurement weighs two thirds.
    private static final double MEMORY_SECONDS = 60;

    /// A careful guess from the number of cores, for when nothing was measured yet.
    public static EncodeSpeed guessed() {
        return new EncodeSpeed(PER_CORE * Runtime.getRuntime().availableProcessors());
    }

    /// What one chunk shows of the whole machine, if its other slots are as fast.
    ///
    /// @param pixels of all pictures that were made, see [#work]
    /// @param slots that encode beside each other
    public static EncodeSpeed measured(double pixels, double seconds, int slots) {
        return new EncodeSpeed(pixels / seconds * slots);
    }

    /// What one picture of a set of rungs costs, in pixels.
    ///
    /// @param source pixels of a picture of the source
    /// @param rungs pixels of a picture, summed over the rungs
    public static double work(long source, long rungs) {
        return source * DECODE_SHARE + rungs;
    }

    /// This estimate after a measurement, which weighs by how long it took: in a short one, the start of the
    /// process is most of the time.
    public EncodeSpeed after(EncodeSpeed measured, double seconds) {
        double weight = 1 - Math.exp(-Math.max(0, seconds) / MEMORY_SECONDS);
        return new EncodeSpeed(pixelsPerSecond + weight * (measured.pixelsPerSecond - pixelsPerSecond));
    }

    /// How many times faster than it plays a set of rungs is encoded; parameters as of [#work].
    double timesRealTime(long source, long rungs, Rational rate) {
        return pixelsPerSecond / (work(source, rungs) * rate.value());
    }
}
