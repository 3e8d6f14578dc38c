package org.reelmill.pipeline.retention;

import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.reelmill.title.Viewings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoOperations;

/// Wires retention.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
public class RetentionParts {

    @Bean
    Audience audience(MongoOperations mongo) {
        return new Audience(mongo);
    }

    @Bean
    KeptTitles keptTitles(MongoOperations mongo) {
        return new KeptTitles(mongo);
    }

    @Bean
    Eviction eviction(
            Titles titles,
            Sources sources,
            Publications publications,
            ObjectStore store,
            Viewings viewings,
            Audience audience,
            KeptTitles kept,
            RetentionProperties properties) {
        return new Eviction(titles, sources, publications, store, viewings, audience, kept, properties);
    }

    @Bean
    RetiredPublications retiredPublications(
            Titles titles,
            Ingests ingests,
            Publications publications,
            ObjectStore store,
            Audience audience,
            RetentionProperties properties) {
        return new RetiredPublications(titles, ingests, publications, store, audience, properties);
    }

    @Bean
    SourceDrop sourceDrop(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Sources sources,
            ObjectStore store,
            MongoOperations mongo,
            RetentionProperties properties) {
        return new SourceDrop(titles, ingests, tasks, sources, store, mongo, properties);
    }
}
