package org.reelmill.testing;

import java.time.Duration;

/// Frames per second as a fraction, such as 24000/1001.
public record FrameRate(int frames, int seconds) {

    public FrameRate {
        if (frames <= 0 || seconds <= 0) {
            throw new IllegalArgumentException(frames + "/" + seconds + " is no frame rate");
        }
    }

    /// When frame `number` stands, in seconds.
    public double timeOf(long number) {
        return (double) number * seconds / frames;
    }

    /// How many whole frames fit, rounded to the nearest.
    public int framesIn(Duration duration) {
        return (int) Math.round(duration.toNanos() / 1e9 * frames / seconds);
    }

    /// The first frame that stands at or after a full second.
    long frameAtSecond(long second) {
        return Math.ceilDiv(second * frames, seconds);
    }

    @Override
    public String toString() {
        return frames + "/" + seconds;
    }
}
