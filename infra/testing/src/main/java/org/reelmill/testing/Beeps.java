package org.reelmill.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The sound of a [TestFilm]: a beep with each flash over a quiet hum; and how beeps are found
/// again in decoded sound.
final class Beeps {

    static final Duration LENGTH = Duration.ofMillis(50);
    static final int SAMPLE_RATE = 48_000;

    private static final int BEEP_SAMPLES = (int) (SAMPLE_RATE * LENGTH.toMillis() / 1000);
    private static final double LOUDNESS = 0.5 * Short.MAX_VALUE;

    private Beeps() {}

    /// 1 kHz on the first track, 250 Hz more on each further one.
    static int hertz(int track) {
        return 1000 + 250 * track;
    }

    static Path write(TestFilm film, int track, Path wav) throws IOException {
        var samples = Math.round(film.seconds() * SAMPLE_RATE);
        try (var out = new BufferedOutputStream(Files.newOutputStream(wav), 1 << 16)) {
            writeHeader(out, film.channels(), samples);
            var nextSecond = 0L;
            var beepStart = 0L;
            for (var sample = 0L; sample < samples; sample++) {
                if (sample == startOf(film, nextSecond)) {
                    beepStart = sample;
                    nextSecond++;
                }
                var value = (short) Math.round(sound(sample - beepStart, sample, hertz(track)));
                for (var channel = 0; channel < film.channels(); channel++) {
                    out.write(value);
                    out.write(value >> 8);
                }
            }
        }
        return wav;
    }

    private static long startOf(TestFilm film, long second) {
        return Math.round(film.rate().timeOf(film.rate().frameAtSecond(second)) * SAMPLE_RATE);
    }

    private static double sound(long sinceBeep, long sample, int hertz) {
        var hum = 0.01 * LOUDNESS * Math.sin(2 * Math.PI * 220 * sample / SAMPLE_RATE);
        return sinceBeep < BEEP_SAMPLES
                ? hum + LOUDNESS * Math.sin(2 * Math.PI * hertz * sinceBeep / SAMPLE_RATE)
                : hum;
    }

    private static void writeHeader(OutputStream out, int channels, long samples) throws IOException {
        var bytes = Math.toIntExact(samples * channels * 2);
        out.write(ByteBuffer.allocate(44)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + bytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(SAMPLE_RATE)
                .putInt(SAMPLE_RATE * channels * 2)
                .putShort((short) (channels * 2))
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(bytes)
                .array());
    }

    /// Finds the beeps in one channel of decoded sound. An onset is where half of the beep's own
    /// loudness is first reached, a twelfth of a millisecond after its true start, so a changed
    /// volume does not move it.
    static List<Beep> find(float[] sound) {
        var loudest = 0f;
        for (var sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        var beeps = new ArrayList<Beep>();
        if (loudest < 0.01f) {
            return beeps;
        }
        for (var at = 0; at < sound.length; at++) {
            if (Math.abs(sound[at]) > 0.3f * loudest) {
                var from = Math.max(0, at - BEEP_SAMPLES / 10);
                var to = Math.min(sound.length, at + BEEP_SAMPLES);
                var onset = onset(sound, from, to);
                beeps.add(new Beep((double) onset / SAMPLE_RATE, pitch(sound, onset, to)));
                at += 4 * BEEP_SAMPLES;
            }
        }
        return beeps;
    }

    private static int onset(float[] sound, int from, int to) {
        var peak = 0f;
        for (var at = from; at < to; at++) {
            peak = Math.max(peak, Math.abs(sound[at]));
        }
        var onset = from;
        while (Math.abs(sound[onset]) < 0.5f * peak) {
            onset++;
        }
        return onset;
    }

    /// The pitch, to the nearest 250 Hz, from how often the sound crosses nought in 40 ms.
    private static int pitch(float[] sound, int onset, int to) {
        var end = Math.min(to, onset + SAMPLE_RATE * 40 / 1000);
        var crossings = 0;
        for (var at = onset + 1; at < end; at++) {
            crossings += sound[at - 1] < 0 != sound[at] < 0 ? 1 : 0;
        }
        var hertz = end == onset ? 0 : crossings / 2.0 * SAMPLE_RATE / (end - onset);
        return (int) (Math.round(hertz / 250) * 250);
    }

    /// A beep that begins at `time` seconds.
    record Beep(double time, int hertz) {}
}
