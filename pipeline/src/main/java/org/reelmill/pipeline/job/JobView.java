package org.reelmill.pipeline.job;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Repair;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/// An execution of a job, as operators see it.
///
/// @param status as Spring Batch has it: STARTING, STARTED, STOPPING, STOPPED, FAILED, COMPLETED, ABANDONED
/// @param alive whether a process is at work on it
/// @param failure why it failed, in a sentence
/// @param skippedPages pages that could not be used; left out in lists
/// @param wouldStore films that a dry run has found
/// @param repairs objects that were found missing or damaged, and what became of each
record JobView(
        long id,
        String job,
        String status,
        boolean alive,
        @Nullable String failure,
        Map<String, String> parameters,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<StepView> steps,
        @Nullable List<SkippedView> skippedPages,
        @Nullable List<FoundView> wouldStore,
        @Nullable List<Repair> repairs) {

    /// An execution among others.
    static JobView of(JobExecution execution, boolean alive) {
        return of(execution, alive, null, null, null);
    }

    /// An execution with all that is known of it.
    static JobView of(
            JobExecution execution,
            boolean alive,
            @Nullable List<SkippedView> skipped,
            @Nullable List<FoundView> found,
            @Nullable List<Repair> repairs) {
        var parameters = new TreeMap<String, String>();
        execution
                .getJobParameters()
                .forEach(parameter -> parameters.put(parameter.name(), String.valueOf(parameter.value())));
        parameters.remove("run");
        String failure = execution
                .getExitStatus()
                .getExitDescription()
                .lines()
                .findFirst()
                .orElse("");
        return new JobView(
                execution.getId(),
                execution.getJobInstance().getJobName(),
                execution.getStatus().name(),
                alive,
                failure.isBlank() ? null : failure,
                parameters,
                instant(execution.getStartTime()),
                instant(execution.getEndTime()),
                execution.getStepExecutions().stream().map(StepView::of).toList(),
                skipped,
                found,
                repairs);
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime time) {
        return time == null ? null : time.atZone(ZoneId.systemDefault()).toInstant();
    }

    /// A step of an execution.
    ///
    /// @param readCount items so far
    /// @param writeCount of them stored
    /// @param filterCount of them needed nothing
    /// @param counts what else it counts, e.g. objects that are missing
    /// @param examples of what it counts, e.g. keys of objects that no record names
    record StepView(
            String name,
            String status,
            long readCount,
            long writeCount,
            long filterCount,
            long skipCount,
            long commitCount,
            long rollbackCount,
            Map<String, Long> counts,
            List<String> examples) {

        static StepView of(StepExecution step) {
            return new StepView(
                    step.getStepName(),
                    step.getStatus().name(),
                    step.getReadCount(),
                    step.getWriteCount(),
                    step.getFilterCount(),
                    step.getSkipCount(),
                    step.getCommitCount(),
                    step.getRollbackCount(),
                    Counts.of(step.getExecutionContext()),
                    Counts.examplesOf(step.getExecutionContext()));
        }
    }

    /// A page that could not be used.
    record SkippedView(String page, String reason) {}

    /// A film that a dry run has found.
    record FoundView(String name, @Nullable Integer year, String licence, String page) {}
}
