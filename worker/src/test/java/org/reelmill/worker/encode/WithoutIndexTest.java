package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.FrameReading;
import org.reelmill.testing.LipSync;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.PlanKind;
import org.reelmill.worker.probe.Rational;

/// Films in containers that do not tell what lies where, and films of a varying rate, become publications
/// that are exact on the output grid.
class WithoutIndexTest {

    private static final double LIP_SYNC_MILLIS = 10;
    private static final double TIME_ERROR_MILLIS = 0.1;

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    @ParameterizedTest(name = "{0}/{1} frames per second in {2}")
    @CsvSource({
        "25, 1, TS",
        "24000, 1001, TS",
        "60, 1, TS",
        "25, 1, PS",
        "30000, 1001, PS",
        "25, 1, AVI",
        "24000, 1001, AVI",
        "30, 1, FLV",
        "24000, 1001, FLV",
        "25, 1, WMV",
        "30000, 1001, WMV",
        "24000, 1001, LIVE_MKV"
    })
    void everyRungShowsEachFrameOnceInOrderWithItsSound(int frames, int seconds, Container container)
            throws IOException {
        assertExact(film(frames, seconds, container));
    }

    @Test
    void fragmentedFilesToo() throws IOException {
        assertExact(film(24000, 1001, Container.MP4).layout(TestFilm.Layout.FRAGMENTED));
    }

    @Test
    void whatCannotBeBegunInItsMiddleIsEncodedInOnePiece() throws IOException {
        Path source = remade("-c", "copy", "-movflags", "+frag_keyframe+empty_moov", "-f", "mp4");
        IngestPlan plan = assertFrames(source);
        assertThat(plan.kind()).isEqualTo(PlanKind.SEQUENTIAL);
        assertThat(plan.chunks()).hasSize(1);
        assertThat(plan.warnings())
                .containsExactly(
                        "One worker encodes it from start to end: its fragments name their places in the file.");
    }

    @Test
    void anAviThatLostItsIndexIsEncodedInOnePiece() throws IOException {
        Path source = film(25, 1, Container.AVI).make(work.resolve("film"), TestMedia.tools());
        byte[] bytes = Files.readAllBytes(source);
        int index = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("idx1");
        Files.write(source, Arrays.copyOf(bytes, index));
        assertThat(assertFrames(source).kind()).isEqualTo(PlanKind.SEQUENTIAL);
    }

    @Test
    void aClockThatComesRoundKeepsAFilmInOnePiece() throws IOException {
        Path source = remade("-c", "copy", "-output_ts_offset", "95435", "-f", "mpegts");
        IngestPlan plan = assertFrames(source);
        assertThat(plan.kind()).isEqualTo(PlanKind.SEQUENTIAL);
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("its clock comes round"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Packets of 192 bytes, as on a Blu-ray disc.
                "-c copy -mpegts_m2ts_mode 1",
                // A clock that begins elsewhere, tables that come seldom.
                "-c copy -output_ts_offset 7000 -pat_period 9 -sdt_period 9",
                // Pictures that are shown before a keyframe, and come after it.
                "-c:v libx264 -preset veryfast -bf 3 -g 60 -x264-params open-gop=1 -c:a copy",
                "-c:v libx265 -preset ultrafast -bf 3 -g 60 -x265-params open-gop=1:log-level=error -c:a copy",
                "-c:v mpeg2video -bf 2 -q:v 3 -g 15 -c:a copy"
            })
    void transportStreamsOfOtherKindsAreCutToo(String options) throws IOException {
        var arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.addAll(List.of("-f", "mpegts"));
        IngestPlan plan = assertFrames(remade(arguments.toArray(String[]::new)));
        assertThat(plan.kind()).isEqualTo(PlanKind.SCANNED);
        assertThat(plan.chunks()).hasSizeGreaterThan(3);
    }

    @Test
    void aRecordingWithHolesShowsWhatItHas() throws IOException {
        Path source = film(25, 1, Container.TS).make(work.resolve("film"), TestMedia.tools());
        byte[] whole = Files.readAllBytes(source);
        // Single packets are lost early, and two seconds in the middle; the last third is sound.
        try (var torn = Files.newOutputStream(source)) {
            int packets = whole.length / 188;
            for (int packet = 0; packet < packets; packet++) {
                double at = (double) packet / packets;
                boolean isLost = at > 0.1 && at < 0.2 && packet % 40 == 0 || at > 0.45 && at < 0.55;
                if (!isLost) {
                    torn.write(whole, packet * 188, 188);
                }
            }
        }
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.kind()).isEqualTo(PlanKind.SCANNED);
        var renditions = TestMedia.encode(input, plan, work.resolve("encoded"));
        List<Integer> numbers = reader.frames(renditions.file("v180")).numbers();
        assertThat(numbers).hasSize(500);
        assertThat(IntStream.range(0, 500).filter(place -> numbers.get(place) == place))
                .hasSizeGreaterThan(350)
                .contains(20, 150, 400, 499);
    }

    private IngestPlan assertFrames(Path source) throws IOException {
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        var renditions = TestMedia.encode(input, plan, work.resolve("encoded"));
        assertThat(reader.frames(renditions.file("v180")).differences(500)).isEmpty();
        return plan;
    }

    private Path remade(String... options) {
        Path original = film(25, 1, Container.MP4).make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("remade");
        var arguments = new ArrayList<>(List.of("-i", original.toString()));
        arguments.addAll(List.of(options));
        arguments.add(source.toString());
        TestMedia.tools().ffmpeg(arguments);
        return source;
    }

    @ParameterizedTest
    @CsvSource({"mp4, INDEXED", "matroska, INDEXED", "mpegts, SCANNED"})
    void aVaryingRateShowsThePictureThatBelongsToEachTime(String muxer, PlanKind kind) throws IOException {
        Path whole = film(30, 1, Container.MP4).make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("source");
        // Full rate, then every second frame, then a hole of three seconds over a chunk's border, then
        // irregular.
        String kept = "if(lt(t,6),1,if(lt(t,11),not(mod(n,2)),if(lt(t,14),0,gt(mod(n*7,5),1))))";
        TestMedia.tools()
                .ffmpeg(List.of(
                        "-i",
                        whole.toString(),
                        "-vf",
                        "select='" + kept + "'",
                        "-fps_mode",
                        "passthrough",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-bf",
                        "2",
                        "-g",
                        "77",
                        "-c:a",
                        "copy",
                        "-f",
                        muxer,
                        source.toString()));
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.kind()).isEqualTo(kind);
        assertThat(plan.grid().rate()).isEqualTo(new Rational(30, 1));
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("frame rate of the picture varies"));

        var renditions = TestMedia.encode(input, plan, work);

        var expected = heldOn(reader.frames(source), 30);
        assertThat(reader.frames(renditions.file("v180")).numbers()).isEqualTo(expected);
        assertThat(reader.frames(renditions.file("v360")).numbers()).isEqualTo(expected);
    }

    private void assertExact(TestFilm film) throws IOException {
        Path source = film.make(work.resolve("film"), TestMedia.tools());
        var input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.kind()).isEqualTo(PlanKind.SCANNED);
        assertThat(plan.chunks()).hasSizeGreaterThan(3);
        assertThat(plan.grid().frames()).isEqualTo(film.frames());
        assertThat(plan.warnings()).isEmpty();

        var renditions = TestMedia.encode(input, plan, work);

        Path sound = renditions.file(plan.audio().getFirst().name());
        // Neither container tells its encoder's delay, so these are late themselves.
        boolean isLate = List.of("mpeg", "asf").contains(input.demuxer());
        List<Double> own = milliseconds(reader.lipSync(source));
        for (var rung : plan.rungs()) {
            Path picture = renditions.file(rung.name());
            assertThat(renditions.segments(rung.name()))
                    .hasSameSizeAs(plan.segmentFrames())
                    .hasSizeGreaterThan(4);
            var reading = reader.frames(picture);
            assertThat(reading.differences(film.frames())).as(rung.name()).isEmpty();
            assertThat(reading.numbers()).hasSize(film.frames());
            assertThat(reading.largestTimeError(film.rate())).isLessThan(TIME_ERROR_MILLIS);
            List<Double> made = milliseconds(reader.lipSync(picture, sound));
            assertThat(made).hasSizeGreaterThan(16);
            for (int beep = 0; beep < made.size(); beep++) {
                double meant = isLate ? own.get(beep) : 0;
                assertThat(made.get(beep)).as("beep " + beep).isCloseTo(meant, within(LIP_SYNC_MILLIS));
            }
        }
        assertThat(reader.sound(sound, 0).seconds()).isCloseTo(film.seconds(), within(0.011));
    }

    private static List<Double> milliseconds(LipSync lips) {
        return lips.offsets().stream().map(LipSync.Offset::milliseconds).toList();
    }

    /// What stands on each place of a grid if every picture is shown until the next one comes.
    private static List<Integer> heldOn(FrameReading source, int rate) {
        var shown = new ArrayList<Integer>();
        double first = source.times().getFirst();
        for (int frame = 0; frame < source.times().size(); frame++) {
            long place = Math.round((source.times().get(frame) - first) * rate);
            while (shown.size() < place) {
                shown.add(shown.getLast());
            }
            if (shown.size() == place) {
                shown.add(source.numbers().get(frame));
            }
        }
        return shown;
    }

    private static TestFilm film(int frames, int seconds, Container container) {
        return TestFilm.builder()
                .rate(frames, seconds)
                .duration(Duration.ofSeconds(20))
                .container(container)
                .keyframeEvery(77);
    }
}
