package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.List;

/// A range of the output grid, a whole number of segments long, that one worker encodes in one run.
///
/// @param number from 0, over the film
/// @param firstFrame on the output grid
/// @param firstSegment number of its first segment, from 0 over the film
/// @param segmentFrames frames of each of its segments; their sum is `frames`
public record Chunk(int number, long firstFrame, long frames, int firstSegment, List<Long> segmentFrames) {

    public Chunk {
        segmentFrames = List.copyOf(segmentFrames);
        if (segmentFrames.stream().mapToLong(Long::longValue).sum() != frames) {
            throw new IllegalArgumentException(
                    "Segments " + segmentFrames + " do not add up to " + frames + " frames.");
        }
    }

    /// This chunk counted in the frames that a rung shows; every segment begins with one of them.
    public Chunk shown(Frames which) {
        var counts = new ArrayList<Long>();
        long bound = firstFrame;
        for (long count : segmentFrames) {
            counts.add(which.before(bound + count) - which.before(bound));
            bound += count;
        }
        return new Chunk(
                number, which.before(firstFrame), which.before(bound) - which.before(firstFrame), firstSegment, counts);
    }
}
