package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.LipSync;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.Frames;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;

/// Issue 3, acceptance 3: chunks encoded one by one, put together, decoded, and read frame by frame.
class ExactnessTest {

    private static final double LIP_SYNC_MILLIS = 2;
    private static final double TIME_ERROR_MILLIS = 0.1;

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    @ParameterizedTest(name = "{0}/{1} frames per second in {2}")
    @CsvSource({
        "24, 1, MP4", "24, 1, MKV",
        "25, 1, MP4", "25, 1, MKV",
        "24000, 1001, MP4", "24000, 1001, MKV",
        "30000, 1001, MP4", "30000, 1001, MKV",
        "30, 1, MP4", "30, 1, MKV",
        "60, 1, MP4", "60, 1, MKV",
        "25, 1, MOV", "30, 1, WEBM"
    })
    void everyRungShowsEachFrameOnceInOrderWithItsSound(int frames, int seconds, Container container)
            throws IOException {
        var film = film(frames, seconds, container);
        assertExact(film, film.make(work.resolve("film"), TestMedia.tools()));
    }

    @Test
    void shortTailJoinsTheSegmentBefore() throws IOException {
        var film = film(24000, 1001, Container.MP4).duration(Duration.ofMillis(16_300));
        var plan = assertExact(film, film.make(work.resolve("film"), TestMedia.tools()));
        assertThat(plan.segmentFrames()).containsExactly(48L, 48L, 48L, 48L, 96L, 103L);
    }

    @ParameterizedTest(name = "{0}/{1} frames per second, {2} ms")
    @CsvSource({"50, 1, 20000", "60, 1, 20000", "60000, 1001, 20000", "48, 1, 20021", "60, 1, 18017"})
    void aRungOfHalfTheFramesShowsEachEvenFrameOnceInOrder(int frames, int seconds, long millis) throws IOException {
        var film = film(frames, seconds, Container.MP4).duration(Duration.ofMillis(millis));
        MediaInput input = TestMedia.input(film.make(work.resolve("film"), TestMedia.tools()));
        IngestPlan plan = TestMedia.plan(input, TestMedia.halving());
        assertThat(plan.rungs()).extracting(RungPlan::frames).containsExactly(Frames.ALL, Frames.HALF, Frames.HALF);
        var renditions = TestMedia.encode(input, plan, work);
        var whole = reader.frames(renditions.file("v360"));
        assertThat(whole.differences(film.frames())).isEmpty();
        for (String rung : List.of("v240", "v180")) {
            var reading = reader.frames(renditions.file(rung));
            assertThat(reading.numbers())
                    .isEqualTo(IntStream.iterate(0, number -> number < film.frames(), number -> number + 2)
                            .boxed()
                            .toList());
            for (int shown = 0; shown < reading.numbers().size(); shown++) {
                assertThat(reading.times().get(shown))
                        .isCloseTo(whole.times().get(2 * shown), within(TIME_ERROR_MILLIS / 1000));
            }
            // A flash that begins with an odd frame is shown with the next one.
            assertThat(reader.lipSync(
                                    renditions.file(rung),
                                    renditions.file(plan.audio().getFirst().name()))
                            .offsets())
                    .hasSizeGreaterThan(16)
                    .allSatisfy(offset -> assertThat(offset.milliseconds())
                            .isBetween(-LIP_SYNC_MILLIS - 1000 * film.rate().timeOf(1), LIP_SYNC_MILLIS));
            assertThat(starts(renditions, rung)).isEqualTo(starts(renditions, "v360"));
        }
    }

    private static List<Long> starts(Renditions renditions, String rung) {
        return renditions.segments(rung).stream()
                .map(EncodedSegment::startTicks)
                .toList();
    }

    private IngestPlan assertExact(TestFilm film, Path source) throws IOException {
        MediaInput input = TestMedia.input(source);
        IngestPlan plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.grid().frames()).isEqualTo(film.frames());
        assertThat(plan.rungs()).hasSize(2);
        var renditions = TestMedia.encode(input, plan, work);
        Path sound = renditions.file(plan.audio().getFirst().name());
        for (var rung : plan.rungs()) {
            Path picture = renditions.file(rung.name());
            var reading = reader.frames(picture);
            assertThat(reading.differences(film.frames())).as(rung.name()).isEmpty();
            assertThat(reading.numbers()).hasSize(film.frames());
            assertThat(reading.times().getFirst()).isZero();
            assertThat(reading.largestTimeError(film.rate())).isLessThan(TIME_ERROR_MILLIS);
            assertLipSync(reader.lipSync(picture, sound));
        }
        assertThat(reader.sound(sound, 0).seconds()).isCloseTo(film.seconds(), within(0.011));
        return plan;
    }

    private static void assertLipSync(LipSync lips) {
        assertThat(lips.flashesAlone()).isEmpty();
        assertThat(lips.beepsAlone()).isEmpty();
        assertThat(lips.offsets()).hasSizeGreaterThan(16);
        assertThat(lips.offsets())
                .allSatisfy(offset -> assertThat(offset.milliseconds()).isBetween(-LIP_SYNC_MILLIS, LIP_SYNC_MILLIS));
    }

    private static TestFilm film(int frames, int seconds, Container container) {
        return TestFilm.builder()
                .rate(frames, seconds)
                .duration(Duration.ofSeconds(20))
                .container(container)
                // Not ours, so that chunks begin between keyframes.
                .keyframeEvery(77)
                .audioTracks(List.of("eng"));
    }
}
