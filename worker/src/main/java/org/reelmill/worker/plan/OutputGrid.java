package org.reelmill.worker.plan;

import java.time.Duration;
import org.reelmill.worker.probe.Rational;

/// The constant-rate frames of a publication: frame n stands at n / rate.
///
/// @param frames how many there are; their numbers are 0 … frames − 1
/// @param gop frames from one IDR frame to the next, about two seconds
/// @param origin the time on the source's clock that becomes 0: that of its first picture
public record OutputGrid(Rational rate, long frames, int gop, Duration origin) {

    /// The frames that a rung shows, as a grid of their own. Where their number is odd, the last of the half
    /// stands for two that are one.
    public OutputGrid shown(Frames which) {
        return new OutputGrid(
                new Rational(rate.num(), rate.den() * which.every()),
                which.before(frames),
                gop / which.every(),
                origin);
    }

    /// How long the picture lasts.
    public Duration duration() {
        return rate.duration(frames);
    }

    /// Where a frame stands on the source's clock.
    public Duration sourceTime(long frame) {
        return origin.plus(rate.duration(frame));
    }
}
