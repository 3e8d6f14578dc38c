package org.reelmill.pipeline.takedown;

import org.reelmill.signing.DenialList;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.core.MongoOperations;

/// Wires takedowns.
@Configuration(proxyBeanMethods = false)
@Import(TakedownsApi.class)
public class TakedownParts {

    @Bean
    Takedowns takedowns(
            Titles titles,
            Sources sources,
            Ingests ingests,
            Tasks tasks,
            Publications publications,
            DenialList denials,
            ObjectStore store,
            MongoOperations mongo) {
        return new Takedowns(titles, sources, ingests, tasks, publications, denials, store, mongo);
    }

    @Bean
    TakedownSweep takedownSweep(Takedowns takedowns) {
        return new TakedownSweep(takedowns);
    }
}
