package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.OutputGrid;
import org.reelmill.worker.probe.Chapter;
import org.reelmill.worker.probe.MediaInfo;

class ChapterListTest {

    @Test
    void chaptersStandOnTheClockOfThePublication() {
        var plan = plan(
                Duration.ofMillis(1500),
                new Chapter(Duration.ZERO, Duration.ofSeconds(3), "Opening"),
                new Chapter(Duration.ofSeconds(3), Duration.ofSeconds(90), null),
                new Chapter(Duration.ofSeconds(90), Duration.ofSeconds(99), "Beyond the end"));
        assertThat(ChapterList.text(plan)).hasValue("""
                WEBVTT

                00:00:00.000 --> 00:00:01.500
                Opening

                00:00:01.500 --> 00:00:12.012
                Chapter 2
                """);
    }

    @Test
    void titlesAreTextAndNothingElse() {
        var plan = plan(
                Duration.ZERO,
                new Chapter(Duration.ZERO, Duration.ofSeconds(3), "<b>Fish</b> & chips --> 00:00:09.000\n\nNOTE x"));
        assertThat(ChapterList.text(plan)).hasValue("""
                WEBVTT

                00:00:00.000 --> 00:00:03.000
                &lt;b&gt;Fish&lt;/b&gt; &amp; chips --&gt; 00:00:09.000 NOTE x
                """);
    }

    @Test
    void aFilmWithoutChaptersHasNone() {
        assertThat(ChapterList.of(plan(Duration.ZERO))).isEmpty();
    }

    /// Twelve seconds.
    private static IngestPlan plan(Duration origin, Chapter... chapters) {
        var plan = Plans.plan(Plans.grid(3));
        var grid = plan.grid();
        var media = new MediaInfo(
                "mov",
                MediaInfo.Index.PRESENT,
                grid.duration(),
                Duration.ZERO,
                List.of(),
                List.of(),
                List.of(),
                List.of(chapters));
        return new IngestPlan(
                plan.kind(),
                plan.ladder(),
                media,
                new OutputGrid(grid.rate(), grid.frames(), grid.gop(), origin),
                plan.rungs(),
                plan.sets(),
                plan.chunks(),
                plan.audio(),
                plan.surround(),
                plan.text(),
                List.of());
    }
}
