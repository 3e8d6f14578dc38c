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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches a [TestFilm] that plays in the first video element of a [Browser]'s page, to see what a
/// viewer sees and hears.
public final class Screening {

    private static final Logger log = LoggerFactory.getLogger(Screening.class);

    /// Pauses, seeks, plays and collects for a while: each shown frame with its media time, and all
    /// sound since the seek.
    private static final String WATCH = """
            async ({ second, milliseconds, limit, width, height, hertz }) => {
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
              if (!await Promise.race([seeked.then(() => true), wait(limit).then(() => false)])) {
                return { from: video.currentTime, frames: [], blocks: [], stuck: 'seeking, ready ' + video.readyState };
              }
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
              if (!await Promise.race([video.play().then(() => true), wait(limit).then(() => false)])) {
                return { from, frames: [], blocks: [], stuck: 'before playing, ready ' + video.readyState };
              }
              await wait(milliseconds);
              video.pause();
              await wait(800);
              node.onaudioprocess = null;
              return { from, frames, blocks };
            }
            """;

    // Shorter silences are zero crossings of a faint hum; longer ones are holes that the browser filled.
    private static final int HOLE_SAMPLES = 64;
    private static final float QUIETEST_BEEP = 0.2f;
    private static final int ATTEMPTS = 6;
    private static final Duration LIMIT = Duration.ofSeconds(20);

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

    /// Seeks, and watches from there for a while; again where the machine was too busy to play a beep.
    ///
    /// The first sample that Chromium plays after a seek of a paused film is the one that belongs to
    /// the second that was sought. So a beep's time is the number of samples from there, whatever the
    /// machine's clocks and the way to the loudspeaker add. The film has to have sound that is nowhere
    /// silent, as the hum of a [TestFilm].
    ///
    /// @throws AssertionError if no beep could be heard before the sound broke off
    public Seen watchFrom(double second, Duration duration) {
        for (var attempt = 1; attempt < ATTEMPTS; attempt++) {
            var seen = watchOnce(second, duration);
            if (!seen.beeps().isEmpty() && !seen.frames().numbers().isEmpty()) {
                return seen;
            }
            log.info("Chromium did not play from {} s to the first beep without a hole", second);
        }
        return watchOnce(second, duration);
    }

    private Seen watchOnce(double second, Duration duration) {
        var answer = (Map<?, ?>) page.evaluate(
                WATCH,
                Map.of(
                        "second",
                        second,
                        "milliseconds",
                        (double) duration.toMillis(),
                        "limit",
                        (double) LIMIT.toMillis(),
                        "width",
                        FrameCode.WIDTH,
                        "height",
                        FrameCode.HEIGHT,
                        "hertz",
                        Beeps.SAMPLE_RATE));
        if (answer.get("stuck") != null) {
            log.warn("The film stood still from {} s on: {}", second, answer.get("stuck"));
        }
        var pictures = new ArrayList<byte[]>();
        var times = new ArrayList<Double>();
        for (var frame : list(answer, "frames")) {
            var parts = frame.toString().split(" ");
            times.add(Double.parseDouble(parts[0]));
            pictures.add(Base64.getDecoder().decode(parts[1]));
        }
        var from = ((Number) Objects.requireNonNull(answer.get("from"))).doubleValue();
        var beeps = beeps(unbroken(sound(list(answer, "blocks")))).stream()
                .map(beep -> from + beep)
                .toList();
        return new Seen(FrameReading.of(pictures, times), beeps);
    }

    /// Only whole beeps: where the sound broke off in one, its onset cannot be told.
    private static List<Double> beeps(float[] sound) {
        var loudest = 0f;
        for (var sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        var last = (double) sound.length / Beeps.SAMPLE_RATE - Beeps.LENGTH.toMillis() / 1000.0;
        return loudest < QUIETEST_BEEP
                ? List.of()
                : Beeps.find(sound).stream()
                        .map(Beeps.Beep::time)
                        .filter(time -> time < last)
                        .toList();
    }

    /// The blocks up to the first one that was lost while the film played. Those that were lost before are
    /// none of it, unless the film had begun in them: then nothing is returned.
    private static float[] sound(List<?> blocks) {
        var heard = new ByteArrayOutputStream();
        var next = Double.NaN;
        for (var block : blocks) {
            var parts = block.toString().split(" ");
            var time = Double.parseDouble(parts[0]);
            var samples = Base64.getDecoder().decode(parts[1]);
            if (Math.abs(time - next) > 0.01) {
                if (!isSilent(heard.toByteArray())) {
                    break;
                }
                heard.reset();
                if (!isSilent(Arrays.copyOf(samples, Float.BYTES))) {
                    break;
                }
            }
            heard.writeBytes(samples);
            next = time + (double) samples.length / Float.BYTES / Beeps.SAMPLE_RATE;
        }
        return floats(heard.toByteArray());
    }

    private static boolean isSilent(byte[] samples) {
        for (var sample : floats(samples)) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    private static float[] floats(byte[] bytes) {
        var floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /// What was heard from the first sample on up to the pause, or up to a hole that the browser filled with
    /// silence.
    private static float[] unbroken(float[] sound) {
        var first = 0;
        while (first < sound.length && sound[first] == 0) {
            first++;
        }
        var silent = 0;
        var end = first;
        while (end < sound.length && silent <= HOLE_SAMPLES) {
            silent = sound[end] == 0 ? silent + 1 : 0;
            end++;
        }
        return Arrays.copyOfRange(sound, first, end - silent);
    }

    private static List<?> list(Map<?, ?> answer, String name) {
        return (List<?>) Objects.requireNonNull(answer.get(name));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
