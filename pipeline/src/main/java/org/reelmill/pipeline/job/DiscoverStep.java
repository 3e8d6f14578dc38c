package org.reelmill.pipeline.job;

import java.net.URI;
import org.reelmill.pipeline.catalog.CatalogProperties;
import org.reelmill.pipeline.catalog.CatalogueReading;
import org.reelmill.pipeline.catalog.Catalogues;
import org.reelmill.pipeline.catalog.FoundPage;
import org.reelmill.pipeline.catalog.PageFault;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.listener.SkipListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.transaction.PlatformTransactionManager;

/// Reads a catalogue: recipe → list pages → films' pages → titles. A page that cannot be used is skipped and
/// listed; a recipe or a list page that cannot be used ends the job. Each execution gets a reading of its
/// own.
final class DiscoverStep implements Step {

    static final String NAME = "read-catalogue";
    static final String RECIPE = "recipe";
    static final String DRY_RUN = "dryRun";

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Catalogues catalogues;
    private final CatalogProperties properties;
    private final SkippedPages skipped;
    private final DryRuns dryRuns;

    DiscoverStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Catalogues catalogues,
            CatalogProperties properties,
            SkippedPages skipped,
            DryRuns dryRuns) {
        this.repository = repository;
        this.transactions = transactions;
        this.catalogues = catalogues;
        this.properties = properties;
        this.skipped = skipped;
        this.dryRuns = dryRuns;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public void execute(StepExecution execution) throws JobInterruptedException {
        JobParameters parameters = execution.getJobParameters();
        CatalogueReading reading = open(parameters);
        long instance = execution.getJobExecution().getJobInstance().getId();
        if (!CatalogueWalk.begun(execution.getExecutionContext())) {
            skipped.clear(instance);
            dryRuns.clear(instance);
        }
        new StepBuilder(NAME, repository)
                .<URI, FoundPage>chunk(properties.pagesPerCommit())
                .transactionManager(transactions)
                .reader(new CatalogueWalk(reading))
                .processor(page -> reading.title(page).orElse(null))
                .writer(isDryRun(parameters) ? found -> notes(instance, found) : found -> found.forEach(reading::store))
                .faultTolerant()
                // The client has tried again already, with growing waits.
                .retryPolicy(fault -> false)
                .skipPolicy((fault, skips) -> fault instanceof PageFault)
                .skipListener(new SkipListener<>() {
                    @Override
                    public void onSkipInProcess(URI page, Throwable fault) {
                        skipped.add(instance, page, ((PageFault) fault).reason());
                    }
                })
                .build()
                .execute(execution);
    }

    /// A dry run reads every page whole, whatever is known of it.
    private CatalogueReading open(JobParameters parameters) {
        String recipe = String.valueOf(parameters.getString(RECIPE));
        return isDryRun(parameters) ? catalogues.openAnew(recipe) : catalogues.open(recipe);
    }

    private void notes(long instance, Chunk<? extends FoundPage> found) {
        found.forEach(page -> dryRuns.add(instance, page.title()));
    }

    private static boolean isDryRun(JobParameters parameters) {
        return Boolean.parseBoolean(parameters.getString(DRY_RUN));
    }
}
