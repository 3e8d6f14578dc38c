package org.reelmill.worker.encode;

import java.util.List;
import org.reelmill.worker.fmp4.AacTrack;
import org.reelmill.worker.plan.IngestPlan;

/// Where segments of sound begin: at the AAC frame nearest to where those of the picture do. Never off by
/// more than half an AAC frame (10.7 ms), at any length.
///
/// @param bounds number of the first frame of each segment, and after the last one the number of all frames
record AudioGrid(List<Long> bounds) {

    static AudioGrid of(IngestPlan plan) {
        return new AudioGrid(plan.segmentBounds().stream()
                .map(frame -> Math.round((double) plan.grid().rate().ticks(frame, AacTrack.TIMESCALE) / AacTrack.FRAME))
                .toList());
    }

    int segments() {
        return bounds.size() - 1;
    }

    /// How many frames there are in all.
    long frames() {
        return bounds.getLast();
    }
}
