package org.reelmill.worker.probe;

import java.time.Duration;
import java.util.List;
import org.reelmill.worker.probe.Keyframes.Keyframe;

/// What was learned of a film by probing it.
///
/// @param keyframes in the order of their bytes; none if not all packets were heard
/// @param times of all pictures in microseconds, sorted; none if not all packets were heard
/// @param delay how long after these times pictures are shown
public record Probed(MediaInfo media, List<Keyframe> keyframes, List<Long> times, Duration delay) {

    public Probed {
        keyframes = List.copyOf(keyframes);
        times = List.copyOf(times);
    }

    static Probed unscanned(MediaInfo media) {
        return new Probed(media, List.of(), List.of(), Duration.ZERO);
    }

    long lastMicros() {
        return times.isEmpty() ? 0 : times.getLast();
    }
}
