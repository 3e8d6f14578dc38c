package org.reelmill.pipeline.operator;

import java.nio.file.Path;
import org.reelmill.pipeline.catalog.LicenceList;
import org.reelmill.pipeline.retention.SourceDrop;
import org.reelmill.queue.IngestStarter;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Pauses;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires what operators see and do.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
@Import({IngestsApi.class, TitlesApi.class, ControlApi.class, QueueApi.class})
public class OperatorParts {

    @Bean
    NewFilms newFilms(
            Titles titles,
            Sources sources,
            SourceLinks links,
            LicenceList licences,
            ObjectStore store,
            IngestStarter starter,
            IngestProperties properties) {
        return new NewFilms(titles, sources, links, licences, store, starter, properties.maxUpload());
    }

    @Bean
    IngestControl ingestControl(
            Titles titles,
            Ingests ingests,
            Tasks tasks,
            Pauses pauses,
            ObjectStore store,
            SourceDrop sourceDrop,
            IngestStarter starter) {
        return new IngestControl(titles, ingests, tasks, pauses, store, sourceDrop, starter);
    }

    @Bean
    @ConditionalOnProperty("reelmill.ingest.drop-folder")
    DropFolder dropFolder(IngestProperties properties, NewFilms films, LicenceList licences) {
        Path folder = properties.dropFolder();
        if (folder == null) {
            throw new IllegalStateException("reelmill.ingest.drop-folder is empty.");
        }
        String licence = properties.dropLicence();
        if (licence == null || licence.isBlank()) {
            throw new IllegalStateException(
                    "reelmill.ingest.drop-folder is set but reelmill.ingest.drop-licence is not."
                            + " Name the licence of the films in that folder, e.g. CC-BY-4.0.");
        }
        if (licences.allowed(licence, null).isEmpty()) {
            throw new IllegalStateException("Films under \"" + licence + "\" (reelmill.ingest.drop-licence) may not be"
                    + " shown here. Name a licence of the list reelmill.catalog.licences.");
        }
        return new DropFolder(folder, licence, properties.dropEvery(), films);
    }
}
