package org.reelmill.worker.publish;

import java.time.Duration;
import org.reelmill.worker.plan.IngestPlan;

/// The target duration of all playlists of a film: one and the same, or players would not switch in step
/// (RFC 8216 §6.2.4), and known from the plan, since a growing playlist may never change it.
final class TargetDuration {

    /// Sound is cut at its own frames, so its segments may be longer than those of the picture by as much.
    private static final Duration LONGEST_AUDIO_FRAME = Duration.ofMillis(50);

    private static final int MILLIS = 1000;

    private TargetDuration() {}

    /// In seconds, so that every rounded segment is at most as long (RFC 8216 §4.3.3.1).
    static int of(IngestPlan plan) {
        var longest = plan.audio().isEmpty()
                ? plan.longestSegment()
                : plan.longestSegment().plus(LONGEST_AUDIO_FRAME);
        return (int) Math.max(1, (longest.toMillis() + MILLIS / 2) / MILLIS);
    }
}
