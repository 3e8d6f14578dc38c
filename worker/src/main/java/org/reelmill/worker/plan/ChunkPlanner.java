package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.List;

/// Cuts an output grid into segments and chunks.
///
/// The first segments are short: four of one group of pictures (2 s), two of two (4 s); the others have three
/// (6 s). Players ask for a growing playlist again after the length of its last segment, so at the start they
/// ask often, while little lies before them.
///
/// Where somebody waits, the first chunks are one segment each: several are encoded beside each other, and
/// longer ones would all be ready late. Everywhere else there are two segments to a chunk.
final class ChunkPlanner {

    private static final List<Integer> FIRST_GOPS = List.of(1, 1, 1, 1, 2, 2);
    private static final int GOPS_PER_SEGMENT = 3;
    private static final int SEGMENTS_PER_CHUNK = 2;
    private static final int SHORT_CHUNKS = 10;
    // A shorter last segment joins the one before: players stumble over a few milliseconds. Together they
    // stay within half a second of the target (Apple 7.7), also after rounding.
    private static final double SHORTEST_TAIL_SECONDS = 0.45;

    private ChunkPlanner() {}

    /// All segments in one chunk.
    static List<Chunk> whole(OutputGrid grid) {
        return List.of(new Chunk(0, 0, grid.frames(), 0, segments(grid)));
    }

    static List<Chunk> chunks(OutputGrid grid, Waiting waiting) {
        int alone = waiting == Waiting.SOMEBODY ? SHORT_CHUNKS : 0;
        List<Long> segments = segments(grid);
        var chunks = new ArrayList<Chunk>();
        int next = 0;
        long frame = 0;
        while (next < segments.size()) {
            int count = next < alone ? 1 : Math.min(SEGMENTS_PER_CHUNK, segments.size() - next);
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
            int gops = segments.size() < FIRST_GOPS.size() ? FIRST_GOPS.get(segments.size()) : GOPS_PER_SEGMENT;
            long frames = Math.min(left, (long) gops * grid.gop());
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
