package org.reelmill.worker.ffmpeg;

/// Hears how far ffmpeg is, about five times a second, on the thread that runs it.
@FunctionalInterface
public interface Progress {

    /// @param outTimeMicros how far the output is; not negative
    /// @param frame number of frames made so far; 0 for sound
    /// @return false to stop: ffmpeg is killed and [org.reelmill.worker.LeaseLost] thrown
    boolean at(long outTimeMicros, long frame);
}
