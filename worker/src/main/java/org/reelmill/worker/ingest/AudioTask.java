package org.reelmill.worker.ingest;

import java.util.Map;
import org.reelmill.title.Task;
import org.reelmill.worker.encode.AudioEncoder;
import org.reelmill.worker.encode.AudioJob;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one sound track whole; its segments are uploaded and listed as they come. A second attempt goes on
/// after the last one that is listed.
public final class AudioTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(AudioTask.class);

    private final Films films;
    private final Plans plans;
    private final AudioEncoder encoder;
    private final Uploads uploads;
    private final NextSteps nextSteps;

    public AudioTask(Films films, Plans plans, AudioEncoder encoder, Uploads uploads, NextSteps nextSteps) {
        this.films = films;
        this.plans = plans;
        this.encoder = encoder;
        this.uploads = uploads;
        this.nextSteps = nextSteps;
    }

    @Override
    public void perform(Lease lease) {
        Task task = lease.task();
        IngestPlan plan = plans.of(task);
        AudioPlan audio = audio(plan, TaskOrders.text(task, TaskOrders.RENDITION));
        var stage = new Stage();
        try (Film film = films.open(task)) {
            var input = new MediaInput(film.input().uri(), plan.media().demuxer());
            var job = new AudioJob(input, plan, audio, film.scratch());
            double whole = plan.grid().duration().toNanos() / 1000.0;
            var row = new SegmentRow(
                    lease,
                    film,
                    plan,
                    uploads,
                    nextSteps,
                    rendition -> film.scratch().resolve("init.mp4"));
            film.tell(() -> encoder.encode(job, row, (micros, frame) -> lease.progress(micros / whole)));
            lease.finish(Map.of());
        }
        log.info("Sound {} was done in {}", audio.name(), stage.took());
        nextSteps.after(task.ingest(), plan);
    }

    private static AudioPlan audio(IngestPlan plan, String name) {
        return plan.sounds().stream()
                .filter(audio -> audio.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The plan has no sound " + name + "."));
    }
}
