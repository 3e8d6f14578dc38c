package org.reelmill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

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
}
