package org.reelmill.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reelmill.worker.fmp4.CannotBeCopied;
import org.reelmill.worker.probe.Rational;

/// At 25 frames per second: a group of pictures has 50.
class CopySegmentsTest {

    @ParameterizedTest
    @CsvSource({
        // As the plan has them where the film's keyframes allow it.
        "50, 1000, '50 50 50 50 100 100 150 150 150 150'",
        "25, 500, '50 50 50 50 100 100 100'",
        // 3 s, 2.4 s and 4 s from one keyframe to the next.
        "75, 900, '75 75 75 75 75 75 150 150 150'",
        "60, 720, '60 60 60 60 60 60 120 120 120'",
        "100, 800, '100 100 100 100 100 100 100 100'",
        // A short tail joins the one before.
        "50, 510, '50 50 50 50 100 100 110'",
        "50, 60, '60'",
        "50, 40, '40'",
    })
    void areAsNearAsKeyframesAllowToTheirUsualLengths(int every, int frames, String expected) {
        assertThat(segments(every, frames))
                .containsExactlyElementsOf(
                        Arrays.stream(expected.split(" ")).map(Long::valueOf).toList());
    }

    @ParameterizedTest
    @CsvSource({"101, 800, 0.0", "160, 800, 0.0", "800, 800, 0.0"})
    void areNotLongerThanPlayersAllow(int every, int frames, String from) {
        assertThatThrownBy(() -> segments(every, frames))
                .isInstanceOf(CannotBeCopied.class)
                .hasMessage("from " + from + " s on, no keyframe closes a group within 4.0 s");
    }

    @Test
    void theFirstOnesHaveToBeShorterThanTheOthers() {
        var keyframes = new TreeSet<>(List.of(0L, 50L, 100L, 150L, 200L, 300L, 400L, 550L, 700L));
        assertThat(ChunkPlanner.segments(grid(850), keyframes))
                .containsExactly(50L, 50L, 50L, 50L, 100L, 100L, 150L, 150L, 150L);
        keyframes.remove(300L);
        keyframes.remove(400L);
        assertThatThrownBy(() -> ChunkPlanner.segments(grid(850), keyframes)).hasMessageStartingWith("from 8.0 s on");
    }

    private static List<Long> segments(int every, int frames) {
        var keyframes = new TreeSet<>(LongStream.iterate(0, at -> at < frames, at -> at + every)
                .boxed()
                .toList());
        return ChunkPlanner.segments(grid(frames), keyframes);
    }

    private static OutputGrid grid(int frames) {
        return new OutputGrid(new Rational(25, 1), frames, 50, Duration.ZERO);
    }
}
