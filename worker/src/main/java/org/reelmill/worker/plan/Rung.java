package org.reelmill.worker.plan;

/// A step of the ladder, as a ladder file says it.
///
/// @param height of the box that pictures are fitted in, 16:9 when they lie and 9:16 when they stand: 1080
///     means 1920 × 1080 or 1080 × 1920
/// @param crf quality aimed at (x264: lower is better), capped by `maxKbps`
/// @param frames that it shows of films of 48 to 60 frames per second; of others, all
public record Rung(int height, int crf, int maxKbps, Frames frames) {

    public Rung {
        if (height < 16 || crf < 0 || crf > 51 || maxKbps < 1) {
            throw new IllegalArgumentException("A rung needs a height of at least 16, a crf of 0 to 51 and a rate cap: "
                    + height + ", " + crf + ", " + maxKbps);
        }
    }

    /// A rung that shows all frames.
    public Rung(int height, int crf, int maxKbps) {
        this(height, crf, maxKbps, Frames.ALL);
    }
}
