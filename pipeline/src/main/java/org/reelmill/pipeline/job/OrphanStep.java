package org.reelmill.pipeline.job;

import org.reelmill.pipeline.verify.Orphans;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.PlatformTransactionManager;

/// Counts the objects that no record names, then deletes them. With the parameter `dryRun` it only counts;
/// with `force` it deletes however many there are.
final class OrphanStep implements Step {

    static final String NAME = "remove-orphans";
    static final String FORCE = "force";

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Orphans orphans;

    OrphanStep(JobRepository repository, PlatformTransactionManager transactions, Orphans orphans) {
        this.repository = repository;
        this.transactions = transactions;
        this.orphans = orphans;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public void execute(StepExecution execution) throws JobInterruptedException {
        var parameters = execution.getJobParameters();
        boolean dryRun = Boolean.parseBoolean(parameters.getString(DiscoverStep.DRY_RUN));
        boolean force = Boolean.parseBoolean(parameters.getString(FORCE));
        new StepBuilder(NAME, repository)
                .tasklet(
                        (contribution, chunk) -> {
                            long deleted = sweep(execution.getExecutionContext(), dryRun, force);
                            contribution.incrementWriteCount(deleted);
                            return RepeatStatus.FINISHED;
                        },
                        transactions)
                .build()
                .execute(execution);
    }

    private long sweep(ExecutionContext context, boolean dryRun, boolean force) {
        Orphans.Survey survey = orphans.survey();
        Counts.add(context, "named", survey.named());
        Counts.add(context, "orphans", survey.orphans());
        Counts.add(context, "orphanBytes", survey.bytes());
        Counts.examples(context, survey.examples());
        if (dryRun || survey.orphans() == 0) {
            return 0;
        }
        if (!force) {
            orphans.require(survey);
        }
        long deleted = orphans.delete();
        Counts.add(context, "deleted", deleted);
        return deleted;
    }
}
