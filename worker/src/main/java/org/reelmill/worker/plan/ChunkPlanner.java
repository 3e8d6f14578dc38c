package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.List;

/// Cuts an output grid into segments and chunks.
///
/// The first segment is one group of pictures (2 s), the second two (4 s), the others three (6 s). The first
/// four are a chunk each, so that a picture comes soon and the next ones come before it has been played; from
/// then on there are two to a chunk.
final class ChunkPlanner {

    private static final int GOPS_PER_SEGMENT = 3;
    private static final int SEGMENTS_PER_CHUNK = 2;
    private static final int SHORT_CHUNKS = 4;
    // A shorter last segment joins the one before: players stumble over a few milliseconds. Together they
    // stay within half a second of the target (Apple 7.7), also after rounding.
    private static final double SHORTEST_TAIL_SECONDS = 0.45;

    private ChunkPlanner() {}

    /// All segments in one chunk.
    static List<Chunk> whole(OutputGrid grid) {
        return List.of(new Chunk(0, 0, grid.frames(), 0, segments(grid)));
    }

    static List<Chunk> chunks(OutputGrid grid) {
        List<Long> segments = segments(grid);
        var chunks = new ArrayList<Chunk>();
        int next = 0;
        long frame = 0;
        while (next < segments.size()) {
            int count = next < SHORT_CHUNKS ? 1 : Math.min(SEGMENTS_PER_CHUNK, segments.size() - next);
            List<Long> own = segments.subList(next, next + count);
            long frames = own.stream().mapToLong(Long::longValue).sum();
            chunks.add(new Chunk(chunks.size(), frame, frames, next, own));
            next += count;
            frame += frames;
        }
        return List.copyOf(chunks);
    }

    private static List<Long> segments(OutputGrid grid) {
        double shortest = SHORTEST_TAIL_SECONDS * grid.rate().value();
        var segments = new ArrayList<Long>();
        long left = grid.frames();
        while (left > 0) {
            long gops = Math.min(segments.size() + 1, GOPS_PER_SEGMENT);
            long frames = Math.min(left, gops * grid.gop());
            if (frames < shortest && !segments.isEmpty()) {
                segments.set(segments.size() - 1, segments.getLast() + frames);
            } else {
                segments.add(frames);
            }
            left -= frames;
        }
        return segments;
    }
}
