package org.reelmill.pipeline.reconcile;

import org.reelmill.pipeline.progress.IngestPaces;
import org.reelmill.pipeline.retention.SourceDrop;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pauses;
import org.reelmill.title.Publications;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

/// Wires reconciliation.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcileProperties.class)
public class ReconcileParts {

    @Bean
    LeaseWatch leaseWatch(Tasks tasks, Ingests ingests, TicketQueue tickets, ReconcileProperties properties) {
        return new LeaseWatch(tasks, ingests, tickets, properties, System::nanoTime);
    }

    @Bean
    IngestPaces ingestPaces() {
        return new IngestPaces(System::nanoTime);
    }

    @Bean
    TicketSweep ticketSweep(Tasks tasks, Pauses pauses, TicketQueue tickets) {
        return new TicketSweep(tasks, pauses, tickets);
    }

    @Bean
    IngestSweep ingestSweep(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Pauses pauses,
            IngestPaces paces,
            IngestStarter starter,
            TicketQueue tickets) {
        return new IngestSweep(titles, ingests, tasks, pauses, paces, starter, tickets);
    }

    @Bean
    LeftOvers leftOvers(
            Ingests ingests,
            Tasks tasks,
            Publications publications,
            ObjectStore store,
            MongoOperations mongo,
            SourceDrop sourceDrop,
            ReconcileProperties properties) {
        return new LeftOvers(ingests, tasks, publications, store, mongo, sourceDrop, properties);
    }

    @Bean
    Sweep sweep(IngestSweep ingests, LeftOvers leftOvers) {
        return new Sweep(ingests, leftOvers);
    }

    @Bean
    ReconcileLoop reconcileLoop(
            LeaseWatch leases,
            TicketSweep tickets,
            IngestSweep ingests,
            Census census,
            ReconcileProperties properties) {
        return new ReconcileLoop(leases, tickets, ingests, census, properties.every());
    }

    @Bean
    Census census(MongoOperations mongo, TicketQueue tickets) {
        return new Census(mongo, tickets);
    }
}
