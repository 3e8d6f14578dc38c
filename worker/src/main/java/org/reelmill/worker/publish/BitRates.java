package org.reelmill.worker.publish;

import java.time.Duration;
import java.util.List;

/// Measured bit rates of a media playlist in bit/s, container included (RFC 8216 §4.1).
record BitRates(long peak, long average) {

    static final BitRates NONE = new BitRates(0, 0);

    private static final double NANOS = 1e9;
    private static final int BITS = 8;

    BitRates plus(BitRates other) {
        return new BitRates(peak + other.peak, average + other.average);
    }

    /// The greater of each.
    BitRates or(BitRates other) {
        return new BitRates(Math.max(peak, other.peak), Math.max(average, other.average));
    }

    /// The peak is that of contiguous segments which together last between 0.5 and 1.5 target durations, so a
    /// short first segment counts only with those after it.
    static BitRates of(List<Piece> pieces, int targetDuration) {
        if (pieces.isEmpty()) {
            return NONE;
        }
        long least = targetDuration * 500_000_000L;
        long most = targetDuration * 1_500_000_000L;
        long average = rate(
                pieces.stream().mapToLong(Piece::bytes).sum(),
                pieces.stream().mapToLong(piece -> piece.duration.toNanos()).sum());
        long peak = 0;
        for (int first = 0; first < pieces.size(); first++) {
            long bytes = 0;
            long nanos = 0;
            for (int i = first; i < pieces.size() && nanos <= most; i++) {
                bytes += pieces.get(i).bytes;
                nanos += pieces.get(i).duration.toNanos();
                if (nanos >= least && nanos <= most) {
                    peak = Math.max(peak, rate(bytes, nanos));
                }
            }
        }
        // A film shorter than half a target duration has no such set.
        return new BitRates(Math.max(peak, average), average);
    }

    private static long rate(long bytes, long nanos) {
        return nanos == 0 ? 0 : (long) Math.ceil(bytes * BITS * NANOS / nanos);
    }

    /// What a playlist's line stands for.
    record Piece(long bytes, Duration duration) {}
}
