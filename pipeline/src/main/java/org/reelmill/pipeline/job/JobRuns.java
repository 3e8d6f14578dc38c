package org.reelmill.pipeline.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.catalog.PlainText;
import org.reelmill.pipeline.catalog.RecipeReader;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.Ids;
import org.reelmill.web.Problem;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.http.HttpStatus;

/// Starts, stops and finds executions of jobs. Refuses by [Problem] what would harm: two readings of one
/// catalogue at once, a restart or a recovery of what is alive.
public final class JobRuns {

    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            Jobs.DISCOVER,
            Set.of(DiscoverStep.RECIPE, DiscoverStep.DRY_RUN),
            Jobs.ENQUEUE,
            Set.of(EnqueueStep.ALL, EnqueueStep.CLASS, EnqueueStep.LIMIT),
            Jobs.RECONCILE,
            Set.of(),
            Jobs.VERIFY,
            Set.of(DiscoverStep.DRY_RUN, OrphanStep.FORCE),
            Jobs.RETENTION,
            Set.of(DiscoverStep.DRY_RUN));

    private static final Set<String> SWITCHES = Set.of(DiscoverStep.DRY_RUN, EnqueueStep.ALL, OrphanStep.FORCE);

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

    private final JobOperator operator;
    private final JobRepository repository;
    private final JobRegistry registry;
    private final LiveRuns live;
    private final JobHistory history;
    private final RecipeReader recipes;

    JobRuns(
            JobOperator operator,
            JobRepository repository,
            JobRegistry registry,
            LiveRuns live,
            JobHistory history,
            RecipeReader recipes) {
        this.operator = operator;
        this.repository = repository;
        this.registry = registry;
        this.live = live;
        this.history = history;
        this.recipes = recipes;
    }

    /// Names of all jobs.
    public List<String> names() {
        return registry.getJobNames().stream().sorted().toList();
    }

    /// Names of the parameters that a job takes.
    Set<String> parametersOf(String job) {
        return PARAMETERS.getOrDefault(job, Set.of());
    }

    /// Starts a job and returns at once.
    ///
    /// @throws org.reelmill.pipeline.catalog.RecipeFault if its recipe is wrong
    public synchronized JobExecution start(String name, Map<String, String> parameters) {
        Job job = registry.getJob(name);
        if (job == null) {
            throw Problem.notFound(
                    "job-not-found",
                    "There is no job \"" + PlainText.of(name, 80) + "\". There are: " + String.join(", ", names()));
        }
        parameters.forEach((parameter, value) -> requireParameter(name, parameter, value));
        if (name.equals(Jobs.DISCOVER)) {
            requireRecipe(parameters.get(DiscoverStep.RECIPE));
        }
        requireNotRunning(name, parameters);
        var all = new JobParametersBuilder();
        parameters.forEach(all::addString);
        all.addString("run", Ids.next());
        return started(job, all.toJobParameters());
    }

    /// Executions, newest first.
    ///
    /// @param job only of this one; `null` for all
    /// @param before only those that are older than this one; `null` for all
    List<JobExecution> list(@Nullable String job, @Nullable BatchStatus status, @Nullable Long before, int limit) {
        return history.newest(job, status, before, limit).stream()
                .flatMap(id -> known(id).stream())
                .toList();
    }

    JobExecution find(long id) {
        return known(id)
                .orElseThrow(() -> Problem.notFound("execution-not-found", "There is no execution " + id + "."));
    }

    boolean isAlive(JobExecution execution) {
        return live.own().contains(execution.getId()) || execution.getStatus().isRunning() && !live.isDead(execution);
    }

    /// Asks an execution to stop at its next commit.
    void stop(long id) {
        JobExecution execution = find(id);
        try {
            operator.stop(execution);
        } catch (JobExecutionException e) {
            throw conflict("The execution is " + execution.getStatus() + " and cannot be stopped.");
        }
    }

    /// Goes on where an execution that failed or was stopped has committed last.
    synchronized JobExecution restart(long id) {
        JobExecution execution = find(id);
        if (isAlive(execution)) {
            throw conflict("The execution is still at work; stop it and wait until it has ended.");
        }
        if (execution.getStatus().isRunning()) {
            throw conflict("The process of this execution is dead; recover it first.");
        }
        if (execution.getStatus() != BatchStatus.FAILED && execution.getStatus() != BatchStatus.STOPPED) {
            throw conflict("The execution is " + execution.getStatus() + "; only FAILED and STOPPED ones restart.");
        }
        Job job = registry.getJob(execution.getJobInstance().getJobName());
        if (job == null) {
            throw conflict("The job of this execution does not exist any more.");
        }
        closeOpenSteps(execution);
        return started(job, execution.getJobParameters());
    }

    /// Marks an execution that has ended as never to be restarted.
    void abandon(long id) {
        JobExecution execution = find(id);
        if (isAlive(execution)) {
            throw conflict("The execution is still at work; stop it first.");
        }
        try {
            operator.abandon(execution);
        } catch (JobExecutionException e) {
            throw conflict("The execution is " + execution.getStatus() + "; recover it first.");
        }
    }

    /// Marks an execution FAILED whose process is dead, so that it can be restarted.
    JobExecution recover(long id) {
        JobExecution execution = find(id);
        if (!execution.getStatus().isRunning()) {
            throw conflict("The execution is " + execution.getStatus() + "; there is nothing to recover.");
        }
        if (!live.isDead(execution)) {
            throw conflict("The execution is alive, or has not been watched long enough to know. Try again soon.");
        }
        return operator.recover(execution);
    }

    /// Those that the store shows as running though their process is dead.
    List<JobExecution> deadRuns() {
        return names().stream()
                .flatMap(name -> repository.findRunningJobExecutions(name).stream())
                .filter(live::isDead)
                .toList();
    }

    /// A stop marks the execution at once and its step only when that has ended; a process that died between
    /// leaves the step open.
    private void closeOpenSteps(JobExecution execution) {
        execution.getStepExecutions().stream()
                .filter(step -> step.getStatus().isRunning())
                .forEach(step -> {
                    step.setStatus(BatchStatus.FAILED);
                    repository.update(step);
                });
    }

    private JobExecution started(Job job, JobParameters parameters) {
        try {
            return operator.start(job, parameters);
        } catch (JobExecutionException e) {
            throw conflict("The job cannot start: " + e.getMessage());
        }
    }

    /// Spring Batch 6.0 throws where its contract promises `null`.
    private Optional<JobExecution> known(long id) {
        try {
            return Optional.ofNullable(repository.getJobExecution(id));
        } catch (EmptyResultDataAccessException none) {
            return Optional.empty();
        }
    }

    private void requireRecipe(@Nullable String recipe) {
        if (recipe == null) {
            throw Problem.badRequest(
                    "recipe-needed",
                    "The job discover needs the parameter \"recipe\". There are: "
                            + String.join(", ", recipes.names()));
        }
        recipes.read(recipe);
    }

    private void requireNotRunning(String name, Map<String, String> parameters) {
        boolean running = repository.findRunningJobExecutions(name).stream()
                .filter(this::isAlive)
                .anyMatch(execution -> parameters.entrySet().stream()
                        .allMatch(parameter -> parameter
                                .getValue()
                                .equals(execution.getJobParameters().getString(parameter.getKey()))));
        if (running) {
            throw conflict("The job " + name + " runs already with these parameters.");
        }
    }

    private void requireParameter(String job, String parameter, @Nullable String value) {
        if (!parametersOf(job).contains(parameter)) {
            String known = parametersOf(job).isEmpty()
                    ? "It has none."
                    : "It has: " + String.join(", ", new TreeSet<>(parametersOf(job))) + ".";
            throw Problem.badRequest(
                    "unknown-parameter",
                    "The job " + job + " has no parameter \"" + PlainText.of(parameter, 80) + "\". " + known);
        }
        boolean isSwitch = SWITCHES.contains(parameter);
        if (value == null || isSwitch && !value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest(
                    "bad-parameter",
                    "The parameter " + parameter + " must be " + (isSwitch ? "true or false." : "a text."));
        }
        if (parameter.equals(EnqueueStep.CLASS)
                && Stream.of(TicketClass.values()).noneMatch(known -> known.id().equals(value))) {
            throw Problem.badRequest(
                    "bad-parameter",
                    "The parameter class must be one of "
                            + Stream.of(TicketClass.values())
                                    .map(TicketClass::id)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        if (parameter.equals(EnqueueStep.LIMIT) && !COUNT.matcher(value).matches()) {
            throw Problem.badRequest("bad-parameter", "The parameter limit must be a whole number from 1 on.");
        }
    }

    private static Problem conflict(String why) {
        return new Problem(HttpStatus.CONFLICT, "job-state", why);
    }
}
