package org.reelmill.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NaturalFilmTest {

    private static final MediaTools TOOLS = MediaTools.bundled();

    @TempDir
    Path folder;

    @Test
    void repeatsAClipAtAConstantRate() {
        var clip = Needs.sharedMedia().resolve("A-open/bbb_1080p30_h264_aac2_13s.ts");

        var film = NaturalFilm.loop(clip, Duration.ofMinutes(1), folder.resolve("film.mp4"), TOOLS);

        // 384 frames each time; the fifth repetition passes the minute.
        var times = TOOLS.ffprobe(List.of(
                        "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0", film.toString()))
                .lines()
                .map(line -> Double.parseDouble(line.replace(",", "")))
                .sorted()
                .toList();
        assertThat(times).hasSize(5 * 384);
        for (var frame = 0; frame < times.size(); frame++) {
            assertThat(times.get(frame)).isBetween(frame / 30.0 - 0.001, frame / 30.0 + 0.001);
        }
        var durations = TOOLS.ffprobe(
                List.of("-show_entries", "stream=codec_type,duration", "-of", "csv=p=0", film.toString()));
        assertThat(durations).contains("video,64.000000", "audio,64.000000");
    }

    @Test
    void seamsShowTheRightFramesInOrder() {
        var film = TestFilm.builder().duration(Duration.ofSeconds(4));
        var clip = film.make(folder.resolve("clip.mp4"), TOOLS);

        var loop = NaturalFilm.loop(clip, Duration.ofSeconds(11), folder.resolve("film.mp4"), TOOLS);

        var reading = new TestFilmReader(TOOLS).frames(loop);
        assertThat(reading.numbers()).hasSize(300);
        for (var frame = 0; frame < 300; frame++) {
            assertThat(reading.numbers().get(frame)).isEqualTo(frame % 100);
        }
        assertThat(new TestFilmReader(TOOLS).lipSync(loop).largestMilliseconds())
                .isLessThan(1);
    }
}
