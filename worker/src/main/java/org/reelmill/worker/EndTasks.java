package org.reelmill.worker;

import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Repairs;
import org.reelmill.title.Sources;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ingest.Films;
import org.reelmill.worker.ingest.IngestFinisher;
import org.reelmill.worker.ingest.Plans;
import org.reelmill.worker.ingest.Redo;
import org.reelmill.worker.ingest.Remake;
import org.reelmill.worker.ingest.RepairTask;
import org.reelmill.worker.publish.GrowingPlaylists;
import org.reelmill.worker.publish.Publisher;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.source.PartCache;
import org.reelmill.worker.source.PartLedger;
import org.reelmill.worker.task.WorkerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The worker's parts that end an ingest, and that mend what it has published.
@Configuration(proxyBeanMethods = false)
class EndTasks {

    @Bean
    IngestFinisher ingestFinisher(
            Ingests ingests,
            Titles titles,
            Tasks tasks,
            Plans plans,
            GrowingPlaylists growing,
            Publisher publisher,
            TicketQueue tickets,
            ObjectStore store,
            IngestFinisher.Leftovers leftovers) {
        var redo = new Redo(tasks, tickets, store);
        return new IngestFinisher(ingests, titles, tasks, plans, growing, publisher, redo, leftovers);
    }

    @Bean
    IngestFinisher.Leftovers leftovers(
            ObjectStore store,
            PartLedger ledger,
            PartCache cache,
            Sources sources,
            Ingests ingests,
            WorkerProperties properties) {
        return new IngestFinisher.Leftovers(store, ledger, cache, sources, ingests, properties.keepSources());
    }

    @Bean
    RepairTask repairTask(
            Films films,
            Plans plans,
            Ffmpeg ffmpeg,
            ObjectStore store,
            Ingests ingests,
            Tasks tasks,
            Publications publications,
            Repairs repairs,
            IngestStarter starter,
            IngestFinisher.Leftovers leftovers) {
        var records = new RepairTask.Records(ingests, tasks, publications, repairs);
        return new RepairTask(films, plans, new Remake(ffmpeg, store), new Uploads(store), records, starter, leftovers);
    }
}
