package org.reelmill.worker.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.probe.Chapter;

/// The chapters of a film as WebVTT of kind `chapters`, with the source's own titles, on the clock of the
/// publication. Pure.
public final class ChapterList {

    private ChapterList() {}

    /// @return empty where the film has no chapters
    public static Optional<byte[]> of(IngestPlan plan) {
        return text(plan).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> text(IngestPlan plan) {
        var entries = new ArrayList<WebVtt.Entry>();
        for (Chapter chapter : plan.media().chapters()) {
            Duration start = within(chapter.start(), plan);
            Duration end = within(chapter.end(), plan);
            if (start.compareTo(end) < 0) {
                String title = chapter.title() == null ? "" : WebVtt.escaped(chapter.title());
                entries.add(new WebVtt.Entry(start, end, title.isEmpty() ? "Chapter " + (entries.size() + 1) : title));
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(WebVtt.document(entries));
    }

    private static Duration within(Duration sourceTime, IngestPlan plan) {
        Duration time = sourceTime.minus(plan.grid().origin());
        Duration end = plan.grid().duration();
        return time.isNegative() ? Duration.ZERO : time.compareTo(end) > 0 ? end : time;
    }
}
