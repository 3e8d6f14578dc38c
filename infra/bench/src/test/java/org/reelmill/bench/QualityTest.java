package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.testing.MediaTools;

class QualityTest {

    @Test
    void takesTheMeanOverAllFrames() {
        String log = """
                {"frames": [{"metrics": {"vmaf": 90.1}}],
                 "pooled_metrics": {
                   "integer_motion": {"min": 0.0, "max": 5.0, "mean": 2.5},
                   "vmaf": {"min": 80.0, "max": 99.0, "mean": 93.25, "harmonic_mean": 93.0}
                 }}
                """;

        assertThat(Quality.vmafIn(log)).isEqualTo(93.25);
    }

    @Test
    void averagesTheSimilarityOfFrames() {
        String lines = """
                n:1 Y:0.98 U:0.99 V:0.99 All:0.980000 (17.0)
                n:2 Y:0.96 U:0.99 V:0.99 All:0.960000 (14.0)
                """;

        assertThat(Quality.ssimIn(lines)).isEqualTo(97.0, within(1e-9));
    }

    @Test
    void neitherClockNorNameOfColoursMakesAFilmWorse(@TempDir Path folder) {
        var tools = MediaTools.bundled();
        Path source = film(tools, folder.resolve("source.mp4"), List.of("-video_track_timescale", "90000"));
        Path same = film(
                tools,
                folder.resolve("same.mp4"),
                List.of("-video_track_timescale", "30000", "-vf", "setparams=range=tv:colorspace=bt709"));

        assertThat(Quality.bySsim(tools).of(same, source)).isEqualTo(100, within(1e-6));
    }

    /// Two seconds of moving colours without loss.
    private static Path film(MediaTools tools, Path file, List<String> how) {
        var arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=2"));
        arguments.addAll(how);
        arguments.addAll(List.of("-c:v", "libx264", "-qp", "0", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
        arguments.add(file.toString());
        tools.ffmpeg(arguments);
        return file;
    }
}
