package org.reelmill.worker.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.worker.RejectedSource;
import org.reelmill.worker.encode.ChunkEncoder;
import org.reelmill.worker.encode.EncodeJob;
import org.reelmill.worker.encode.EncodedChunk;
import org.reelmill.worker.encode.PosterFrame;
import org.reelmill.worker.ffmpeg.FfmpegFailed;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.ingest.Films.Film;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.MeasuredSpeed;
import org.reelmill.worker.plan.PlanKind;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.probe.VideoStream;
import org.reelmill.worker.publish.PublishedInit;
import org.reelmill.worker.publish.PublishedParts;
import org.reelmill.worker.publish.PublishedSegment;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes one chunk of the picture for the rungs of one set and uploads its segments. Names carry the
/// attempt, so a late worker overwrites nothing.
public final class ChunkTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(ChunkTask.class);

    /// Field of the result: number of damaged pictures; not there if there are none.
    private static final String DAMAGED = "damaged";

    private final Films films;
    private final Plans plans;
    private final ChunkEncoder encoder;
    private final PosterFrame posterFrame;
    private final Uploads uploads;
    private final SpeedMeter speedMeter;
    private final NextSteps nextSteps;

    public ChunkTask(
            Films films,
            Plans plans,
            ChunkEncoder encoder,
            PosterFrame posterFrame,
            Uploads uploads,
            SpeedMeter speedMeter,
            NextSteps nextSteps) {
        this.films = films;
        this.plans = plans;
        this.encoder = encoder;
        this.posterFrame = posterFrame;
        this.uploads = uploads;
        this.speedMeter = speedMeter;
        this.nextSteps = nextSteps;
    }

    @Override
    public void perform(Lease lease) {
        Task task = lease.task();
        IngestPlan plan = plans.of(task);
        RungSet set = TaskOrders.set(task, plan);
        Chunk chunk = TaskOrders.chunk(task, plan);
        var stage = new Stage();
        try (Film film = films.open(task)) {
            var input = film.of(chunk, plan.media().demuxer());
            var job = new EncodeJob(input, plan, chunk, set, film.scratch());
            Map<String, Object> result = make(lease, film, job);
            if (isPosters(plan, set, chunk)) {
                lease.patiently(() -> poster(film, job)).ifPresent(poster -> result.put(PublishedParts.POSTER, poster));
            }
            lease.finish(result);
            log.info("Chunk {} of set {} was done in {}", chunk.number(), set.name(), stage.took());
        }
        nextSteps.after(task.ingest(), plan);
    }

    private Map<String, Object> make(Lease lease, Film film, EncodeJob job) {
        if (job.plan().isCopied(job.set())) {
            return copy(lease, film, job);
        }
        return job.plan().kind() == PlanKind.SEQUENTIAL ? through(lease, film, job) : chunk(lease, film, job);
    }

    private Map<String, Object> chunk(Lease lease, Film film, EncodeJob job) {
        var stage = new Stage();
        EncodedChunk encoded = film.tell(() -> encoder.encode(job, progress(lease, job)));
        speedMeter.encoded(job.plan(), job.set(), job.chunk(), stage.seconds());
        lease.step();
        Map<String, Object> result = upload(lease, film, encoded);
        if (encoded.damaged() > 0 && job.plan().copied().isPresent()) {
            throw RejectedSource.mustBeEncoded("some of its pictures are damaged");
        }
        if (encoded.damaged() > 0) {
            result.put(DAMAGED, encoded.damaged());
        }
        return result;
    }

    /// Damaged pictures of a film, as its chunks in one set of rungs have met them.
    static long damaged(RungSet set, List<Task> tasks) {
        return tasks.stream()
                .filter(task -> task.kind() == TaskKind.VIDEO)
                .filter(task -> TaskOrders.text(task, TaskOrders.SET).equals(set.name()))
                .mapToLong(task -> task.result().get(DAMAGED) instanceof Number pictures ? pictures.longValue() : 0)
                .sum();
    }

    /// The whole film in one run; its segments are listed as they come.
    private Map<String, Object> through(Lease lease, Film film, EncodeJob job) {
        var row = new SegmentRow(
                lease, film, job.plan(), uploads, nextSteps, rung -> ChunkEncoder.init(film.scratch(), rung));
        film.tell(() -> {
            encoder.encode(job, row, progress(lease, job));
            return job;
        });
        return new HashMap<>();
    }

    /// A piece of the film as it is; its segments are listed as they come.
    private Map<String, Object> copy(Lease lease, Film film, EncodeJob job) {
        var row = new SegmentRow(
                lease, film, job.plan(), uploads, nextSteps, rung -> ChunkEncoder.init(film.scratch(), rung));
        double segments = job.chunk().segmentFrames().size();
        film.copy(job, lease, segment -> {
            lease.progress((segment.number() - job.chunk().firstSegment()) / segments);
            row.accept(segment);
        });
        return new HashMap<>();
    }

    /// ffmpeg counts the frames of the first rung.
    private static Progress progress(Lease lease, EncodeJob job) {
        RungPlan first = job.plan().rungsOf(job.set()).getFirst();
        double frames = job.chunk().shown(first.frames()).frames();
        return (micros, frame) -> lease.progress(frame / frames);
    }

    /// Tells what a chunk shows of this machine's speed.
    public record SpeedMeter(MeasuredSpeed speed, int slots) {

        void encoded(IngestPlan plan, RungSet set, Chunk chunk, double seconds) {
            VideoStream video = plan.media().video().getFirst();
            long rungs = plan.rungsOf(set).stream().mapToLong(RungPlan::pixels).sum();
            double pixels = EncodeSpeed.work((long) video.width() * video.height(), rungs) * chunk.frames();
            speed.learn(EncodeSpeed.measured(pixels, seconds, slots), seconds);
        }
    }

    /// Waits where the object store is away or full, rather than have the chunk encoded again.
    private Map<String, Object> upload(Lease lease, Film film, EncodedChunk encoded) {
        var result = new HashMap<String, Object>();
        result.put(
                PublishedParts.INITS,
                encoded.inits().entrySet().stream()
                        .map(init -> lease.patiently(() -> uploads.init(film.ingest(), init.getKey(), init.getValue())))
                        .map(PublishedInit::toDocument)
                        .toList());
        result.put(
                PublishedParts.SEGMENTS,
                encoded.segments().stream()
                        .map(segment -> lease.patiently(() -> uploads.segment(
                                film.ingest(), segment, lease.task().attempt())))
                        .map(PublishedSegment::toDocument)
                        .toList());
        return result;
    }

    /// The chunk a tenth into the film, which the poster is taken from, in the set that is encoded last.
    private static boolean isPosters(IngestPlan plan, RungSet set, Chunk chunk) {
        long tenth = plan.grid().frames() / 10;
        return set.equals(plan.encodedSets().getLast())
                && tenth >= chunk.firstFrame()
                && tenth < chunk.firstFrame() + chunk.frames();
    }

    /// A film without a poster is better than none.
    private Optional<Map<String, Object>> poster(Film film, EncodeJob job) {
        try {
            var picture = posterFrame.take(film.whole(job.input().demuxer()), job.plan(), film.scratch());
            if (picture.isEmpty()) {
                log.warn("No poster could be taken: the film has no picture there that can be decoded");
            }
            return picture.map(file -> uploads.poster(film.ingest(), file).toDocument());
        } catch (FfmpegFailed e) {
            log.warn("No poster could be taken", e);
            return Optional.empty();
        }
    }
}
