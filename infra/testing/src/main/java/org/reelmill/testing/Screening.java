package org.reelmill.testing;

import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Watches a [TestFilm] that plays in the first video element of a [Browser]'s page, to see what a
/// viewer sees and hears.
public final class Screening {

    /// Pauses, seeks, plays and collects for a while: each shown frame with its media time, and all
    /// sound since the seek.
    private static final String WATCH = """
            async ({ second, milliseconds, width, height, hertz }) => {
              const video = document.querySelector('video');
              const wait = time => new Promise(resolve => setTimeout(resolve, time));
              if (!video.tap) {
                const context = new AudioContext({ sampleRate: hertz });
                const node = context.createScriptProcessor(16384, 1, 1);
                const source = context.createMediaElementSource(video);
                source.connect(context.destination);
                source.connect(node);
                node.connect(context.destination);
                await context.resume();
                video.tap = { context, node };
              }
              const { node } = video.tap;
              const text = bytes => {
                let characters = '';
                bytes.forEach(byte => { characters += String.fromCharCode(byte); });
                return btoa(characters);
              };
              video.pause();
              await wait(300);
              const seeked = new Promise(resolve => video.addEventListener('seeked', resolve, { once: true }));
              video.currentTime = second;
              await seeked;
              await wait(500);
              const from = video.currentTime;
              const frames = [], blocks = [];
              node.onaudioprocess = event => {
                const sound = new Float32Array(event.inputBuffer.getChannelData(0));
                blocks.push(event.playbackTime + ' ' + text(new Uint8Array(sound.buffer)));
              };
              await wait(200);
              const canvas = document.createElement('canvas');
              canvas.width = width;
              canvas.height = height;
              const brush = canvas.getContext('2d', { willReadFrequently: true });
              const end = performance.now() + milliseconds;
              const look = (now, frame) => {
                brush.drawImage(video, 0, 0, width, height);
                const dots = brush.getImageData(0, 0, width, height).data.filter((_, at) => at % 4 === 1);
                frames.push(frame.mediaTime + ' ' + text(dots));
                if (now < end) {
                  video.requestVideoFrameCallback(look);
                }
              };
              video.requestVideoFrameCallback(look);
              await video.play();
              await wait(milliseconds);
              video.pause();
              await wait(800);
              node.onaudioprocess = null;
              return { from, frames, blocks };
            }
            """;

    // Shorter silences are zero crossings of a faint hum; longer ones are holes that the browser filled.
    private static final int HOLE_SAMPLES = 64;

    private final Page page;

    public Screening(Page page) {
        this.page = page;
    }

    /// What was shown and heard, on the media's own line of times.
    ///
    /// @param frames the frames; a busy machine leaves some out
    /// @param beeps when beeps began
    public record Seen(FrameReading frames, List<Double> beeps) {

        public Seen {
            beeps = List.copyOf(beeps);
        }

        /// By how many milliseconds the sound comes after the picture, by the median of all beeps and
        /// all frames, each held against its own place in the film.
        public double soundDelay(FrameRate rate) {
            if (beeps.isEmpty() || frames.numbers().isEmpty()) {
                throw new AssertionError("No beep was heard, or nothing seen: " + beeps + ", " + frames);
            }
            var pictures = new ArrayList<Double>();
            for (var frame = 0; frame < frames.numbers().size(); frame++) {
                pictures.add(
                        frames.times().get(frame) - rate.timeOf(frames.numbers().get(frame)));
            }
            var sounds = beeps.stream()
                    .map(beep -> beep - rate.timeOf(rate.frameAtSecond(Math.round(beep))))
                    .toList();
            return (median(sounds) - median(pictures)) * 1000;
        }
    }

    /// Seeks, and watches from there for a while.
    ///
    /// The first sample that Chromium plays after a seek of a paused film is the one that belongs to
    /// the second that was sought. So a beep's time is the number of samples from there, whatever the
    /// machine's clocks and the way to the loudspeaker add. The film has to have sound that is nowhere
    /// silent, as the hum of a [TestFilm].
    ///
    /// @throws AssertionError if the machine was too busy to play without a hole
    public Seen watchFrom(double second, Duration duration) {
        var answer = (Map<?, ?>) page.evaluate(
                WATCH,
                Map.of(
                        "second", second,
                        "milliseconds", (double) duration.toMillis(),
                        "width", FrameCode.WIDTH,
                        "height", FrameCode.HEIGHT,
                        "hertz", Beeps.SAMPLE_RATE));
        var pictures = new ArrayList<byte[]>();
        var times = new ArrayList<Double>();
        for (var frame : list(answer, "frames")) {
            var parts = frame.toString().split(" ");
            times.add(Double.parseDouble(parts[0]));
            pictures.add(Base64.getDecoder().decode(parts[1]));
        }
        var from = ((Number) Objects.requireNonNull(answer.get("from"))).doubleValue();
        var beeps = Beeps.find(unbroken(sound(list(answer, "blocks")))).stream()
                .map(beep -> from + beep.time())
                .toList();
        return new Seen(FrameReading.of(pictures, times), beeps);
    }

    private static float[] sound(List<?> blocks) {
        var bytes = new ByteArrayOutputStream();
        var next = Double.NaN;
        for (var block : blocks) {
            var parts = block.toString().split(" ");
            var time = Double.parseDouble(parts[0]);
            if (Math.abs(time - next) > 0.01) {
                throw new AssertionError("A block of sound was lost at " + next + " s; was the machine too busy?");
            }
            var samples = Base64.getDecoder().decode(parts[1]);
            bytes.writeBytes(samples);
            next = time + (double) samples.length / Float.BYTES / Beeps.SAMPLE_RATE;
        }
        var sound = new float[bytes.size() / Float.BYTES];
        ByteBuffer.wrap(bytes.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(sound);
        return sound;
    }

    /// What was heard from the first sample on up to the pause.
    private static float[] unbroken(float[] sound) {
        var first = 0;
        while (first < sound.length && sound[first] == 0) {
            first++;
        }
        var last = sound.length;
        while (last > first && sound[last - 1] == 0) {
            last--;
        }
        var silent = 0;
        for (var at = first; at < last; at++) {
            silent = sound[at] == 0 ? silent + 1 : 0;
            if (silent > HOLE_SAMPLES) {
                throw new AssertionError("The sound has a hole " + (at - first) / (double) Beeps.SAMPLE_RATE
                        + " s after the seek; was the machine too busy?");
            }
        }
        return Arrays.copyOfRange(sound, first, last);
    }

    private static List<?> list(Map<?, ?> answer, String name) {
        return (List<?>) Objects.requireNonNull(answer.get(name));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
