package org.reelmill.pipeline.job;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.CatalogueFault;
import org.reelmill.pipeline.catalog.RecipeFault;
import org.reelmill.pipeline.verify.RefusedDeletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;

/// Knows which executions of jobs are alive; Spring Batch does not. Each process counts up a beat for its
/// own. Another's is dead when its beat stood still for the lease time, as seen from here: no clocks are
/// compared.
final class LiveRuns implements JobExecutionListener {

    private static final Logger log = LoggerFactory.getLogger(LiveRuns.class);
    private static final String COLLECTION = "jobRuns";

    private final MongoOperations mongo;
    private final JobProperties properties;
    private final Set<Long> own = ConcurrentHashMap.newKeySet();
    private final Map<Long, Seen> seen = new ConcurrentHashMap<>();
    private final LocalDateTime begin = LocalDateTime.now();

    LiveRuns(MongoOperations mongo, JobProperties properties) {
        this.mongo = mongo;
        this.properties = properties;
    }

    @Override
    public void beforeJob(JobExecution execution) {
        own.add(execution.getId());
        beat();
    }

    /// Writes the reason of a failure in words for operators where Spring Batch keeps a stack trace.
    @Override
    public void afterJob(JobExecution execution) {
        own.remove(execution.getId());
        mongo.remove(query(where("_id").is(execution.getId())), COLLECTION);
        execution.getAllFailureExceptions().stream().findFirst().ifPresent(fault -> tell(execution, fault));
    }

    /// In one sentence where the catalogue or its recipe is at fault; with a stack trace where we are. Spring
    /// Batch's own loggers are off, since they print one for either.
    private static void tell(JobExecution execution, Throwable fault) {
        String job = execution.getJobInstance().getJobName();
        if (fault instanceof JobInterruptedException) {
            execution.setExitStatus(new ExitStatus(execution.getExitStatus().getExitCode()));
            log.info("Stopped job {} (execution {})", job, execution.getId());
            return;
        }
        execution.setExitStatus(new ExitStatus(execution.getExitStatus().getExitCode(), reason(fault)));
        if (isOfOperators(fault)) {
            log.warn("Ended job {} (execution {}): {}", job, execution.getId(), reason(fault));
        } else {
            log.error("Job {} (execution {}) failed: {}", job, execution.getId(), reason(fault), fault);
        }
    }

    private static boolean isOfOperators(@Nullable Throwable fault) {
        return fault != null && (isTold(fault) || isOfOperators(fault.getCause()));
    }

    /// Whether its message alone tells an operator what to do.
    private static boolean isTold(Throwable fault) {
        return fault instanceof CatalogueFault || fault instanceof RecipeFault || fault instanceof RefusedDeletion;
    }

    Set<Long> own() {
        return Set.copyOf(own);
    }

    /// Counts up for the executions of this process.
    void beat() {
        for (Long id : own) {
            mongo.upsert(query(where("_id").is(id)), new Update().inc("beat", 1), COLLECTION);
        }
    }

    /// Whether the process of an execution is known to be gone.
    boolean isDead(JobExecution execution) {
        if (own.contains(execution.getId())) {
            return false;
        }
        if (properties.exclusive()) {
            return execution.getCreateTime().isBefore(begin);
        }
        Document run = mongo.findById(execution.getId(), Document.class, COLLECTION);
        long beat = run == null ? 0 : ((Number) run.getOrDefault("beat", 0)).longValue();
        long now = System.nanoTime();
        Seen before = seen.compute(
                execution.getId(), (id, last) -> last == null || last.beat != beat ? new Seen(beat, now) : last);
        return now - before.since >= properties.lease().toNanos();
    }

    private static String reason(Throwable fault) {
        Throwable root = fault;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            root = cause;
            if (isTold(cause)) {
                return String.valueOf(cause.getMessage());
            }
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private record Seen(long beat, long since) {}
}
