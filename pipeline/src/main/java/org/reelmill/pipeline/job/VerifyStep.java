package org.reelmill.pipeline.job;

import java.time.Duration;
import java.time.Instant;
import org.reelmill.pipeline.verify.Checked;
import org.reelmill.pipeline.verify.PublicationCheck;
import org.reelmill.pipeline.verify.Slice;
import org.reelmill.pipeline.verify.VerifyProperties;
import org.reelmill.title.Publications;
import org.reelmill.title.Repairs;
import org.reelmill.title.Titles;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.transaction.PlatformTransactionManager;

/// Reads every object of every film that plays, at a pace, and has repaired what is missing or damaged. With
/// the parameter `dryRun` it only tells. Each execution gets a reading of its own.
final class VerifyStep implements Step {

    static final String NAME = "read-objects";

    private static final Duration REMEMBERED = Duration.ofDays(180);

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Titles titles;
    private final Publications publications;
    private final Repairs repairs;
    private final PublicationCheck check;
    private final VerifyProperties properties;

    VerifyStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Titles titles,
            Publications publications,
            Repairs repairs,
            PublicationCheck check,
            VerifyProperties properties) {
        this.repository = repository;
        this.transactions = transactions;
        this.titles = titles;
        this.publications = publications;
        this.repairs = repairs;
        this.check = check;
        this.properties = properties;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public void execute(StepExecution execution) throws JobInterruptedException {
        boolean dryRun = Boolean.parseBoolean(execution.getJobParameters().getString(DiscoverStep.DRY_RUN));
        var effect = dryRun ? PublicationCheck.Effect.REPORT : PublicationCheck.Effect.REPAIR;
        long run = execution.getJobExecution().getJobInstance().getId();
        ExecutionContext context = execution.getExecutionContext();
        if (!VerifyWalk.begun(context)) {
            repairs.forgetBefore(Instant.now().minus(REMEMBERED));
        }
        var reading = check.reading(properties.bytesPerSecond().toBytes());
        new StepBuilder(NAME, repository)
                .<Slice, Checked>chunk(1)
                .transactionManager(transactions)
                .reader(new VerifyWalk(titles, publications))
                .processor(slice -> check.check(slice, reading, run, effect))
                .writer(checked -> count(context, checked))
                .build()
                .execute(execution);
    }

    private static void count(ExecutionContext context, Chunk<? extends Checked> chunk) {
        for (Checked checked : chunk) {
            Counts.add(context, "objects", checked.objects());
            Counts.add(context, "bytes", checked.bytes());
            Counts.add(context, "missing", checked.missing());
            Counts.add(context, "damaged", checked.damaged());
            Counts.add(context, "restored", checked.restored());
            Counts.add(context, "repairs", checked.repairs());
            Counts.add(context, "renewed", checked.renewed());
        }
    }
}
