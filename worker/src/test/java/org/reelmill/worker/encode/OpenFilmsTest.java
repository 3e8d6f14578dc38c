package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reelmill.testing.Needs;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Rung;
import org.reelmill.worker.probe.VideoStream;

/// Issue 5, acceptance 1: every film under `A-open`, and what is made of it. `-Dreelmill.golden=write` writes
/// the table anew.
class OpenFilmsTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "a-open.md");
    private static final long MOST_FRAMES = 2000;
    private static final Ladder SMALL = new Ladder("small", "superfast", List.of(new Rung(144, 28, 400)));

    @TempDir
    Path work;

    static List<Path> films() throws IOException {
        try (var films = Files.list(Needs.sharedMedia().resolve("A-open"))) {
            return films.sorted().toList();
        }
    }

    @Test
    void whatEachFilmBecomes() throws IOException {
        var lines = new ArrayList<>(List.of(
                "| film | source | plan | picture | rungs | sound | text | warnings |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |"));
        for (Path film : films()) {
            lines.add(row(film.getFileName().toString(), TestMedia.plan(TestMedia.input(film), Ladder.usual())));
        }
        if ("write".equals(System.getProperty("reelmill.golden"))) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
    }

    @ParameterizedTest
    @MethodSource("films")
    void eachFilmIsEncodedToOrdinaryPicturesAndSoundOfOneLength(Path film) throws IOException {
        var input = TestMedia.input(film);
        var plan = TestMedia.plan(input, SMALL);
        if (plan.grid().frames() > MOST_FRAMES) {
            // The first, one in the middle and the last chunk stand for a long film.
            var chunks = plan.chunks();
            for (var chunk : List.of(chunks.getFirst(), chunks.get(chunks.size() / 2), chunks.getLast())) {
                Path folder = Files.createDirectories(work.resolve("chunk" + chunk.number()));
                var job = new EncodeJob(input, plan, chunk, plan.sets().getFirst(), folder);
                assertThat(new ChunkEncoder(TestMedia.ffmpeg())
                                .encode(job, (time, frame) -> true)
                                .segments())
                        .hasSameSizeAs(chunk.segmentFrames());
            }
            return;
        }
        var renditions = TestMedia.encode(input, plan, work);
        var rung = plan.rungs().getFirst();
        assertThat(described(renditions.file(rung.name()), "-count_frames"))
                .contains("nb_read_frames=" + plan.grid().frames())
                .contains("width=" + rung.width(), "height=" + rung.height(), "sample_aspect_ratio=1:1")
                .contains("pix_fmt=yuv420p", "color_range=tv", "color_space=bt709", "color_transfer=bt709")
                .contains("field_order=progressive");
        double seconds = plan.grid().duration().toNanos() / 1e9;
        for (var audio : plan.audio()) {
            Path sound = renditions.file(audio.name());
            assertThat(described(sound)).contains("codec_name=aac", "sample_rate=48000", "channels=2");
            assertThat(TestMedia.tools()
                                    .ffmpeg(List.of("-i", sound.toString(), "-f", "s16le", "-ac", "1", "pipe:1"))
                                    .length
                            / 2
                            / 48_000.0)
                    .isCloseTo(seconds, within(0.022));
        }
    }

    private static String row(String name, IngestPlan plan) {
        VideoStream video = plan.media().video().getFirst();
        var cells = List.of(
                name,
                "%s, %s %d × %d %s"
                        .formatted(
                                plan.media().demuxer(),
                                video.codec(),
                                video.width(),
                                video.height(),
                                video.pixelFormat()),
                plan.kind() + ", chunks: " + plan.chunks().size(),
                plan.grid().frames() + " frames at " + plan.grid().rate(),
                joined(plan.rungs().stream().map(rung -> rung.name() + " " + rung.width() + " × " + rung.height())),
                joined(plan.audio().stream().map(audio -> audio.name() + " " + audio.label())),
                joined(plan.text().stream().map(text -> text.name() + " " + text.label())),
                joined(plan.warnings().stream()));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String joined(Stream<String> parts) {
        String joined = parts.collect(Collectors.joining("; "));
        return joined.isEmpty() ? "–" : joined;
    }

    private static String described(Path file, String... more) {
        var arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("-show_streams", file.toString()));
        return TestMedia.tools().ffprobe(arguments);
    }
}
