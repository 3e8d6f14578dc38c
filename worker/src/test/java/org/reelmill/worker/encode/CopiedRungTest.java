package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.FrameReading;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.CopyPlanner;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.Rung;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.Waiting;

/// Issue 5, row I12: a film that fits its tallest rung is copied, exactly, and the encoded rungs follow its
/// keyframes; a film that does not is encoded, and the plan says why.
class CopiedRungTest {

    private static final String CLOSED =
            "-c:v libx264 -preset ultrafast -bf 2 -g 50 -keyint_min 50 -sc_threshold 0 -crf 30";

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    /// A film as its container has it.
    record Kind(Container container, TestFilm.Layout layout, int frames, int seconds, int keyframes, int timescale) {

        TestFilm film() {
            return TestFilm.builder()
                    .rate(frames, seconds)
                    .duration(Duration.ofSeconds(20))
                    .container(container)
                    .keyframeEvery(keyframes);
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(Container.MP4, TestFilm.Layout.INDEX_FIRST, 25, 1, 50, 12_800),
                new Kind(Container.MP4, TestFilm.Layout.INDEX_LAST, 30, 1, 37, 600),
                // One frame is no whole number of ticks.
                new Kind(Container.MOV, TestFilm.Layout.INDEX_LAST, 24000, 1001, 60, 90_000),
                new Kind(Container.MP4, TestFilm.Layout.INDEX_FIRST, 60000, 1001, 90, 60_000));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isTheFilmItselfAndAllRungsBeginSegmentsTogether(Kind kind) throws IOException {
        TestFilm film = kind.film();
        Path source = tagged(film.make(work.resolve("plain"), TestMedia.tools()), kind);
        MediaInput input = TestMedia.input(source);
        IngestPlan plan = plan(source, TestMedia.ladder().copyingWhatFits());
        assertThat(plan.copying()).isEqualTo("The rung v360 is copied: the film fits it as it is.");
        assertThat(plan.segmentBounds()).allMatch(frame -> frame % kind.keyframes() == 0 || frame == film.frames());

        Renditions renditions = make(input, source, plan);

        for (var rung : plan.rungs()) {
            FrameReading reading = reader.frames(renditions.file(rung.name()));
            assertThat(reading.differences(film.frames())).as(rung.name()).isEmpty();
            assertThat(reading.numbers()).hasSize(film.frames());
            assertThat(reading.largestTimeError(film.rate())).isLessThan(0.1);
            assertThat(reader.lipSync(renditions.file(rung.name()), renditions.file("a0-en"))
                            .largestMilliseconds())
                    .as(rung.name())
                    .isLessThan(10);
        }
        assertThat(starts(renditions, "v180")).isEqualTo(starts(renditions, "v360"));
        assertThat(decoded(renditions.file("v360"))).isEqualTo(decoded(source));
    }

    @Test
    void rungsOfHalfTheFramesBeginSegmentsWithItToo() throws IOException {
        TestFilm film = TestFilm.builder()
                .rate(50, 1)
                .duration(Duration.ofSeconds(9))
                .audioTracks(List.of())
                .keyframeEvery(75);
        Path source = tagged(film.make(work.resolve("plain"), TestMedia.tools()), null);
        IngestPlan plan = plan(source, TestMedia.halving().copyingWhatFits());
        assertThat(plan.copied()).isPresent();
        // The keyframes 75, 225 and 375 are not shown in all rungs.
        assertThat(plan.segmentBounds()).containsExactly(0L, 150L, 300L, 450L);

        Renditions renditions = make(TestMedia.input(source), source, plan);

        assertThat(reader.frames(renditions.file("v360")).differences(film.frames()))
                .isEmpty();
        assertThat(reader.frames(renditions.file("v180")).numbers())
                .containsExactlyElementsOf(Stream.iterate(0, frame -> frame < 450, frame -> frame + 2)
                        .toList());
        assertThat(starts(renditions, "v180")).isEqualTo(starts(renditions, "v360"));
    }

    @Test
    void aPieceIsTheSameBytesWhoeverMakesIt() throws IOException {
        Path source = clip("twice.mp4", "testsrc2=size=640x360:rate=25:duration=20", CLOSED);
        IngestPlan plan = plan(source, TestMedia.ladder().copyingWhatFits());
        Chunk second = plan.chunksOf(plan.sets().getLast()).get(1);

        var segments = copy(source, plan, second, work.resolve("one"));
        var again = copy(source, plan, second, work.resolve("other"));

        assertThat(segments).hasSizeGreaterThan(1);
        for (int i = 0; i < segments.size(); i++) {
            assertThat(again.get(i).file())
                    .hasSameBinaryContentAs(segments.get(i).file());
        }
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            mkv    | size=640x360 |                        | %c                                        | only the index of MP4 and MOV tells where each picture stands
            open   | size=640x360 |                        | -c:v libx264 -preset veryfast -bf 3 -x264-params keyint=50:min-keyint=50:scenecut=0:open-gop=1 -crf 30 | from 0.0 s on, no keyframe closes a group within 4.0 s
            long   | size=640x360 |                        | -c:v libx264 -preset ultrafast -g 500     | from 0.0 s on, no keyframe closes a group within 4.0 s
            vfr    | size=640x360 | -vf select=not(eq(mod(n\\,7)\\,3)) -fps_mode vfr | %c              | its frame rate varies, or is higher than 60
            large  | size=960x540 |                        | %c                                        | the picture has 960 × 540 pixels, the tallest rung 640 × 360
            small  | size=320x180 |                        | %c                                        | the film has but one rung, which has to be decoded to find damage
            heavy  | size=640x360 |                        | -c:v libx264 -preset ultrafast -g 50 -crf 4 | kbit/s, more than the 1500 of v360
            deep   | size=640x360 | -pix_fmt yuv420p10     | %c                                        | the picture is of yuv420p10le, not yuv420p
            chroma | size=640x360 | -pix_fmt yuv444p       | %c                                        | the picture is of yuv444p, not yuv420p
            fields | size=640x360 |                        | %c -flags +ildct+ilme -field_order tt -x264opts tff=1 | interlaced
            aspect | size=640x360 | -vf setsar=4/3         | %c                                        | the pixels are not square
            mpeg4  | size=640x360 |                        | -c:v mpeg4 -g 50                          | the picture is mpeg4, not h264
            colour | size=640x360 |                        | %c -colorspace smpte170m                  | its colours are not said to be of BT.709
            full   | size=640x360 | -vf scale=out_range=pc,format=yuvj420p -pix_fmt yuvj420p | %c      | the picture is of yuvj420p, not yuv420p
            level  | size=640x360 |                        | %c -level:v 5.1                           | its level is 5.1, more than 4.1
            """)
    void whatDoesNotFitIsEncodedAndThePlanSaysWhy(String name, String size, String picture, String codec, String reason)
            throws IOException {
        String colours = name.equals("colour") ? "" : " -colorspace bt709";
        Path source = clip(
                name + (name.equals("mkv") ? ".mkv" : ".mp4"),
                "testsrc2=rate=25:duration=8:" + size,
                (picture == null ? "" : picture + " ") + codec.replace("%c", CLOSED) + colours);

        IngestPlan plan = plan(source, TestMedia.ladder().copyingWhatFits());

        assertThat(plan.copying()).startsWith("No rung is copied: ").contains(reason);
        assertThat(plan.copied()).isEmpty();
        assertThat(plan)
                .usingRecursiveComparison()
                .ignoringFields("copying")
                .isEqualTo(TestMedia.plan(
                        TestMedia.input(source), TestMedia.ladder().copyingWhatFits()));
    }

    @Test
    void whatIsTurnedOrCutByItsContainerIsEncoded() throws IOException {
        Path film = clip("film.mp4", "testsrc2=size=640x360:rate=25:duration=8", CLOSED);
        Path turned = work.resolve("turned.mp4");
        ffmpeg("-display_rotation:v:0 180 -i " + film + " -c copy " + turned);
        Path mirrored = work.resolve("mirrored.mp4");
        ffmpeg("-display_hflip:v:0 -i " + film + " -c copy " + mirrored);
        Path cut = work.resolve("cut.mp4");
        ffmpeg("-ss 0.7 -i " + film + " -c copy " + cut);
        var square = new Ladder("two", "superfast", List.of(new Rung(360, 23, 1500), new Rung(180, 23, 500)))
                .copyingWhatFits();

        assertThat(plan(film, square).copied()).isPresent();
        assertThat(plan(turned, square).copying()).contains("turned");
        assertThat(plan(mirrored, square).copying())
                .contains("No rung is copied: ")
                .containsAnyOf("turned", "mirrored");
        assertThat(plan(cut, square).copying()).startsWith("No rung is copied: ");
        var never = new Ladder("two", "superfast", square.rungs(), Ladder.Copying.NEVER);
        assertThat(plan(film, never).copying()).isEqualTo("No rung is copied: the ladder says never to copy.");
        assertThat(never.version()).isNotEqualTo(square.version());
    }

    @ParameterizedTest
    @CsvSource({"2", "12"})
    void changingParameterSetsAreFoundWhenOpenedOrWhenCopied(int seconds) throws IOException {
        Path first = work.resolve("1.ts");
        ffmpeg("-f lavfi -i testsrc2=size=640x360:rate=25:duration=" + seconds + " -pix_fmt yuv420p " + CLOSED
                + " -colorspace bt709 -f mpegts " + first);
        Path second = work.resolve("2.ts");
        ffmpeg("-f lavfi -i testsrc2=size=640x360:rate=25:duration=8 -pix_fmt yuv420p "
                + CLOSED.replace("ultrafast", "veryfast") + " -refs 2 -colorspace bt709 -f mpegts " + second);
        Path both = work.resolve("both.ts");
        Files.write(both, Files.readAllBytes(first));
        Files.write(both, Files.readAllBytes(second), java.nio.file.StandardOpenOption.APPEND);
        Path source = work.resolve("both.mp4");
        ffmpeg("-i " + both + " -c copy " + source);

        IngestPlan plan = plan(source, TestMedia.ladder().copyingWhatFits());

        if (seconds == 2) {
            assertThat(plan.copying()).isEqualTo("No rung is copied: its parameter sets change.");
            return;
        }
        assertThat(plan.copied()).isPresent();
        var pieces = plan.chunksOf(plan.sets().getLast());
        assertThat(copy(source, plan, pieces.getFirst(), work.resolve("good"))).isNotEmpty();
        assertThatThrownBy(() -> copy(source, plan, pieces.getLast(), work.resolve("bad")))
                .isInstanceOfSatisfying(
                        RejectedSource.class,
                        rejected -> assertThat(rejected.failure().code()).isEqualTo(RejectedSource.MUST_BE_ENCODED))
                .hasMessageContaining("its parameter sets change");
    }

    @Test
    void aBrokenIndexIsAReasonNotAFault() throws Exception {
        Path film = clip("film.mp4", "testsrc2=size=640x360:rate=25:duration=8", CLOSED + " -movflags +faststart");
        byte[] bytes = Files.readAllBytes(film);
        IngestPlan plan = TestMedia.plan(TestMedia.input(film), TestMedia.ladder());
        var random = new java.util.Random(12);
        int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat");
        for (int round = 0; round < 2000; round++) {
            byte[] broken = bytes.clone();
            for (int i = 0; i < 3; i++) {
                broken[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
            }
            var planned = copyPlanner().plan(plan, TestMedia.ladder().copyingWhatFits(), Waiting.NOBODY, film(broken));
            assertThat(planned.copying()).as("seed 12, round " + round).isNotBlank();
        }
    }

    private static CopyPlanner.Film film(byte[] bytes) {
        return new CopyPlanner.Film(
                (position, length) -> Arrays.copyOfRange(
                        bytes, (int) Math.min(position, bytes.length), (int) Math.min(position + length, bytes.length)),
                bytes.length);
    }

    private static CopyPlanner copyPlanner() {
        return new CopyPlanner(new Planner(EncodeSpeed.guessed()));
    }

    private static IngestPlan plan(Path source, Ladder ladder) throws IOException {
        try {
            IngestPlan encoded = TestMedia.plan(TestMedia.input(source), ladder);
            return copyPlanner().plan(encoded, ladder, Waiting.NOBODY, film(source));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CopyPlanner.Film film(Path source) throws IOException {
        return new CopyPlanner.Film((position, length) -> read(source, position, length), Files.size(source));
    }

    private static byte[] read(Path source, long position, int length) throws IOException {
        try (var file = new RandomAccessFile(source.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.clamp(file.length() - position, 0, length)];
            file.seek(position);
            file.readFully(bytes);
            return bytes;
        }
    }

    /// Encoded chunks backwards, copied pieces, sound.
    private Renditions make(MediaInput input, Path source, IngestPlan plan) throws IOException {
        var renditions = new Renditions(work.resolve("whole"));
        for (RungSet set : plan.encodedSets()) {
            for (Chunk chunk : plan.chunks().reversed()) {
                Path folder = Files.createDirectories(work.resolve(set.name() + chunk.number()));
                var job = new EncodeJob(input, plan, chunk, set, folder);
                renditions.add(new ChunkEncoder(TestMedia.ffmpeg()).encode(job, (time, frame) -> true));
            }
        }
        for (Chunk piece : plan.chunksOf(plan.sets().getLast()).reversed()) {
            Path folder = work.resolve("copied" + piece.number());
            copy(source, plan, piece, folder).forEach(renditions::add);
            renditions.init("v360", ChunkEncoder.init(folder, "v360"));
        }
        for (var audio : plan.audio()) {
            Path folder = Files.createDirectories(work.resolve(audio.name()));
            var job = new AudioJob(input, plan, audio, folder);
            renditions.init(
                    audio.name(),
                    new AudioEncoder(TestMedia.ffmpeg()).encode(job, renditions::add, (time, frame) -> true));
        }
        renditions.write();
        return renditions;
    }

    private static List<EncodedSegment> copy(Path source, IngestPlan plan, Chunk piece, Path folder)
            throws IOException {
        var segments = new ArrayList<EncodedSegment>();
        var job = new CopyJob(film(source), plan, plan.copied().orElseThrow(), piece, folder);
        try {
            new ChunkCopier().copy(job, segments::add);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return segments;
    }

    private static List<Double> starts(Renditions renditions, String rendition) {
        return renditions.segments(rendition).stream()
                .map(segment -> (double) segment.startTicks() / segment.timescale())
                .toList();
    }

    /// A checksum of every picture.
    private static List<String> decoded(Path file) {
        byte[] sums = TestMedia.tools()
                .ffmpeg(List.of(
                        "-i", file.toString(), "-map", "0:v", "-fps_mode", "passthrough", "-f", "framemd5", "-"));
        return new String(sums, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    /// The film with its colours said, which the test film does not.
    private Path tagged(Path film, @org.jspecify.annotations.Nullable Kind kind) {
        boolean isMov = kind != null && kind.container() == Container.MOV;
        boolean isFirst = kind == null || kind.layout() == TestFilm.Layout.INDEX_FIRST;
        Path tagged = work.resolve("film" + (isMov ? ".mov" : ".mp4"));
        ffmpeg("-i " + film + " -map 0:v -map 0:a? -c copy -bsf:v"
                + " h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1"
                + (kind == null ? "" : " -video_track_timescale " + kind.timescale())
                + (isFirst ? " -movflags +faststart " : " ")
                + tagged);
        return tagged;
    }

    private Path clip(String name, String picture, String arguments) {
        Path file = work.resolve(name);
        String format = arguments.contains("-pix_fmt") ? "" : " -pix_fmt yuv420p";
        String colours = arguments.contains("-colorspace") ? "" : " -colorspace bt709";
        ffmpeg("-f lavfi -i " + picture + format + " " + arguments + colours + " " + file);
        return file;
    }

    private static void ffmpeg(String words) {
        TestMedia.tools().ffmpeg(List.of(words.strip().split(" +")));
    }
}
