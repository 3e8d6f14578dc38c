package org.reelmill.worker.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.reelmill.worker.fmp4.CannotBeCopied;

/// Cuts an output grid into segments and chunks.
///
/// The first segments are short: four of one group of pictures (2 s), two of two (4 s); the others have three
/// (6 s). Players ask for a growing playlist again after the length of its last segment, so at the start they
/// ask often, while little lies before them.
///
/// Where somebody waits, the first chunks are one segment each: several are encoded beside each other, and
/// longer ones would all be ready late. The last long segments are chunks of their own as well: slots that
/// find nothing more to do wait for the last chunk. Everywhere else there are two segments to a chunk.
final class ChunkPlanner {

    private static final List<Integer> FIRST_GOPS = List.of(1, 1, 1, 1, 2, 2);
    private static final int GOPS_PER_SEGMENT = 3;
    private static final int SEGMENTS_PER_CHUNK = 2;
    private static final int SHORT_CHUNKS = 10;
    private static final int SHORT_TAIL = 4;
    private static final int SEGMENTS_PER_PIECE = 10;
    private static final int LONGEST_EARLY_GOPS = 2;
    // A shorter last segment joins the one before: players stumble over a few milliseconds. Together they
    // stay within half a second of the target (Apple 7.7), also after rounding.
    private static final double SHORTEST_TAIL_SECONDS = 0.45;

    private ChunkPlanner() {}

    /// All segments in one chunk.
    static List<Chunk> whole(OutputGrid grid) {
        return List.of(new Chunk(0, 0, grid.frames(), 0, segments(grid)));
    }

    static List<Chunk> chunks(OutputGrid grid, Waiting waiting) {
        return chunks(segments(grid), waiting);
    }

    static List<Chunk> chunks(List<Long> segments, Waiting waiting) {
        int alone = waiting == Waiting.SOMEBODY ? SHORT_CHUNKS : 0;
        int tail = Math.max(FIRST_GOPS.size(), segments.size() - SHORT_TAIL);
        var chunks = new ArrayList<Chunk>();
        int next = 0;
        long frame = 0;
        while (next < segments.size()) {
            boolean isAlone = next < alone || next >= tail;
            int end = isAlone ? next + 1 : Math.min(next + SEGMENTS_PER_CHUNK, Math.min(tail, segments.size()));
            List<Long> own = segments.subList(next, end);
            long frames = own.stream().mapToLong(Long::longValue).sum();
            chunks.add(new Chunk(chunks.size(), frame, frames, next, own));
            next = end;
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

    /// The chunks of a plan put together to what one task copies: first what a player needs to begin.
    static List<Chunk> pieces(IngestPlan plan) {
        List<Long> segments = plan.segmentFrames();
        var pieces = new ArrayList<Chunk>();
        int next = 0;
        long frame = 0;
        while (next < segments.size()) {
            int count = Math.min(next == 0 ? plan.cushion() : SEGMENTS_PER_PIECE, segments.size() - next);
            List<Long> own = segments.subList(next, next + count);
            long frames = own.stream().mapToLong(Long::longValue).sum();
            pieces.add(new Chunk(pieces.size(), frame, frames, next, own));
            next += count;
            frame += frames;
        }
        return List.copyOf(pieces);
    }

    /// Segments that begin at given keyframes, each as near as these allow to its usual length.
    ///
    /// @param keyframes numbers of frames, 0 among them
    /// @throws CannotBeCopied if one would be longer than players and playlists allow
    static List<Long> segments(OutputGrid grid, NavigableSet<Long> keyframes) {
        long shortest = (long) Math.ceil(SHORTEST_TAIL_SECONDS * grid.rate().value());
        var ends = new TreeSet<>(keyframes);
        ends.add(grid.frames());
        var segments = new ArrayList<Long>();
        long at = 0;
        while (at < grid.frames()) {
            boolean isEarly = segments.size() < FIRST_GOPS.size();
            long wanted = (long) grid.gop() * (isEarly ? FIRST_GOPS.get(segments.size()) : GOPS_PER_SEGMENT);
            long longest = (long) grid.gop() * (isEarly ? LONGEST_EARLY_GOPS : GOPS_PER_SEGMENT);
            long end = nearest(ends.subSet(at + shortest, true, at + Math.max(shortest, longest), true), at + wanted)
                    .filter(next -> grid.frames() - next >= shortest)
                    .orElse(grid.frames());
            if (end - at > (end == grid.frames() ? longest + shortest : longest)) {
                throw new CannotBeCopied("from %.1f s on, no keyframe closes a group within %.1f s"
                        .formatted(
                                at / grid.rate().value(), longest / grid.rate().value()));
            }
            segments.add(end - at);
            at = end;
        }
        return List.copyOf(segments);
    }

    private static Optional<Long> nearest(NavigableSet<Long> keyframes, long wanted) {
        return keyframes.stream().min(Comparator.comparingLong(keyframe -> Math.abs(keyframe - wanted)));
    }
}
