package org.reelmill.worker.probe;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.probe.FrameTiming.Rhythm;

/// Times of all packets of a picture track, heard one after another: what tells where frames stand in a film
/// without an index, or of a varying rate.
final class ScannedTimes implements Consumer<String> {

    private static final double MICROS = 1e6;
    private static final long LONGEST_STEP = 60_000_000;
    private static final long BACKWARDS = 1_000_000;
    private static final double OFF_STEP = 0.45;
    private static final double MOST_OFF = 0.1;
    private static final double MOST_MISSING = 0.015;
    private static final double NEAR_RATE = 0.015;
    private static final double SAME_RATE = 0.0005;
    // What a container that counts in milliseconds may be off at each end, over which the rate is measured.
    private static final double ROUNDING_MICROS = 2000;
    // Grids for what has no usual rate. A frame stands up to half a place from its time, so they are not
    // coarse.
    private static final Rational FINE = new Rational(30, 1);
    private static final Rational FINEST = new Rational(60, 1);

    private final LongStream.Builder heard = LongStream.builder();
    private boolean isDecoding;
    private long @Nullable [] sorted;
    private long latestDecoded = Long.MIN_VALUE / 2;
    private long jumpedTo = Long.MIN_VALUE;

    /// A line of `pts_time,dts_time,pos,flags`.
    @Override
    public void accept(String line) {
        String[] fields = line.split(",", 5);
        if (fields.length < 4 || fields[3].contains("D")) {
            return; // Of nothing that is shown.
        }
        boolean hasDecodeTime = !fields[1].equals("N/A");
        if (hasDecodeTime) {
            long decoded = micros(fields[1]);
            if (decoded < latestDecoded - BACKWARDS) {
                jumpedTo = decoded;
            }
            latestDecoded = decoded;
        }
        // AVI has decode times alone; its frames are shown as they are decoded.
        if (!fields[0].equals("N/A")) {
            heard.add(micros(fields[0]));
        } else if (hasDecodeTime) {
            heard.add(latestDecoded);
            isDecoding = true;
        }
    }

    /// Whether some are times of decoding, since the container has no others.
    boolean areOfDecoding() {
        return isDecoding;
    }

    /// All times, in microseconds, each once. Nothing can be heard after this.
    long[] sorted() {
        long[] known = sorted;
        if (known == null) {
            known = heard.build().sorted().distinct().toArray();
            sorted = known;
        }
        return known;
    }

    /// Where the frames stand.
    ///
    /// @param nominal the rate that the container names
    /// @throws RejectedSource if there are none, or their times make no sense
    FrameTiming timing(Rational nominal) {
        long[] times = sorted();
        if (times.length == 0) {
            throw RejectedSource.because("no-times", "No picture of the source has a time.");
        }
        long[] steps = steps(times);
        checkJumps(steps);
        if (steps.length == 0) {
            return new FrameTiming(time(times[0]), time(times[0]), new Rational(25, 1), Rhythm.CONSTANT);
        }
        Duration first = time(times[0]);
        Duration last = time(times[times.length - 1]);
        var constant = new FrameTiming(first, last, constantRate(steps, nominal), Rhythm.CONSTANT);
        return fits(steps, constant) ? constant : new FrameTiming(first, last, fastRate(steps), Rhythm.VARIABLE);
    }

    private void checkJumps(long[] steps) {
        long longest = LongStream.of(steps).max().orElse(0);
        if (jumpedTo != Long.MIN_VALUE || longest > LONGEST_STEP) {
            throw RejectedSource.because(
                    "broken-times",
                    jumpedTo != Long.MIN_VALUE
                            ? "The film's clock jumps back to %.1f s: it was joined from several, or its times are damaged."
                                    .formatted(jumpedTo / MICROS)
                            : "The film has no picture for %.0f s: a part of it is missing, or its times are damaged."
                                    .formatted(longest / MICROS));
        }
    }

    private static boolean fits(long[] steps, FrameTiming timing) {
        double rate = timing.rate().value();
        double tolerance = PacketTimes.USUAL.contains(timing.rate()) ? OFF_STEP : PacketTimes.ODD_JITTER;
        long off = LongStream.of(steps)
                .filter(step -> Math.abs(step / MICROS * rate - 1) > tolerance)
                .count();
        long frames = steps.length + 1L;
        long missing = Math.abs(timing.frames() - frames);
        return off <= steps.length * MOST_OFF && (missing <= 2 || missing <= frames * MOST_MISSING);
    }

    /// The rate of most steps, as it is usually called.
    private static Rational constantRate(long[] steps, Rational nominal) {
        double median = percentile(steps, 50);
        long[] regular = LongStream.of(steps)
                .filter(step -> Math.abs(step / median - 1) <= OFF_STEP)
                .toArray();
        double span = LongStream.of(regular).sum();
        double rate = regular.length / span * MICROS;
        double tolerance = rate * (SAME_RATE + ROUNDING_MICROS / span);
        Optional<Rational> usual = PacketTimes.USUAL.stream()
                .filter(candidate -> Math.abs(candidate.value() - rate) <= tolerance)
                .min(Comparator.comparingDouble(candidate -> Math.abs(candidate.value() - rate)));
        boolean isNamed = nominal.num() > 0 && Math.abs(nominal.value() - rate) <= tolerance;
        return usual.orElse(isNamed ? nominal : new Rational(Math.max(1, Math.round(rate * 1000)), 1000));
    }

    /// So fast that nearly each frame has a place of its own.
    private static Rational fastRate(long[] steps) {
        double rate = MICROS / Math.max(1, percentile(steps, 10));
        return PacketTimes.USUAL.stream()
                .filter(usual -> Math.abs(usual.value() - rate) <= rate * NEAR_RATE)
                .min(Comparator.comparingDouble(usual -> Math.abs(usual.value() - rate)))
                .orElse(rate < FINE.value() ? FINE : FINEST);
    }

    private static double percentile(long[] values, int percent) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) ((long) (sorted.length - 1) * percent / 100)];
    }

    private static long[] steps(long[] times) {
        long[] steps = new long[times.length - 1];
        for (int i = 1; i < times.length; i++) {
            steps[i - 1] = times[i] - times[i - 1];
        }
        return steps;
    }

    static long micros(String seconds) {
        return Math.round(Double.parseDouble(seconds) * MICROS);
    }

    private static Duration time(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}
