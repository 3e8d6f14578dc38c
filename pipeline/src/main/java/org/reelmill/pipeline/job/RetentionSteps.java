package org.reelmill.pipeline.job;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reelmill.pipeline.retention.Eviction;
import org.reelmill.pipeline.retention.RetiredPublications;
import org.reelmill.pipeline.retention.SourceDrop;
import org.reelmill.title.Publications.Holding;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.PlatformTransactionManager;

/// The steps of the job retention: puts cold titles away, deletes publications that no title plays, drops
/// source parts. Each looks what is to be done when it begins, so a restart goes on by itself. With the
/// parameter `dryRun` they only tell.
final class RetentionSteps {

    private static final int EXAMPLES = 20;

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;

    RetentionSteps(JobRepository repository, PlatformTransactionManager transactions) {
        this.repository = repository;
        this.transactions = transactions;
    }

    Step evict(Eviction eviction) {
        return step("evict-titles", context -> {
            Eviction.Decision decision = eviction.decide();
            Counts.add(context, "bytes", decision.bytes());
            return new Todo(decision.titles(), title -> eviction.evict(decision, title));
        });
    }

    Step deleteRetired(RetiredPublications retired) {
        return step("delete-publications", context -> {
            List<Holding> due = retired.due();
            Counts.add(context, "bytes", due.stream().mapToLong(Holding::bytes).sum());
            return new Todo(
                    due.stream().map(Holding::id).toList(),
                    id -> due.stream()
                            .filter(holding -> holding.id().equals(id))
                            .forEach(retired::delete));
        });
    }

    Step dropSources(SourceDrop sources) {
        return step("drop-sources", context -> new Todo(sources.due(), sources::drop));
    }

    private Step step(String name, Function<ExecutionContext, Todo> look) {
        return new StepBuilder(name, repository)
                .tasklet(
                        (contribution, chunk) -> {
                            StepExecution execution = contribution.getStepExecution();
                            Todo todo = look.apply(execution.getExecutionContext());
                            Counts.examples(
                                    execution.getExecutionContext(),
                                    todo.ids.stream().limit(EXAMPLES).toList());
                            Counts.add(execution.getExecutionContext(), "due", todo.ids.size());
                            contribution.incrementWriteCount(todo.perform(execution));
                            return RepeatStatus.FINISHED;
                        },
                        transactions)
                .build();
    }

    /// What a step has found to do.
    private record Todo(List<String> ids, Consumer<String> work) {

        int perform(StepExecution execution) {
            JobParameters parameters = execution.getJobParameters();
            if (Boolean.parseBoolean(parameters.getString(DiscoverStep.DRY_RUN))) {
                return 0;
            }
            int done = 0;
            for (String id : ids) {
                if (execution.isTerminateOnly()) {
                    return done;
                }
                work.accept(id);
                done++;
            }
            return done;
        }
    }
}
