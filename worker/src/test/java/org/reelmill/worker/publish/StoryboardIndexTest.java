package org.reelmill.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reelmill.worker.plan.StoryboardPlan;

class StoryboardIndexTest {

    @Test
    void eachPictureHasItsPlaceOnItsSheetUntilTheNextOne() {
        var plan = new StoryboardPlan("v360", 1, 240, 136);
        var starts = IntStream.range(0, 112)
                .mapToObj(number -> Duration.ofSeconds(2L * number))
                .toList();

        var lines = StoryboardIndex.text(plan, starts, Duration.ofMillis(223_500))
                .lines()
                .toList();

        assertThat(lines.subList(0, 4))
                .containsExactly("WEBVTT", "", "00:00:00.000 --> 00:00:02.000", "sheet-000.jpg#xywh=0,0,240,136");
        assertThat(lines).contains("sheet-000.jpg#xywh=2160,1224,240,136"); // the hundredth
        assertThat(lines.subList(lines.size() - 2, lines.size()))
                .containsExactly("00:03:42.000 --> 00:03:43.500", "sheet-001.jpg#xywh=240,136,240,136");
    }

    @Test
    void longFilmsHaveAPictureEveryTenSecondsAndShortOnesEveryTwo() {
        assertThat(StoryboardPlan.of(Plans.plan(Plans.grid(20)))).isEqualTo(new StoryboardPlan("v360", 1, 240, 136));
        assertThat(StoryboardPlan.of(Plans.plan(Plans.grid(900))).every()).isEqualTo(5);
    }
}
