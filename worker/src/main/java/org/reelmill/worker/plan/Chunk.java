package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.source.Excerpt;

/// A range of the output grid, a whole number of segments long, that one worker encodes in one run.
///
/// @param number from 0, over the film
/// @param firstFrame on the output grid
/// @param firstSegment number of its first segment, from 0 over the film
/// @param segmentFrames frames of each of its segments; their sum is `frames`
/// @param excerpt what of the film has to be read for it; null if its place is sought by time in the whole
public record Chunk(
        int number,
        long firstFrame,
        long frames,
        int firstSegment,
        List<Long> segmentFrames,
        @Nullable Excerpt excerpt) {

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
        long first = which.before(firstFrame);
        return new Chunk(number, first, which.before(bound) - first, firstSegment, counts, excerpt);
    }

    /// Of the whole film.
    public Chunk(int number, long firstFrame, long frames, int firstSegment, List<Long> segmentFrames) {
        this(number, firstFrame, frames, firstSegment, segmentFrames, null);
    }

    Chunk from(@Nullable Excerpt read) {
        return new Chunk(number, firstFrame, frames, firstSegment, segmentFrames, read);
    }
}
