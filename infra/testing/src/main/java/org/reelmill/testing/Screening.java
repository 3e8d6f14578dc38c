package org.reelmill.testing;

import com.microsoft.playwright.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Watches a [TestFilm] that plays in the first video element of a [Browser]'s page, to see what a
/// viewer sees and hears.
public final class Screening {

    /// Collects for a while: each shown frame with its media time and the moment of its display;
    /// all sound, with the audio clock's time of each block; and readings of both clocks side by
    /// side.
    private static final String WATCH = """
            ({ milliseconds, width, height, hertz }) => new Promise(resolve => {
              const video = document.querySelector('video');
              if (!video.tap) {
                const context = new AudioContext({ sampleRate: hertz });
                const processor = context.createScriptProcessor(1024, 1, 1);
                const source = context.createMediaElementSource(video);
                source.connect(context.destination);
                source.connect(processor);
                processor.connect(context.destination);
                video.tap = { context, processor };
              }
              const { context, processor } = video.tap;
              const text = bytes => {
                let characters = '';
                bytes.forEach(byte => { characters += String.fromCharCode(byte); });
                return btoa(characters);
              };
              const frames = [], blocks = [], clocks = [];
              processor.onaudioprocess = event => {
                const clock = context.getOutputTimestamp();
                clocks.push(clock.performanceTime - clock.contextTime * 1000);
                const sound = event.inputBuffer.getChannelData(0);
                blocks.push(event.playbackTime + ' ' + text(new Uint8Array(new Float32Array(sound).buffer)));
              };
              const canvas = document.createElement('canvas');
              canvas.width = width;
              canvas.height = height;
              const brush = canvas.getContext('2d', { willReadFrequently: true });
              const end = performance.now() + milliseconds;
              const look = (now, frame) => {
                brush.drawImage(video, 0, 0, width, height);
                const dots = brush.getImageData(0, 0, width, height).data.filter((_, at) => at % 4 === 1);
                frames.push(frame.mediaTime + ' ' + frame.expectedDisplayTime + ' ' + text(dots));
                if (now < end) {
                  video.requestVideoFrameCallback(look);
                }
              };
              video.requestVideoFrameCallback(look);
              setTimeout(() => {
                processor.onaudioprocess = null;
                resolve({ frames, blocks, clocks });
              }, milliseconds + 200);
            })
            """;

    private final Page page;

    public Screening(Page page) {
        this.page = page;
    }

    /// What was shown and heard.
    ///
    /// @param frames the frames, with their times on the media's own line; a busy machine leaves some out
    /// @param beeps when beeps were heard, on the same line
    public record Seen(FrameReading frames, List<Double> beeps) {

        public Seen {
            beeps = List.copyOf(beeps);
        }

        /// By how many milliseconds the sound comes after the picture, by the median of all beeps.
        ///
        /// Chromium adds a delay of its own, 60 to 95 ms where this was tried. It depends on the
        /// place to which was sought (probably on how audio frames lie there), and was the same
        /// within 6 ms each time the same place was sought. So compare with a film that is known to
        /// be right, of the same rate, from the same place.
        public double soundDelay() {
            var pairs = LipSync.of(frames.flashes(), beeps).offsets();
            if (pairs.isEmpty()) {
                throw new AssertionError("No flash was seen with a beep in " + frames);
            }
            return median(pairs.stream().map(LipSync.Offset::milliseconds).toList());
        }
    }

    /// Watches for a while. The film has to be playing, and on the line of times that starts at 0.
    public Seen watch(Duration duration) {
        var answer = (Map<?, ?>) page.evaluate(
                WATCH,
                Map.of(
                        "milliseconds", (double) duration.toMillis(),
                        "width", FrameCode.WIDTH,
                        "height", FrameCode.HEIGHT,
                        "hertz", Beeps.SAMPLE_RATE));
        var pictures = new ArrayList<byte[]>();
        var times = new ArrayList<Double>();
        var displayed = new ArrayList<Double>();
        for (var frame : list(answer, "frames")) {
            var parts = frame.toString().split(" ");
            times.add(Double.parseDouble(parts[0]));
            displayed.add(Double.parseDouble(parts[1]) / 1000 - times.getLast());
            pictures.add(Base64.getDecoder().decode(parts[2]));
        }
        var clocks = list(answer, "clocks").stream()
                .map(clock -> ((Number) clock).doubleValue() / 1000)
                .toList();
        var audioToMedia = median(clocks) - median(displayed);
        var beeps = beeps(list(answer, "blocks")).stream()
                .map(beep -> beep + audioToMedia)
                .toList();
        return new Seen(FrameReading.of(pictures, times), beeps);
    }

    private static List<Double> beeps(List<?> blocks) {
        if (blocks.isEmpty()) {
            return List.of();
        }
        var start = Double.parseDouble(blocks.getFirst().toString().split(" ")[0]);
        var end = Double.parseDouble(blocks.getLast().toString().split(" ")[0]) + 1;
        var sound = new float[(int) ((end - start) * Beeps.SAMPLE_RATE)];
        for (var block : blocks) {
            var parts = block.toString().split(" ");
            var at = (int) Math.round((Double.parseDouble(parts[0]) - start) * Beeps.SAMPLE_RATE);
            var samples = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            samples.get(sound, at, samples.remaining());
        }
        return Beeps.find(sound).stream().map(beep -> start + beep.time()).toList();
    }

    private static List<?> list(Map<?, ?> answer, String name) {
        return (List<?>) Objects.requireNonNull(answer.get(name));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
