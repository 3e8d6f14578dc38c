package org.reelmill.worker.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.Tasks;
import org.reelmill.worker.Hiccup;
import org.reelmill.worker.LeaseLost;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.publish.PublishedObject;
import org.reelmill.worker.publish.PublishedParts;
import org.reelmill.worker.publish.Still;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.Lease;
import org.reelmill.worker.task.Work;
import org.reelmill.worker.task.WorkerDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Draws and uploads the pictures for scrubbing, once the lowest rung is encoded. A film without them is
/// better than none: where they cannot be drawn, that is logged, and the film goes on.
public final class StoryboardTask implements Work {

    private static final Logger log = LoggerFactory.getLogger(StoryboardTask.class);

    private final Films films;
    private final Plans plans;
    private final Tasks tasks;
    private final Storyboards storyboards;
    private final Uploads uploads;
    private final WorkerDirectory directory;
    private final NextSteps nextSteps;

    public StoryboardTask(
            Films films,
            Plans plans,
            Tasks tasks,
            Storyboards storyboards,
            Uploads uploads,
            WorkerDirectory directory,
            NextSteps nextSteps) {
        this.films = films;
        this.plans = plans;
        this.tasks = tasks;
        this.storyboards = storyboards;
        this.uploads = uploads;
        this.directory = directory;
        this.nextSteps = nextSteps;
    }

    @Override
    public void perform(Lease lease) {
        var stage = new Stage();
        Task task = lease.task();
        Ingest ingest = films.ingest(task);
        IngestPlan plan = plans.of(task);
        List<Map<String, Object>> made = List.of();
        try {
            made = draw(lease, ingest, plan);
            log.info("Drew a storyboard of {} objects in {}", made.size(), stage.took());
        } catch (LeaseLost lost) {
            throw lost;
        } catch (RuntimeException e) {
            if (Hiccup.isOne(e) || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            log.warn("No storyboard could be drawn; the film goes without", e);
        }
        lease.finish(Map.of(PublishedParts.STORYBOARD, made));
        nextSteps.after(task.ingest(), plan);
    }

    private List<Map<String, Object>> draw(Lease lease, Ingest ingest, IngestPlan plan) {
        Path scratch = directory.scratch(lease.task().id());
        try {
            var parts = PublishedParts.of(tasks.ofIngest(ingest.id()));
            List<Still> stills = Still.of(plan, parts);
            return storyboards.draw(plan, ingest.prefix(), stills, scratch, lease).entrySet().stream()
                    .map(file -> lease.patiently(() -> uploads.object(ingest, file.getKey(), file.getValue())))
                    .map(PublishedObject::toDocument)
                    .toList();
        } finally {
            WorkerDirectory.deleteTree(scratch);
        }
    }
}
