package org.reelmill.worker.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Times of packets at both ends of a picture track, in order of time: what tells whether its rate is
/// constant.
///
/// @param micros presentation times, without those that an edit list hides, sorted, each once
record PacketTimes(long[] micros) {

    private static final double MICROS = 1e6;
    // How far from its place a frame may stand, in frames: Matroska's milliseconds at 60 frames/s, a phone's
    // jitter.
    private static final double JITTER = 0.45;
    // Of a rate that nobody uses on purpose: it is one only if all frames keep to it.
    static final double ODD_JITTER = 0.05;
    private static final double MOST_JITTERED = 0.1;
    // Milliseconds at 60 frames/s again.
    private static final double USUAL_STEP = 0.1;
    private static final double SAME_RATE = 0.0001;
    private static final double NEAR_RATE = 0.015;
    private static final double MOST_MISSING = 0.015;
    // A film cut by copying ends in the middle of a group: the last pictures to be decoded are not the last
    // to be shown. H.264 reorders over 16 pictures at most.
    private static final int REORDERED = 16;
    static final List<Rational> USUAL = List.of(
            new Rational(24000, 1001),
            new Rational(24, 1),
            new Rational(25, 1),
            new Rational(30000, 1001),
            new Rational(30, 1),
            new Rational(48, 1),
            new Rational(50, 1),
            new Rational(60000, 1001),
            new Rational(60, 1));

    /// Reads lines of `pts_time,flags`.
    static PacketTimes parse(String csv) {
        long[] sorted = csv.lines()
                .map(line -> line.split(",", 3))
                .filter(fields -> fields.length >= 2 && !fields[0].equals("N/A") && !fields[1].contains("D"))
                .mapToLong(fields -> Math.round(Double.parseDouble(fields[0]) * MICROS))
                .sorted()
                .distinct()
                .toArray();
        return new PacketTimes(sorted);
    }

    /// Where the frames of a stream stand; empty if no constant rate fits.
    Optional<FrameTiming> timing(VideoStream stream) {
        return micros.length == 0
                ? Optional.empty()
                : constantRate(stream)
                        .map(this::timing)
                        .filter(timing -> isUsualStep(timing.rate())
                                && jittered(timing.rate()) <= MOST_JITTERED
                                && counted(stream, timing));
    }

    private FrameTiming timing(Rational rate) {
        return new FrameTiming(time(0), time(micros.length - 1), rate, FrameTiming.Rhythm.CONSTANT);
    }

    /// Of the rates near the average, the one that gives the number of frames that the container says, and on
    /// whose places the packets stand best.
    private Optional<Rational> constantRate(VideoStream stream) {
        double average = stream.averageRate().value();
        var near = Stream.of(Stream.of(stream.nominalRate()), USUAL.stream(), Stream.of(stream.averageRate()))
                .flatMap(rates -> rates)
                .filter(rate -> rate.num() > 0)
                .filter(rate -> near(average, rate.value(), NEAR_RATE))
                .map(rate -> usual(rate.value()).orElse(rate))
                .distinct()
                .toList();
        return near.stream()
                .min(Comparator.comparing((Rational rate) -> miscounted(stream, rate))
                        .thenComparing(this::meanDistance));
    }

    private long miscounted(VideoStream stream, Rational rate) {
        Long frames = stream.frames();
        long counted = timing(rate).frames();
        return frames == null ? 0 : Math.abs(frames + cutAtEnd(rate) - counted);
    }

    /// How far packets stand from the places of a rate's grid, on average, in frames, wherever the grid
    /// begins. Rounded, so that of rates that fit as well the one that the container names is taken.
    private double meanDistance(Rational rate) {
        double[] distances = Arrays.stream(micros)
                .mapToDouble(time -> (time - micros[0]) / MICROS * rate.value())
                .map(place -> place - Math.rint(place))
                .toArray();
        double mean = Arrays.stream(distances).average().orElse(0);
        double spread = Arrays.stream(distances)
                .map(distance -> Math.abs(distance - mean))
                .average()
                .orElse(0);
        return Math.rint(spread * 50);
    }

    private static Optional<Rational> usual(double rate) {
        return USUAL.stream()
                .filter(usual -> near(rate, usual.value(), SAME_RATE))
                .findFirst();
    }

    private static boolean near(double a, double b, double tolerance) {
        return Math.abs(a - b) <= tolerance * b;
    }

    /// Whether most steps are a frame of this rate long. An average that no step has is no rate: it comes of
    /// holes, or of a rate that varies.
    private boolean isUsualStep(Rational rate) {
        long[] steps = new long[micros.length - 1];
        for (int i = 1; i < micros.length; i++) {
            steps[i - 1] = micros[i] - micros[i - 1];
        }
        Arrays.sort(steps);
        return steps.length == 0 || Math.abs(steps[steps.length / 2] / MICROS * rate.value() - 1) <= USUAL_STEP;
    }

    /// The share of steps from packet to packet that are no whole number of frames, or more than one.
    private double jittered(Rational rate) {
        var steps = new ArrayList<Double>();
        for (int i = 1; i < micros.length; i++) {
            steps.add((micros[i] - micros[i - 1]) / MICROS * rate.value());
        }
        // The one long step is that from the head to the tail.
        double longest = steps.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double tolerance = USUAL.contains(rate) ? JITTER : ODD_JITTER;
        long off = steps.stream()
                .filter(step -> step != longest || step < 2)
                .filter(step -> Math.abs(step - 1) > tolerance)
                .count();
        return steps.isEmpty() ? 0 : (double) off / steps.size();
    }

    private boolean counted(VideoStream stream, FrameTiming timing) {
        if (stream.frames() == null) {
            return true;
        }
        long frames = stream.frames() + cutAtEnd(timing.rate());
        return near(frames, timing.frames(), MOST_MISSING) || Math.abs(frames - timing.frames()) <= 2;
    }

    /// How many places among the last few are empty.
    private long cutAtEnd(Rational rate) {
        int first = Math.max(0, micros.length - REORDERED / 2);
        long places = rate.frames(time(micros.length - 1).minus(time(first)));
        long empty = places - (micros.length - 1 - first);
        return empty > 0 && empty <= REORDERED ? empty : 0;
    }

    private Duration time(int index) {
        return Duration.ofNanos(micros[index] * 1000);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PacketTimes times && Arrays.equals(micros, times.micros);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(micros);
    }

    @Override
    public String toString() {
        return Arrays.toString(micros);
    }
}
