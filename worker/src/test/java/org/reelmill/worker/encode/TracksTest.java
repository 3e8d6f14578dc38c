package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reelmill.testing.Container;
import org.reelmill.testing.LipSync;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.plan.IngestPlan;

/// Sound that begins later than the picture or ends earlier, clocks that do not begin at nought, more than
/// one picture track: in containers with an index and without.
class TracksTest {

    private static final int SECONDS = 9;
    private static final int FRAMES = 25 * SECONDS;
    private static final double LIP_SYNC_MILLIS = 10;

    private final TestFilmReader reader = new TestFilmReader(TestMedia.tools());

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts"})
    void silenceIsPutBeforeSoundThatBeginsLater(String muxer) throws IOException {
        Path source = remade(muxer, "-c:v copy -af atrim=start=2.5 -c:a aac");
        assertThat(beeps(source)).containsExactly(3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts"})
    void silenceFollowsSoundThatEndsEarlier(String muxer) throws IOException {
        Path source = remade(muxer, "-c:v copy -af atrim=end=4.5 -c:a aac");
        assertThat(beeps(source)).containsExactly(0, 1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts", "flv"})
    void clocksThatBeginElsewhereAreSetToNought(String muxer) throws IOException {
        Path source = remade(muxer, "-c copy -output_ts_offset 600");
        assertThat(plan(source).grid().origin()).isBetween(Duration.ofSeconds(599), Duration.ofSeconds(603));
        assertThat(beeps(source)).hasSize(SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"mp4, 1", "matroska, 1", "mpegts, 1"})
    void theLargerOfTwoPicturesIsShownAndThatIsSaid(String muxer, int shown) throws IOException {
        Path source = remade(
                muxer,
                "-map 0:v -map 0:v -map 0:a -filter:v:0 scale=320:180,drawbox=t=fill:color=black"
                        + " -c:v:0 libx264 -preset:v:0 ultrafast -c:v:1 copy -c:a copy");
        IngestPlan plan = plan(source);
        assertThat(plan.media().video().getFirst().index()).isEqualTo(shown);
        assertThat(plan.warnings())
                .containsExactly("Of 2 picture tracks the largest is shown: track " + shown + ", 640 × 360.");
        assertThat(beeps(source)).hasSize(SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpeg4 -q:v 3 -bf 2", "libx264 -preset veryfast -bf 3"})
    void picturesThatAnAviReordersStandWhereTheyAreShown(String codec) throws IOException {
        Path source = remade("avi", "-c:a pcm_s16le -g 50 -c:v " + codec);
        IngestPlan plan = plan(source);
        assertThat(plan.grid().frames()).isEqualTo(FRAMES);
        var renditions = TestMedia.encode(TestMedia.input(source), plan, work.resolve("encoded"));
        Path picture = renditions.file("v180");
        assertThat(reader.frames(picture).differences(FRAMES)).isEmpty();
        var made = reader.lipSync(picture, renditions.file("a0-und")).offsets();
        var own = reader.lipSync(source).offsets();
        assertThat(made).hasSizeGreaterThan(6);
        for (int beep = 1; beep < made.size(); beep++) {
            assertThat(made.get(beep).milliseconds()).isCloseTo(own.get(beep).milliseconds(), within(LIP_SYNC_MILLIS));
        }
    }

    /// The seconds at which a flash and a beep come together in what is made of a film, whose frames and
    /// length must be right.
    private List<Integer> beeps(Path source) throws IOException {
        IngestPlan plan = plan(source);
        var renditions = TestMedia.encode(TestMedia.input(source), plan, work.resolve("encoded"));
        Path picture = renditions.file("v180");
        Path sound = renditions.file(plan.audio().getFirst().name());
        assertThat(reader.frames(picture).differences(FRAMES)).isEmpty();
        assertThat(reader.sound(sound, 0).seconds()).isCloseTo(SECONDS, within(0.011));
        LipSync lips = reader.lipSync(picture, sound);
        assertThat(lips.beepsAlone()).isEmpty();
        assertThat(lips.offsets())
                .allSatisfy(pair -> assertThat(pair.milliseconds()).isCloseTo(0, within(LIP_SYNC_MILLIS)));
        return lips.offsets().stream()
                .map(pair -> (int) Math.round(pair.flash()))
                .toList();
    }

    private static IngestPlan plan(Path source) {
        return TestMedia.plan(TestMedia.input(source), TestMedia.ladder());
    }

    private Path remade(String muxer, String options) {
        Path original = TestFilm.builder()
                .duration(Duration.ofSeconds(SECONDS))
                .container(Container.MP4)
                .keyframeEvery(61)
                .make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("source");
        var arguments = new ArrayList<>(List.of("-i", original.toString()));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("-f", muxer, source.toString()));
        TestMedia.tools().ffmpeg(arguments);
        return source;
    }
}
