package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.FrameReading;
import org.reelmill.testing.LipSync;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.PlanKind;

/// Issue 5, acceptance 3: the test film in every container, cut into chunks of one segment that three workers
/// encode at once, and into chunks of many that one encodes; decoded over all seams and read frame by frame.
/// Each container at one rate; with `-Dreelmill.drills=full` each at all.
class EveryContainerTest {

    private static final boolean FULL = "full".equals(System.getProperty("reelmill.drills"));
    private static final double LIP_SYNC_MILLIS = 10;
    private static final double TIME_ERROR_MILLIS = 0.1;
    private static final List<Container> INDEXED = List.of(Container.MP4, Container.MOV, Container.MKV, Container.WEBM);

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    /// A container of the test film, and a rate.
    record Kind(Container container, TestFilm.Layout layout, int frames, int seconds) {

        TestFilm film() {
            return TestFilm.builder()
                    .rate(frames, seconds)
                    .duration(Duration.ofSeconds(14))
                    .container(container)
                    .layout(layout)
                    // Not ours, so that chunks begin between keyframes.
                    .keyframeEvery(37);
        }

        PlanKind plan() {
            return layout != TestFilm.Layout.FRAGMENTED && INDEXED.contains(container)
                    ? PlanKind.INDEXED
                    : PlanKind.SCANNED;
        }

        @Override
        public String toString() {
            String rate = seconds == 1 ? "" + frames : frames + "/" + seconds;
            return (layout == TestFilm.Layout.FRAGMENTED ? "fragmented " : "") + container + " at " + rate;
        }
    }

    static List<Kind> kinds() {
        int[][] rates = {{25, 1}, {24000, 1001}, {30000, 1001}, {60, 1}, {24, 1}, {30, 1}, {50, 1}, {60000, 1001}};
        var containers = Container.values();
        var kinds = Stream.of(
                        Arrays.stream(containers).map(container -> List.of(container, TestFilm.Layout.INDEX_FIRST)),
                        Stream.of(List.of(Container.MP4, TestFilm.Layout.FRAGMENTED)))
                .flatMap(kind -> kind)
                .toList();
        return Stream.iterate(0, i -> i < kinds.size(), i -> i + 1)
                .flatMap(i -> Arrays.stream(FULL ? rates : new int[][] {rates[i % 4]})
                        .map(rate -> new Kind(
                                (Container) kinds.get(i).getFirst(),
                                (TestFilm.Layout) kinds.get(i).getLast(),
                                rate[0],
                                rate[1])))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void isExactHoweverItIsCutAndByHoweverMany(Kind kind) throws IOException {
        TestFilm film = kind.film();
        Path source = film.make(work.resolve("film"), TestMedia.tools());
        MediaInput input = TestMedia.input(source);
        var opened = TestMedia.open(input, TestMedia.ladder());
        assertThat(opened.plan().kind()).isEqualTo(kind.plan());
        assertThat(opened.plan().warnings()).isEmpty();
        List<Double> own = milliseconds(reader.lipSync(source));
        // Neither container tells its encoder's delay, so these are late themselves.
        boolean isLate = List.of("mpeg", "asf").contains(input.demuxer());
        List<Double> meant = isLate ? own : own.stream().map(offset -> 0.0).toList();

        assertExact(film, input, opened.cut(1), 3, meant);
        assertExact(film, input, opened.cut(2), 1, meant);
    }

    private void assertExact(TestFilm film, MediaInput input, IngestPlan plan, int workers, List<Double> meant)
            throws IOException {
        assertThat(plan.chunks()).hasSizeGreaterThan(1);
        assertThat(plan.grid().frames()).isEqualTo(film.frames());
        Path folder = Files.createDirectories(work.resolve("by" + workers));
        var renditions = TestMedia.encode(input, plan, folder, workers);
        Path sound = renditions.file(plan.audio().getFirst().name());
        for (var rung : plan.rungs()) {
            FrameReading reading = reader.frames(renditions.file(rung.name()));
            assertThat(reading.differences(film.frames())).as(rung.name()).isEmpty();
            assertThat(reading.numbers()).hasSize(film.frames());
            assertThat(reading.largestTimeError(film.rate())).isLessThan(TIME_ERROR_MILLIS);
        }
        List<Double> made = milliseconds(
                reader.lipSync(renditions.file(plan.rungs().getLast().name()), sound));
        assertThat(made).hasSizeGreaterThan(12);
        for (int beep = 0; beep < made.size(); beep++) {
            assertThat(made.get(beep)).as("beep " + beep).isCloseTo(meant.get(beep), within(LIP_SYNC_MILLIS));
        }
        assertThat(reader.sound(sound, 0).seconds()).isCloseTo(film.seconds(), within(0.011));
    }

    private static List<Double> milliseconds(LipSync lips) {
        return lips.offsets().stream().map(LipSync.Offset::milliseconds).toList();
    }
}
