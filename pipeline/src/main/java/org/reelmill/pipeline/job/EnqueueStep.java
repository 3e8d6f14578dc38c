package org.reelmill.pipeline.job;

import java.util.List;
import java.util.stream.Stream;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketClass;
import org.reelmill.title.IngestState;
import org.reelmill.title.Ingests;
import org.reelmill.title.Title;
import org.reelmill.title.TitleState;
import org.reelmill.title.Titles;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.transaction.PlatformTransactionManager;

/// Starts the ingests of wanted titles that have none. With the parameter `all`, everything discovered is
/// wanted. The parameter `class` names the ticket class; `batch` unless somebody waits; `limit` how many are
/// started at most. What an ingest has rejected or failed at stays, until an operator says otherwise.
final class EnqueueStep implements Step {

    static final String NAME = "start-ingests";
    static final String ALL = "all";
    static final String CLASS = "class";
    static final String LIMIT = "limit";

    private static final int TITLES_PER_COMMIT = 20;

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Titles titles;
    private final Ingests ingests;
    private final IngestStarter starter;

    EnqueueStep(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Titles titles,
            Ingests ingests,
            IngestStarter starter) {
        this.repository = repository;
        this.transactions = transactions;
        this.titles = titles;
        this.ingests = ingests;
        this.starter = starter;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public void execute(StepExecution execution) throws JobInterruptedException {
        boolean all = Boolean.parseBoolean(execution.getJobParameters().getString(ALL));
        TicketClass ticketClass =
                IngestStarter.classOf(execution.getJobParameters().getString(CLASS, TicketClass.BATCH.id()));
        long limit = Long.parseLong(execution.getJobParameters().getString(LIMIT, String.valueOf(Long.MAX_VALUE)));
        new StepBuilder(NAME, repository)
                .<String, String>chunk(TITLES_PER_COMMIT)
                .transactionManager(transactions)
                .reader(new ListItemReader<>(wanted(all, limit)))
                .writer(ids -> ids.forEach(id -> starter.start(id, ticketClass)))
                .build()
                .execute(execution);
    }

    private List<String> wanted(boolean all, long limit) {
        Stream<Title> discovered = all ? titles.inState(TitleState.DISCOVERED).stream() : Stream.empty();
        return Stream.concat(titles.inState(TitleState.WANTED).stream(), discovered)
                .filter(title -> !title.sources().isEmpty() && isFree(title))
                .limit(limit)
                .map(Title::id)
                .toList();
    }

    private boolean isFree(Title title) {
        return title.ingest() == null
                || ingests.find(title.ingest())
                        .map(ingest -> ingest.state() == IngestState.CANCELLED)
                        .orElse(true);
    }
}
