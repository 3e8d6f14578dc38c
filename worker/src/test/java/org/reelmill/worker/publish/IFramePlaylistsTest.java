package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.hls.IFrameVariant;
import org.reelmill.hls.MediaSegment;
import org.reelmill.testing.Container;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;
import org.reelmill.worker.encode.TestMedia;
import org.reelmill.worker.fmp4.AnnexB;

/// What players take for fast winding: each line of an I-frame playlist is one picture, the right one, and
/// decodes alone; rates are as declared. Of rungs of all and of half the frames.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IFramePlaylistsTest {

    private PublishedFilm film;

    @BeforeAll
    void publish(@TempDir Path directory) {
        var source = TestFilm.builder()
                .rate(50, 1)
                .duration(Duration.ofSeconds(11))
                .container(Container.MKV)
                .audioTracks(List.of());
        film = new PublishedFilm(new EncodedFilm(source, TestMedia.halving(), directory), directory);
    }

    @AfterAll
    void stop() {
        film.close();
    }

    @Test
    void everyLineDecodesToTheOnePictureThatItStandsFor(@TempDir Path directory) throws IOException {
        assertThat(film.player.master.iFrameVariants()).hasSize(3);
        for (IFrameVariant variant : film.player.master.iFrameVariants()) {
            var frames = film.player.playlist(variant.uri()).segments();
            Path all = directory.resolve(variant.uri().replace('/', '-') + ".h264");
            try (var out = Files.newOutputStream(all)) {
                for (MediaSegment frame : frames) {
                    Path alone = directory.resolve("alone.h264");
                    Files.write(alone, picture(variant.uri(), frame));
                    assertThat(pictures(alone))
                            .as(variant.uri() + " " + frame.uri())
                            .isEqualTo(1);
                    out.write(Files.readAllBytes(alone));
                }
            }
            Path shown = directory.resolve("frames.mkv");
            TestMedia.tools()
                    .ffmpeg(List.of(
                            "-f",
                            "h264",
                            "-i",
                            all.toString(),
                            "-c:v",
                            "ffv1",
                            "-fps_mode",
                            "passthrough",
                            shown.toString()));
            assertThat(new TestFilmReader(TestMedia.tools()).frames(shown).numbers())
                    .containsExactly(0, 100, 200, 300, 400, 500);
            Files.delete(shown);
        }
    }

    @Test
    void declaredRatesAreThoseOfThePictures() {
        for (IFrameVariant variant : film.player.master.iFrameVariants()) {
            var playlist = film.player.playlist(variant.uri());
            long bytes = 0;
            double seconds = 0;
            double most = 0;
            for (MediaSegment frame : playlist.segments()) {
                int size = film.player.bytes(variant.uri(), frame).length;
                double lasts = frame.duration().toNanos() / 1e9;
                bytes += size;
                seconds += lasts;
                most = Math.max(most, 8 * size / lasts);
            }
            double average = 8 * bytes / seconds;
            assertThat(seconds).isCloseTo(11, within(0.03));
            assertThat(Objects.requireNonNull(variant.averageBandwidth()).doubleValue())
                    .isCloseTo(average, within(0.01 * average));
            assertThat((double) variant.bandwidth()).isBetween(0.999 * average, 1.001 * most);
        }
    }

    private byte[] picture(String uri, MediaSegment frame) {
        return new AnnexB(film.player.init(uri, frame)).picture(film.player.bytes(uri, frame));
    }

    private static long pictures(Path stream) {
        return TestMedia.tools()
                .ffprobe(List.of(
                        "-f",
                        "h264",
                        "-show_frames",
                        "-show_entries",
                        "frame=pict_type",
                        "-of",
                        "csv=p=0",
                        stream.toString()))
                .lines()
                .filter(line -> line.startsWith("I"))
                .count();
    }
}
