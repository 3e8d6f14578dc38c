package org.reelmill.worker.ingest;

import java.util.List;
import java.util.Map;
import org.reelmill.title.Task;
import org.reelmill.worker.encode.TextConverter;
import org.reelmill.worker.encode.TextJob;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.publish.PublishedParts;
import org.reelmill.worker.publish.PublishedSegment;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Converts one text track and uploads its segments.
public final class TextTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(TextTask.class);

    private final Films films;
    private final Plans plans;
    private final TextConverter converter;
    private final Uploads uploads;
    private final NextSteps nextSteps;

    public TextTask(Films films, Plans plans, TextConverter converter, Uploads uploads, NextSteps nextSteps) {
        this.films = films;
        this.plans = plans;
        this.converter = converter;
        this.uploads = uploads;
        this.nextSteps = nextSteps;
    }

    @Override
    public void perform(Lease lease) {
        Task task = lease.task();
        IngestPlan plan = plans.of(task);
        TextPlan text = text(plan, TaskOrders.text(task, TaskOrders.RENDITION));
        var stage = new Stage();
        try (Film film = films.open(task)) {
            var input = new MediaInput(film.input().uri(), plan.media().demuxer());
            double whole = plan.grid().duration().toNanos() / 1000.0;
            var segments = film.tell(() -> converter.convert(
                    new TextJob(input, plan, text, film.scratch()), (micros, frame) -> lease.progress(micros / whole)));
            List<Map<String, Object>> uploaded = segments.stream()
                    .map(segment -> lease.patiently(() -> uploads.segment(film.ingest(), segment, task.attempt())))
                    .map(PublishedSegment::toDocument)
                    .toList();
            lease.finish(Map.of(PublishedParts.SEGMENTS, uploaded));
        }
        log.info("Text {} was done in {}", text.name(), stage.took());
        nextSteps.after(task.ingest(), plan);
    }

    private static TextPlan text(IngestPlan plan, String name) {
        return plan.text().stream()
                .filter(text -> text.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The plan has no text " + name + "."));
    }
}
