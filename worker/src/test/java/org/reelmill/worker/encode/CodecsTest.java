package org.reelmill.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.testing.TestFilm;
import org.reelmill.testing.TestFilmReader;

/// Pictures of all codecs, depths and samplings become the same ordinary H.264, frame by frame.
class CodecsTest {

    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource({
        "libx265, yuv422p10le, -preset ultrafast -x265-params log-level=error",
        "libx265, yuv420p10le, -preset ultrafast -x265-params log-level=error",
        "libx264, yuv444p, -preset ultrafast",
        "mpeg2video, yuv422p, -q:v 3",
        "prores_ks, yuv422p10le, -profile:v 1",
        "prores_ks, yuva444p10le, -profile:v 4",
        "libvpx-vp9, yuv420p, -deadline realtime -cpu-used 8 -b:v 2M",
        "libaom-av1, yuv420p10le, -usage realtime -cpu-used 8 -crf 20 -b:v 0",
        "mjpeg, yuvj444p, -q:v 3",
        "ffv1, gray10le, -level 3"
    })
    void everyFrameIsThere(String codec, String pixels, String options) throws IOException {
        var film = TestFilm.builder().rate(24000, 1001).duration(Duration.ofSeconds(5));
        Path original = film.make(work.resolve("film"), TestMedia.tools());
        Path source = work.resolve("source");
        var arguments = new ArrayList<>(List.of("-i", original.toString(), "-c:v", codec, "-pix_fmt", pixels));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("-fps_mode", "passthrough", "-c:a", "copy", "-f", "matroska", source.toString()));
        TestMedia.tools().ffmpeg(arguments);
        var reader = new TestFilmReader(TestMedia.tools());
        assertThat(reader.frames(source).differences(film.frames()))
                .as("the source")
                .isEmpty();
        var input = TestMedia.input(source);
        var plan = TestMedia.plan(input, TestMedia.ladder());

        var renditions = TestMedia.encode(input, plan, work.resolve("encoded"));

        for (var rung : plan.rungs()) {
            assertThat(reader.frames(renditions.file(rung.name())).differences(film.frames()))
                    .as(rung.name())
                    .isEmpty();
        }
        assertThat(TestMedia.tools()
                        .ffprobe(
                                List.of("-show_streams", renditions.file("v360").toString())))
                .contains("codec_name=h264", "pix_fmt=yuv420p", "color_range=tv");
    }
}
