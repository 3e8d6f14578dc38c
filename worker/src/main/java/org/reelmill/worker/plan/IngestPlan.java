package org.reelmill.worker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
        List<String> warnings) {

    // The four segments of 2 s that a film begins with. With less, a player that looks for new segments every
    // few seconds runs out of film before it sees those that are there.
    private static final int CUSHION = 4;

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
        return Math.min(CUSHION, segmentFrames().size());
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
