package org.reelmill.worker.plan;

import java.util.Arrays;
import org.reelmill.worker.probe.Rational;

/// Levels of H.264 (ITU-T H.264 table A-1). Set explicitly, or x264 would signal one by its preset, and
/// chunks by their content.
enum Level {
    L3_0("3.0", 1_620, 40_500, 12_500),
    L3_1("3.1", 3_600, 108_000, 17_500),
    L3_2("3.2", 5_120, 216_000, 25_000),
    L4_0("4.0", 8_192, 245_760, 25_000),
    L4_2("4.2", 8_704, 522_240, 62_500),
    L5_1("5.1", 36_864, 983_040, 300_000),
    L5_2("5.2", 36_864, 2_073_600, 300_000);

    private final String number;
    private final long frameBlocks;
    private final long blocksPerSecond;
    private final long maxKbps;

    Level(String number, long frameBlocks, long blocksPerSecond, long maxKbps) {
        this.number = number;
        this.frameBlocks = frameBlocks;
        this.blocksPerSecond = blocksPerSecond;
        this.maxKbps = maxKbps;
    }

    /// The lowest level that allows this picture, rate and cap.
    static String of(PictureSize size, Rational rate, int maxKbps) {
        long blocks = (long) Math.ceilDiv(size.width(), 16) * Math.ceilDiv(size.height(), 16);
        return Arrays.stream(values())
                .filter(level -> blocks <= level.frameBlocks
                        && blocks * rate.value() <= level.blocksPerSecond
                        && maxKbps <= level.maxKbps)
                .findFirst()
                .orElse(L5_2)
                .number;
    }
}
