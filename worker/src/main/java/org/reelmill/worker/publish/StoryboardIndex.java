package org.reelmill.worker.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reelmill.worker.plan.StoryboardPlan;

/// Says in WebVTT which part of which sheet shows a film at a time: `sheet-000.jpg#xywh=240,0,240,136` (Media
/// Fragments 1.0 §4.2.2), as players' plugins read it. Pure.
public final class StoryboardIndex {

    private static final int SIDE = StoryboardPlan.SIDE;

    private StoryboardIndex() {}

    /// @param starts of the pictures, in order
    /// @param end of the film
    public static byte[] of(StoryboardPlan plan, List<Duration> starts, Duration end) {
        return text(plan, starts, end).getBytes(StandardCharsets.UTF_8);
    }

    static String text(StoryboardPlan plan, List<Duration> starts, Duration end) {
        var entries = new ArrayList<WebVtt.Entry>();
        for (int number = 0; number < starts.size(); number++) {
            int column = number % SIDE;
            int row = number / SIDE % SIDE;
            Duration next = number + 1 < starts.size() ? starts.get(number + 1) : end;
            String part = "sheet-%03d.jpg#xywh=%d,%d,%d,%d"
                    .formatted(
                            number / (SIDE * SIDE),
                            column * plan.width(),
                            row * plan.height(),
                            plan.width(),
                            plan.height());
            entries.add(new WebVtt.Entry(starts.get(number), next, part));
        }
        return WebVtt.document(entries);
    }
}
