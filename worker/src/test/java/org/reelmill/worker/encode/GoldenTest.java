package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Making;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.Waiting;
import org.reelmill.worker.probe.AudioStream;
import org.reelmill.worker.probe.FrameTiming;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Rational;
import org.reelmill.worker.probe.TextStream;
import org.reelmill.worker.probe.VideoStream;

/// Command lines as they are reviewed, one argument per line. `-Dreelmill.golden=write` writes them anew.
class GoldenTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final Rational RATE = new Rational(24000, 1001);
    private static final MediaInput INPUT = new MediaInput(URI.create("http://127.0.0.1:8090/path/source"), "matroska");

    @Test
    void chunkOfAnOrdinaryFilm() throws IOException {
        var plan = longer(new VideoStream.Colour("tv", "bt709", "bt709", "bt709"));
        assertGolden("chunk", VideoCommand.arguments(job(plan)));
    }

    @Test
    void chunkOfAFilmOfHighDynamicRange() throws IOException {
        var plan = longer(new VideoStream.Colour("tv", "bt2020nc", "bt2020", "smpte2084"));
        assertGolden("chunk-hdr", VideoCommand.arguments(job(plan)));
    }

    @Test
    void chunkOfAFilmOfSixtyFramesWithRungsOfHalf() throws IOException {
        var plan = plan(
                new VideoStream.Colour("tv", "bt709", "bt709", "bt709"),
                new Rational(60, 1),
                TestMedia.halving(),
                1000);
        assertGolden("chunk-half", VideoCommand.arguments(job(plan)));
    }

    @Test
    void chunkBesideARungThatIsCopied() throws IOException {
        var plan = plan(new VideoStream.Colour("tv", "bt709", "bt709", "bt709"));
        var top = plan.rungs().getFirst();
        var copied = new RungPlan(
                top.name(),
                top.width(),
                top.height(),
                top.profile(),
                top.level(),
                top.preset(),
                top.crf(),
                top.maxKbps(),
                top.bufferKbit(),
                top.frames(),
                Making.COPIED);
        var rungs =
                Stream.concat(Stream.of(copied), plan.rungs().stream().skip(1)).toList();
        var chunks =
                List.of(new Chunk(0, 0, 205, 0, List.of(100L, 105L)), new Chunk(1, 205, 795, 2, List.of(75L, 720L)));
        var copying = new IngestPlan(
                plan.kind(),
                plan.ladder(),
                plan.media(),
                plan.grid(),
                rungs,
                List.of(new RungSet("all", List.of("v720", "v480", "v360")), new RungSet("copied", List.of("v1080"))),
                chunks,
                plan.audio(),
                plan.surround(),
                plan.text(),
                plan.warnings());
        assertGolden(
                "chunk-copied",
                VideoCommand.arguments(new EncodeJob(
                        INPUT, copying, chunks.getFirst(), copying.sets().getFirst(), Path.of("work"))));
        assertThat(copying.keyframes(rungs.getLast())).startsWith(0L, 50L, 100L, 152L, 205L, 242L, 280L, 340L);
    }

    @Test
    void soundTextAndPoster() throws IOException {
        var plan = plan(new VideoStream.Colour(null, null, null, null));
        Path work = Path.of("work");
        assertGolden(
                "audio",
                AudioCommand.arguments(new AudioJob(INPUT, plan, plan.audio().getFirst(), work)));
        assertGolden(
                "text",
                TextConverter.arguments(new TextJob(INPUT, plan, plan.text().getFirst(), work)));
        assertGolden("poster", PosterFrame.arguments(INPUT, plan, PosterFrame.place(plan)));
    }

    private static EncodeJob job(IngestPlan plan) {
        return new EncodeJob(INPUT, plan, plan.chunks().get(3), plan.sets().getFirst(), Path.of("work"));
    }

    private static IngestPlan plan(VideoStream.Colour colour) {
        return plan(colour, RATE, Ladder.usual(), 1000);
    }

    /// Whose chunk 3 is an ordinary one, of two segments of six seconds.
    private static IngestPlan longer(VideoStream.Colour colour) {
        return plan(colour, RATE, Ladder.usual(), 2000);
    }

    private static IngestPlan plan(VideoStream.Colour colour, Rational rate, Ladder ladder, long frames) {
        var timing = new FrameTiming(
                Duration.ofMillis(21),
                Duration.ofMillis(21).plus(rate.duration(frames - 1)),
                rate,
                FrameTiming.Rhythm.CONSTANT);
        var video = new VideoStream(
                0,
                "h264",
                1920,
                1080,
                new Rational(1, 1),
                0,
                "yuv420p",
                rate,
                rate,
                null,
                colour,
                VideoStream.Scan.PROGRESSIVE,
                null,
                true,
                timing);
        var media = new MediaInfo(
                "matroska",
                MediaInfo.Index.PRESENT,
                rate.duration(frames),
                Duration.ZERO,
                List.of(video),
                List.of(new AudioStream(1, "aac", 6, 48_000, "en", null, true)),
                List.of(new TextStream(2, "subrip", "en", null, false, false, false)),
                List.of());
        return new Planner(EncodeSpeed.guessed()).plan(media, ladder, Waiting.NOBODY);
    }

    private static void assertGolden(String name, List<String> arguments) throws IOException {
        Path file = GOLDEN.resolve(name + ".args");
        if ("write".equals(System.getProperty("reelmill.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.write(file, arguments);
        }
        assertThat(arguments).isEqualTo(Files.readAllLines(file));
    }
}
