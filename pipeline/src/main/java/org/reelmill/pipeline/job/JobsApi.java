package org.reelmill.pipeline.job;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Repairs;
import org.reelmill.web.OperatorsOnly;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Jobs over HTTP, for operators.
@RestController
@RequestMapping("/api/jobs")
@OperatorsOnly
class JobsApi {

    private static final int MOST = 500;

    private final JobRuns runs;
    private final SkippedPages skipped;
    private final DryRuns dryRuns;
    private final Repairs repairs;

    JobsApi(JobRuns runs, SkippedPages skipped, DryRuns dryRuns, Repairs repairs) {
        this.runs = runs;
        this.skipped = skipped;
        this.dryRuns = dryRuns;
        this.repairs = repairs;
    }

    @GetMapping
    Map<String, List<JobSummary>> jobs() {
        return Map.of("items", runs.names().stream().map(this::summary).toList());
    }

    @PostMapping("/{name}/executions")
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView start(@PathVariable String name, @RequestBody(required = false) @Nullable Map<String, String> parameters) {
        return view(runs.start(name, parameters == null ? Map.of() : parameters));
    }

    /// Newest first.
    ///
    /// @param before id of the last execution of the page before, as its `next` says
    @GetMapping("/executions")
    ExecutionPage executions(
            @RequestParam(required = false) @Nullable String job,
            @RequestParam(required = false) @Nullable BatchStatus status,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        int most = Math.clamp(limit, 1, MOST);
        List<JobView> found = runs.list(job, status, before, most + 1).stream()
                .map(execution -> JobView.of(execution, runs.isAlive(execution)))
                .toList();
        boolean more = found.size() > most;
        List<JobView> items = more ? found.subList(0, most) : found;
        return new ExecutionPage(items, more ? items.getLast().id() : null);
    }

    @GetMapping("/executions/{id}")
    JobView execution(@PathVariable long id) {
        return view(runs.find(id));
    }

    @PostMapping("/executions/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView stop(@PathVariable long id) {
        runs.stop(id);
        return view(runs.find(id));
    }

    @PostMapping("/executions/{id}/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView restart(@PathVariable long id) {
        return view(runs.restart(id));
    }

    @PostMapping("/executions/{id}/abandon")
    JobView abandon(@PathVariable long id) {
        runs.abandon(id);
        return view(runs.find(id));
    }

    @PostMapping("/executions/{id}/recover")
    JobView recover(@PathVariable long id) {
        return view(runs.recover(id));
    }

    private JobSummary summary(String name) {
        var last = runs.list(name, null, null, 1).stream()
                .map(execution -> JobView.of(execution, runs.isAlive(execution)))
                .findFirst()
                .orElse(null);
        return new JobSummary(name, runs.parametersOf(name), last);
    }

    private JobView view(JobExecution execution) {
        long instance = execution.getJobInstance().getId();
        return JobView.of(
                execution,
                runs.isAlive(execution),
                skipped.of(instance),
                dryRuns.of(instance),
                repairs.ofRun(instance));
    }

    /// A page of executions.
    ///
    /// @param next goes into `before` for the page after this one; `null` on the last
    record ExecutionPage(List<JobView> items, @Nullable Long next) {}

    /// A job, the parameters it takes, and its last execution.
    record JobSummary(
            String name, Set<String> parameters, @Nullable JobView last) {}
}
