package org.reelmill.pipeline.job;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.reelmill.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

/// What happens to jobs by the clock: beats of those that run, a new start of those that a kill cut off, and
/// schedules. At the end it stops what runs, and notes that it is to go on at the next start.
final class JobClock implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobClock.class);
    private static final Duration TICK = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final String CUT_OFF = "jobsCutOff";

    /// What runs by the clock unless the configuration has another schedule for the same job.
    private static final List<JobProperties.Schedule> USUAL = List.of(
            new JobProperties.Schedule(Jobs.RECONCILE, "0 */10 * * * *", Map.of()),
            new JobProperties.Schedule(Jobs.RETENTION, "0 25 * * * *", Map.of()),
            new JobProperties.Schedule(Jobs.VERIFY, "0 30 3 * * SUN", Map.of()));

    private final JobRuns runs;
    private final LiveRuns live;
    private final JobProperties properties;
    private final MongoOperations mongo;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    JobClock(JobRuns runs, LiveRuns live, JobProperties properties, MongoOperations mongo) {
        this.runs = runs;
        this.live = live;
        this.properties = properties;
        this.mongo = mongo;
    }

    @Override
    public void start() {
        requireKnownJobs();
        scheduler.setThreadNamePrefix("job-clock-");
        scheduler.setDaemon(true);
        scheduler.setPoolSize(2);
        scheduler.initialize();
        running = true;
        goOn();
        scheduler.scheduleWithFixedDelay(this::tick, TICK);
        var own =
                properties.schedules().stream().map(JobProperties.Schedule::job).toList();
        Stream.concat(properties.schedules().stream(), USUAL.stream().filter(usual -> !own.contains(usual.job())))
                .forEach(entry -> scheduler.schedule(() -> begin(entry), new CronTrigger(entry.cron())));
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
        for (Long id : live.own()) {
            mongo.upsert(query(where("_id").is(id)), new Update().set("cutOff", true), CUT_OFF);
            quietly("stop execution " + id, () -> runs.stop(id));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!live.own().isEmpty() && System.nanoTime() < end) {
            pause();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// A schedule that could never run is told now, not in the night that it was meant for.
    private void requireKnownJobs() {
        for (JobProperties.Schedule entry : properties.schedules()) {
            if (!runs.names().contains(entry.job())) {
                throw new IllegalStateException("reelmill.jobs.schedules names the job \"" + entry.job()
                        + "\", which there is not. There are: " + String.join(", ", runs.names()) + ".");
            }
            entry.parameters().keySet().stream()
                    .filter(name -> !runs.parametersOf(entry.job()).contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalStateException("reelmill.jobs.schedules gives job " + entry.job()
                                + " the parameter \"" + name + "\", which it does not take.");
                    });
        }
    }

    private void tick() {
        quietly("beat for the running jobs", live::beat);
        if (!properties.exclusive()) {
            quietly("look for dead jobs", this::restartDead);
        }
    }

    /// Restarts what the last process of this database left, be it killed or stopped.
    private void goOn() {
        quietly("look for dead jobs", this::restartDead);
        List<Document> cutOff = mongo.findAll(Document.class, CUT_OFF);
        for (Document entry : cutOff) {
            long id = entry.get("_id", Number.class).longValue();
            mongo.remove(query(where("_id").is(id)), CUT_OFF);
            if (properties.resume()) {
                quietly("restart execution " + id, () -> runs.restart(id));
            }
        }
    }

    private void restartDead() {
        for (JobExecution dead : runs.deadRuns()) {
            quietly("go on with execution " + dead.getId() + " of a dead process", () -> goOn(dead));
        }
    }

    private void goOn(JobExecution dead) {
        runs.recover(dead.getId());
        if (properties.resume()) {
            runs.restart(dead.getId());
            log.info(
                    "Restarted job {} where a dead process had left it",
                    dead.getJobInstance().getJobName());
        }
    }

    private void begin(JobProperties.Schedule entry) {
        quietly("start job " + entry.job() + " by its schedule", () -> runs.start(entry.job(), entry.parameters()));
    }

    private static void quietly(String what, Runnable work) {
        try {
            work.run();
        } catch (Problem refused) {
            log.info("Did not {}: {}", what, refused.getMessage());
        } catch (RuntimeException e) {
            log.warn("Failed to {}", what, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
