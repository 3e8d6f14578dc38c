package org.reelmill.pipeline.verify;

import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Repairs;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

/// Wires the check of the library.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerifyProperties.class)
public class VerifyParts {

    @Bean
    PublicationCheck publicationCheck(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Publications publications,
            Repairs repairs,
            ObjectStore store,
            TicketQueue tickets,
            IngestStarter starter) {
        var records = new PublicationCheck.Records(titles, ingests, tasks, publications, repairs);
        return new PublicationCheck(records, store, tickets, starter);
    }

    @Bean
    Orphans orphans(
            ObjectStore store,
            Titles titles,
            Ingests ingests,
            Sources sources,
            Publications publications,
            MongoOperations mongo,
            VerifyProperties properties) {
        return new Orphans(store, new NamedObjects(titles, ingests, sources, publications, mongo), properties);
    }
}
