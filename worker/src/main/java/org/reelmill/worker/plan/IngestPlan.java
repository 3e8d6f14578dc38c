package org.reelmill.worker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.probe.MediaInfo;

/// What an ingest makes of its source; decided once, when it is opened, and followed by every task.
///
/// @param ladder version of the ladder that it was made with
/// @param rungs tallest first
/// @param sets which rungs are encoded together; all rungs stand in exactly one set
/// @param chunks in order, without gaps, over the whole output grid; one alone if the plan is SEQUENTIAL
/// @param audio in stereo
/// @param surround in 5.1, beside the stereo of the same track
/// @param warnings what an operator should know, as sentences
/// @param copying which rung is copied, or why none is, as a sentence; null on record of before rungs were
public record IngestPlan(
        PlanKind kind,
        String ladder,
        MediaInfo media,
        OutputGrid grid,
        List<RungPlan> rungs,
        List<RungSet> sets,
        List<Chunk> chunks,
        List<AudioPlan> audio,
        List<AudioPlan> surround,
        List<TextPlan> text,
        List<String> warnings,
        @Nullable String copying) {

    // The four segments of 2 s that a film begins with, or others that last nearly as long together. With
    // less, a player that looks for new segments every few seconds runs out of film before it sees those that
    // are there.
    private static final double CUSHION_GOPS = 3.5;

    public IngestPlan {
        rungs = List.copyOf(rungs);
        sets = List.copyOf(sets);
        chunks = List.copyOf(chunks);
        audio = List.copyOf(audio);
        // Plans on record of before there was surround sound do not say.
        surround = List.copyOf(Objects.requireNonNullElse(surround, List.of()));
        text = List.copyOf(text);
        warnings = List.copyOf(warnings);
    }

    /// Without a word on copying.
    public IngestPlan(
            PlanKind kind,
            String ladder,
            MediaInfo media,
            OutputGrid grid,
            List<RungPlan> rungs,
            List<RungSet> sets,
            List<Chunk> chunks,
            List<AudioPlan> audio,
            List<AudioPlan> surround,
            List<TextPlan> text,
            List<String> warnings) {
        this(kind, ladder, media, grid, rungs, sets, chunks, audio, surround, text, warnings, null);
    }

    IngestPlan saying(String sentence) {
        return new IngestPlan(
                kind, ladder, media, grid, rungs, sets, chunks, audio, surround, text, warnings, sentence);
    }

    /// The same film in other rungs and chunks.
    IngestPlan with(List<RungPlan> otherRungs, List<RungSet> otherSets, List<Chunk> otherChunks) {
        return new IngestPlan(
                kind,
                ladder,
                media,
                grid,
                otherRungs,
                otherSets,
                otherChunks,
                audio,
                surround,
                text,
                warnings,
                copying);
    }

    /// The rung that is copied; it is the tallest.
    public Optional<RungPlan> copied() {
        return rungs.stream().filter(rung -> rung.making() == Making.COPIED).findFirst();
    }

    /// Whether the rungs of a set are copied.
    public boolean isCopied(RungSet set) {
        return rungsOf(set).stream().allMatch(rung -> rung.making() == Making.COPIED);
    }

    /// The sets that are encoded; at least one.
    public List<RungSet> encodedSets() {
        return sets.stream().filter(set -> !isCopied(set)).toList();
    }

    /// What one task makes for a set of rungs. Copying costs little, so it goes in larger pieces.
    public List<Chunk> chunksOf(RungSet set) {
        return isCopied(set) ? ChunkPlanner.pieces(this) : chunks;
    }

    /// Numbers of the frames that an encoded rung has its keyframes at, counted in the frames that it shows.
    public List<Long> keyframes(RungPlan rung) {
        OutputGrid shown = grid.shown(rung.frames());
        if (copied().isEmpty()) {
            return LongStream.iterate(0, frame -> frame < shown.frames(), frame -> frame + shown.gop())
                    .boxed()
                    .toList();
        }
        var keyframes = new ArrayList<Long>();
        List<Long> bounds = segmentBounds(rung);
        for (int segment = 0; segment + 1 < bounds.size(); segment++) {
            long frames = bounds.get(segment + 1) - bounds.get(segment);
            long groups = Math.ceilDiv(frames, longestGroup(rung));
            for (long group = 0; group < groups; group++) {
                keyframes.add(bounds.get(segment) + frames * group / groups);
            }
        }
        return List.copyOf(keyframes);
    }

    /// Frames from one keyframe of an encoded rung to the next, at most. Where keyframes of the film bound
    /// segments, a little more than usual: three groups cost more than two.
    public long longestGroup(RungPlan rung) {
        long gop = grid.shown(rung.frames()).gop();
        return copied().isEmpty() ? gop : gop * 5 / 4;
    }

    /// All sound, stereo first.
    public List<AudioPlan> sounds() {
        return Stream.concat(audio.stream(), surround.stream()).toList();
    }

    /// How many frames each segment of the film has, in order; the same for every rendition.
    public List<Long> segmentFrames() {
        return chunks.stream().flatMap(chunk -> chunk.segmentFrames().stream()).toList();
    }

    /// [#segmentBounds()] in the frames that a rung shows.
    public List<Long> segmentBounds(RungPlan rung) {
        return segmentBounds().stream().map(rung.frames()::before).toList();
    }

    /// Number of the first frame of each segment, and after the last one the number of all frames.
    public List<Long> segmentBounds() {
        var bounds = new ArrayList<Long>();
        long next = 0;
        bounds.add(next);
        for (long frames : segmentFrames()) {
            next += frames;
            bounds.add(next);
        }
        return List.copyOf(bounds);
    }

    /// How many segments must be there before players may begin.
    public int cushion() {
        List<Long> bounds = segmentBounds();
        int count = 0;
        while (count < bounds.size() - 1 && bounds.get(count) < CUSHION_GOPS * grid.gop()) {
            count++;
        }
        return count;
    }

    /// The longest that any segment is meant to be.
    public Duration longestSegment() {
        long frames = segmentFrames().stream().mapToLong(Long::longValue).max().orElse(0);
        return grid.rate().duration(frames);
    }

    /// The rung of this name.
    ///
    /// @throws IllegalArgumentException if the plan has none
    public RungPlan rung(String name) {
        return rungs.stream()
                .filter(rung -> rung.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The plan has no rung " + name + "."));
    }

    /// The rungs of a set, tallest first.
    public List<RungPlan> rungsOf(RungSet set) {
        return rungs.stream().filter(rung -> set.rungs().contains(rung.name())).toList();
    }
}
