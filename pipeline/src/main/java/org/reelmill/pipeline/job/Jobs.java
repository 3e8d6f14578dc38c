package org.reelmill.pipeline.job;

import javax.sql.DataSource;
import org.reelmill.health.PartWatch;
import org.reelmill.pipeline.catalog.CatalogProperties;
import org.reelmill.pipeline.catalog.Catalogues;
import org.reelmill.pipeline.catalog.RecipeReader;
import org.reelmill.pipeline.reconcile.Sweep;
import org.reelmill.pipeline.retention.Eviction;
import org.reelmill.pipeline.retention.RetiredPublications;
import org.reelmill.pipeline.retention.SourceDrop;
import org.reelmill.pipeline.verify.Orphans;
import org.reelmill.pipeline.verify.PublicationCheck;
import org.reelmill.pipeline.verify.VerifyProperties;
import org.reelmill.queue.IngestStarter;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Repairs;
import org.reelmill.title.Titles;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// The jobs of the pipeline.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobProperties.class)
@Import({BatchParts.class, JobsApi.class, RecipeAdvice.class})
public class Jobs {

    public static final String DISCOVER = "discover";
    public static final String ENQUEUE = "enqueue";
    public static final String RECONCILE = "reconcile";
    public static final String VERIFY = "verify";
    public static final String RETENTION = "retention";

    @Bean
    SkippedPages skippedPages(MongoOperations mongo) {
        return new SkippedPages(mongo);
    }

    @Bean
    DryRuns dryRuns(MongoOperations mongo) {
        return new DryRuns(mongo);
    }

    @Bean
    LiveRuns liveRuns(MongoOperations mongo, JobProperties properties) {
        return new LiveRuns(mongo, properties);
    }

    @Bean
    Job discoverJob(
            JobRepository repository,
            JdbcTransactionManager transactions,
            Catalogues catalogues,
            CatalogProperties properties,
            SkippedPages skipped,
            DryRuns dryRuns,
            LiveRuns live) {
        return new JobBuilder(DISCOVER, repository)
                .listener(live)
                .start(new DiscoverStep(repository, transactions, catalogues, properties, skipped, dryRuns))
                .build();
    }

    @Bean
    Job enqueueJob(
            JobRepository repository,
            JdbcTransactionManager transactions,
            Titles titles,
            Ingests ingests,
            IngestStarter starter,
            LiveRuns live) {
        return new JobBuilder(ENQUEUE, repository)
                .listener(live)
                .start(new EnqueueStep(repository, transactions, titles, ingests, starter))
                .build();
    }

    @Bean
    Job reconcileJob(JobRepository repository, JdbcTransactionManager transactions, Sweep sweep, LiveRuns live) {
        return new JobBuilder(RECONCILE, repository)
                .listener(live)
                .start(new StepBuilder("sweep", repository)
                        .tasklet(
                                (contribution, context) -> {
                                    contribution.incrementWriteCount(sweep.run());
                                    return RepeatStatus.FINISHED;
                                },
                                transactions)
                        .build())
                .build();
    }

    @Bean
    Job verifyJob(
            JobRepository repository,
            JdbcTransactionManager transactions,
            Titles titles,
            Publications publications,
            Repairs repairs,
            PublicationCheck check,
            Orphans orphans,
            VerifyProperties properties,
            LiveRuns live) {
        return new JobBuilder(VERIFY, repository)
                .listener(live)
                .start(new VerifyStep(repository, transactions, titles, publications, repairs, check, properties))
                .next(new OrphanStep(repository, transactions, orphans))
                .build();
    }

    @Bean
    Job retentionJob(
            JobRepository repository,
            JdbcTransactionManager transactions,
            Eviction eviction,
            RetiredPublications retired,
            SourceDrop sources,
            LiveRuns live) {
        var steps = new RetentionSteps(repository, transactions);
        return new JobBuilder(RETENTION, repository)
                .listener(live)
                .start(steps.evict(eviction))
                .next(steps.deleteRetired(retired))
                .next(steps.dropSources(sources))
                .build();
    }

    @Bean
    JobRuns jobRuns(
            JobOperator operator,
            JobRepository repository,
            JobRegistry registry,
            LiveRuns live,
            DataSource batchDatabase,
            RecipeReader recipes) {
        return new JobRuns(operator, repository, registry, live, new JobHistory(batchDatabase), recipes);
    }

    @Bean
    PartWatch jobDatabaseHealthIndicator(DataSource batchDatabase) {
        var part = new PartWatch.Part("job-database", "The job database", "reelmill.jobs.*");
        return new PartWatch(part, () -> {
            try (var connection = batchDatabase.getConnection()) {
                connection.isValid(2);
            }
        });
    }

    @Bean
    JobClock jobClock(JobRuns runs, LiveRuns live, JobProperties properties, MongoOperations mongo) {
        return new JobClock(runs, live, properties, mongo);
    }
}
