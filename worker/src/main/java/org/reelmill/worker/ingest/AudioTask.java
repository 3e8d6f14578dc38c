package org.reelmill.worker.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.reelmill.title.Task;
import org.reelmill.worker.encode.AudioEncoder;
import org.reelmill.worker.encode.AudioJob;
import org.reelmill.worker.encode.EncodedSegment;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.PublishedParts;
import org.reelmill.worker.publish.PublishedSegment;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one sound track whole; its segments are uploaded and listed as they come. A second attempt goes on
/// after the last one that is listed.
public final class AudioTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(AudioTask.class);

    /// How often the growing playlists are moved on while sound comes; each time the ingest's tasks are read.
    private static final Duration PUBLISH_EVERY = Duration.ofSeconds(1);

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
            var row = new Row(lease, film, plan, job);
            film.tell(() -> encoder.encode(job, row, (micros, frame) -> lease.progress(micros / whole)));
            lease.finish(Map.of());
        }
        log.info("Sound {} was done in {}", audio.name(), stage.took());
        nextSteps.after(task.ingest(), plan);
    }

    private static AudioPlan audio(IngestPlan plan, String name) {
        return plan.audio().stream()
                .filter(audio -> audio.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The plan has no sound " + name + "."));
    }

    /// Lists each segment as it comes.
    private final class Row implements Consumer<EncodedSegment> {

        private final Lease lease;
        private final Film film;
        private final IngestPlan plan;
        private final AudioJob job;
        private final PublishedParts listed;
        private long published;

        Row(Lease lease, Film film, IngestPlan plan, AudioJob job) {
            this.lease = lease;
            this.film = film;
            this.plan = plan;
            this.job = job;
            this.listed = PublishedParts.of(java.util.List.of(lease.task()));
        }

        @Override
        public void accept(EncodedSegment segment) {
            if (segment.number() == 0 && listed.inits().isEmpty()) {
                var init = lease.patiently(() -> uploads.init(
                        film.ingest(), segment.rendition(), job.directory().resolve("init.mp4")));
                lease.push(PublishedParts.INITS, init.toDocument());
            }
            boolean isListed = listed.segmentsOf(segment.rendition()).stream()
                    .mapToInt(PublishedSegment::number)
                    .anyMatch(number -> number == segment.number());
            if (isListed) {
                return;
            }
            var uploaded = lease.patiently(
                    () -> uploads.segment(film.ingest(), segment, lease.task().attempt()));
            lease.push(PublishedParts.SEGMENTS, uploaded.toDocument());
            if (segment.number() == 0 || System.nanoTime() - published > PUBLISH_EVERY.toNanos()) {
                lease.patiently(() -> {
                    nextSteps.after(film.ingest().id(), plan);
                    return true;
                });
                published = System.nanoTime();
            }
        }
    }
}
