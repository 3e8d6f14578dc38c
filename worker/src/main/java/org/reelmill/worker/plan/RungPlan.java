package org.reelmill.worker.plan;

import java.util.Objects;

/// How one rung of the ladder is encoded in this ingest. Everything that shapes the init segment stands here,
/// so that it comes out equal in every chunk.
///
/// @param name of the rendition, e.g. `v720`
/// @param width even, with square pixels
/// @param profile of H.264: `main` or `high`
/// @param level of H.264, e.g. `4.0`
/// @param crf quality aimed at, capped by `maxKbps`
/// @param bufferKbit size of the rate buffer that the cap is held over
/// @param frames of the output grid that it shows
/// @param making whether it is encoded at all; if not, preset and crf mean nothing, and level is the highest
///     that the film may have
public record RungPlan(
        String name,
        int width,
        int height,
        String profile,
        String level,
        String preset,
        int crf,
        int maxKbps,
        int bufferKbit,
        Frames frames,
        Making making) {

    public RungPlan {
        // Plans on record of before there were rungs of half the frames do not say.
        frames = Objects.requireNonNullElse(frames, Frames.ALL);
        // Nor those of before rungs were copied.
        making = Objects.requireNonNullElse(making, Making.ENCODED);
    }

    /// A rung that is encoded.
    public RungPlan(
            String name,
            int width,
            int height,
            String profile,
            String level,
            String preset,
            int crf,
            int maxKbps,
            int bufferKbit,
            Frames frames) {
        this(name, width, height, profile, level, preset, crf, maxKbps, bufferKbit, frames, Making.ENCODED);
    }

    /// The same rung, made of the film's own pictures.
    RungPlan copied() {
        return new RungPlan(
                name, width, height, profile, level, preset, crf, maxKbps, bufferKbit, frames, Making.COPIED);
    }

    /// What a frame of the output grid costs, in pixels.
    public long pixels() {
        return (long) width * height / frames.every();
    }
}
