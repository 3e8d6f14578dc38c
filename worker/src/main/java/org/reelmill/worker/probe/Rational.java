package org.reelmill.worker.probe;

import java.math.BigInteger;
import java.time.Duration;

/// An exact fraction in lowest terms, such as a frame rate of 24000/1001. The denominator is positive.
public record Rational(long num, long den) implements Comparable<Rational> {

    private static final long NANOS = 1_000_000_000;

    public Rational {
        if (den == 0) {
            throw new IllegalArgumentException("A fraction needs a denominator other than 0.");
        }
        long divisor = BigInteger.valueOf(num).gcd(BigInteger.valueOf(den)).longValue() * (den < 0 ? -1 : 1);
        num /= divisor;
        den /= divisor;
    }

    /// Reads ffprobe's `24000/1001`, `16:9` or `25`.
    ///
    /// @throws NumberFormatException if it is none of these
    public static Rational parse(String text) {
        String[] parts = text.split("[/:]", 2);
        long den = parts.length == 1 ? 1 : Long.parseLong(parts[1]);
        return new Rational(Long.parseLong(parts[0]), den);
    }

    public double value() {
        return (double) num / den;
    }

    /// How long a number of frames at this rate lasts, in ticks of a timescale, rounded to the nearest.
    public long ticks(long frames, long timescale) {
        return divideRounded(BigInteger.valueOf(frames).multiply(BigInteger.valueOf(timescale)));
    }

    /// How long a number of frames at this rate lasts, to the nanosecond.
    public Duration duration(long frames) {
        return Duration.ofNanos(ticks(frames, NANOS));
    }

    /// How many frames at this rate a time is, rounded to the nearest.
    public long frames(Duration time) {
        BigInteger numerator = BigInteger.valueOf(time.toNanos()).multiply(BigInteger.valueOf(num));
        return rounded(numerator, BigInteger.valueOf(NANOS).multiply(BigInteger.valueOf(den)));
    }

    @Override
    public int compareTo(Rational other) {
        return BigInteger.valueOf(num)
                .multiply(BigInteger.valueOf(other.den))
                .compareTo(BigInteger.valueOf(other.num).multiply(BigInteger.valueOf(den)));
    }

    /// As ffmpeg reads it: `24000/1001`.
    @Override
    public String toString() {
        return num + "/" + den;
    }

    private long divideRounded(BigInteger framesTimesScale) {
        return rounded(framesTimesScale.multiply(BigInteger.valueOf(den)), BigInteger.valueOf(num));
    }

    private static long rounded(BigInteger numerator, BigInteger denominator) {
        BigInteger two = BigInteger.TWO;
        BigInteger[] floor = numerator.multiply(two).add(denominator).divideAndRemainder(denominator.multiply(two));
        return floor[1].signum() < 0 ? floor[0].longValueExact() - 1 : floor[0].longValueExact();
    }
}
