package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.Container;
import org.reelmill.testing.Needs;
import org.reelmill.testing.TestFilm;

class TextAndPosterTest {

    @TempDir
    Path work;

    @Test
    void textTracksBecomeSegmentsThatCoverTheFilm() throws IOException {
        var film = TestFilm.builder()
                .rate(24000, 1001)
                .duration(Duration.ofSeconds(14))
                .container(Container.MKV)
                .subtitles(List.of("eng", "ger"));
        var input = TestMedia.input(film.make(work.resolve("film"), TestMedia.tools()));
        var plan = TestMedia.plan(input, TestMedia.ladder());
        assertThat(plan.text()).extracting("name").containsExactly("t0-en", "t1-de");

        var job = new TextJob(input, plan, plan.text().get(1), work);
        var segments = new TextConverter(TestMedia.ffmpeg()).convert(job, (time, frame) -> true);

        assertThat(segments).hasSameSizeAs(plan.segmentFrames());
        assertThat(segments)
                .extracting(EncodedSegment::startTicks)
                .containsExactly(0L, 2002L, 4004L, 6006L, 8008L, 12012L);
        // In the file they stand 21 ms later, as all of a Matroska file that ffmpeg wrote.
        assertThat(Files.readString(segments.get(1).file())).isEqualTo("""
                WEBVTT
                X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

                00:00:02.000 --> 00:00:03.000
                ger 2

                00:00:04.000 --> 00:00:05.000
                ger 4
                """);
        // Each ends 2 or 4 ms behind the next cue's beginning, and so shows that too.
        assertThat(Files.readString(segments.get(0).file())).contains("ger 0").contains("ger 2");
    }

    @Test
    void posterIsAPictureOfTheFilm() throws IOException {
        var input = TestMedia.input(TestFilm.builder().make(work.resolve("film"), TestMedia.tools()));
        var plan = TestMedia.plan(input, TestMedia.ladder());
        Path poster =
                new PosterFrame(TestMedia.ffmpeg()).take(input, plan, work).orElseThrow();
        var picture = ImageIO.read(poster.toFile());
        assertThat(picture.getWidth()).isEqualTo(640);
        assertThat(picture.getHeight()).isEqualTo(360);
    }

    @Test
    void posterOfAShortFilmWithoutAnIndexIsItsBeginning() throws IOException {
        // A seek to a tenth of it ends behind its only keyframe.
        var input = TestMedia.input(Needs.sharedMedia().resolve("A-open/bbb_1080p60_h264_aac51_2s.ts"));
        var plan = TestMedia.plan(input, TestMedia.ladder());
        Path poster =
                new PosterFrame(TestMedia.ffmpeg()).take(input, plan, work).orElseThrow();
        assertThat(ImageIO.read(poster.toFile()).getHeight()).isEqualTo(360);
    }
}
