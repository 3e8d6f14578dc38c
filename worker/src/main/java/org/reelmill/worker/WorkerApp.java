package org.reelmill.worker;

import java.util.Map;
import org.reelmill.Parts;
import org.reelmill.health.ProcessDefaults;
import org.reelmill.http.OutboundHttp;
import org.reelmill.http.OutboundProperties;
import org.reelmill.queue.IngestStarter;
import org.reelmill.queue.TicketQueue;
import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Ingests;
import org.reelmill.title.Publications;
import org.reelmill.title.Repairs;
import org.reelmill.title.SourceLinks;
import org.reelmill.title.Sources;
import org.reelmill.title.TaskKind;
import org.reelmill.title.Tasks;
import org.reelmill.title.Titles;
import org.reelmill.worker.encode.ChunkEncoder;
import org.reelmill.worker.encode.PosterFrame;
import org.reelmill.worker.ffmpeg.EncoderFingerprint;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.ingest.AudioTask;
import org.reelmill.worker.ingest.ChunkTask;
import org.reelmill.worker.ingest.FillTask;
import org.reelmill.worker.ingest.Films;
import org.reelmill.worker.ingest.IngestFinisher;
import org.reelmill.worker.ingest.NextSteps;
import org.reelmill.worker.ingest.OpenTask;
import org.reelmill.worker.ingest.Plans;
import org.reelmill.worker.ingest.RepairTask;
import org.reelmill.worker.ingest.StoryboardTask;
import org.reelmill.worker.ingest.TextTask;
import org.reelmill.worker.ingest.WarmUp;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.MeasuredSpeed;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.probe.Prober;
import org.reelmill.worker.publish.Gate;
import org.reelmill.worker.publish.GrowingPlaylists;
import org.reelmill.worker.publish.Publisher;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.source.LoopbackSource;
import org.reelmill.worker.source.Origins;
import org.reelmill.worker.source.PartCache;
import org.reelmill.worker.source.PartLedger;
import org.reelmill.worker.source.SourceProperties;
import org.reelmill.worker.source.SourceReaders;
import org.reelmill.worker.task.IngestEnd;
import org.reelmill.worker.task.TaskMeter;
import org.reelmill.worker.task.TaskTaker;
import org.reelmill.worker.task.WorkerDirectory;
import org.reelmill.worker.task.WorkerProperties;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.data.mongodb.core.MongoOperations;

/// The worker: takes tickets, encodes, publishes. A process of its own that listens on no port but ffmpeg's
/// loopback endpoint, or a part of the all-in-one app.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Parts.class, WorkerHealth.class, TrackTasks.class, EndTasks.class})
@PropertySource("classpath:org/reelmill/worker/worker.properties")
@EnableConfigurationProperties({WorkerProperties.class, SourceProperties.class, FfmpegProperties.class})
public class WorkerApp {

    public static void main(String... arguments) {
        alone().run(arguments);
    }

    /// The app as a process of its own, to be started. Its one port is for health and metrics.
    public static SpringApplicationBuilder alone() {
        return new SpringApplicationBuilder(WorkerApp.class)
                .properties(ProcessDefaults.silent(8061, "readinessState,documentStore,broker,objectStore,fitness"))
                .properties("spring.application.name=worker");
    }

    @Bean
    WorkerDirectory workerDirectory(WorkerProperties properties) {
        return WorkerDirectory.hold(properties);
    }

    @Bean
    PartLedger partLedger(MongoOperations mongo, ObjectStore store) {
        return new PartLedger(mongo, store);
    }

    @Bean
    PartCache partCache(WorkerDirectory directory, SourceProperties properties) {
        return new PartCache(directory.cache(), properties.cacheLimit().toBytes());
    }

    @Bean
    LoopbackSource loopbackSource(Ffmpeg ffmpeg) {
        return ffmpeg.sandbox().listening(LoopbackSource::new);
    }

    @Bean
    Ffmpeg ffmpeg(FfmpegProperties properties) {
        return new Ffmpeg(properties);
    }

    @Bean
    Plans plans(MongoOperations mongo) {
        return new Plans(mongo);
    }

    @Bean
    Origins origins(OutboundHttp http, OutboundProperties patience, SourceProperties properties) {
        return new Origins(http, patience, properties);
    }

    @Bean
    Films films(
            Ingests ingests,
            Sources sources,
            PartLedger ledger,
            ObjectStore store,
            PartCache cache,
            Origins origins,
            SourceLinks links,
            SourceProperties properties,
            LoopbackSource loopback,
            WorkerDirectory directory) {
        var readers = new SourceReaders(ledger, store, cache, origins, links, properties, directory.owner());
        return new Films(ingests, sources, readers, loopback, directory);
    }

    @Bean
    GrowingPlaylists growingPlaylists(ObjectStore store, Ingests ingests) {
        return new GrowingPlaylists(store, ingests);
    }

    @Bean
    Publisher publisher(ObjectStore store, Sources sources, Publications publications) {
        return new Publisher(store, new Gate(store, sources), publications);
    }

    @Bean
    NextSteps nextSteps(Ingests ingests, Tasks tasks, TicketQueue tickets, GrowingPlaylists growing) {
        return new NextSteps(ingests, tasks, tickets, growing);
    }

    @Bean
    IngestEnd ingestEnd(
            Ingests ingests,
            Tasks tasks,
            Titles titles,
            Sources sources,
            ObjectStore store,
            PartLedger ledger,
            Repairs repairs,
            IngestStarter starter) {
        return new IngestEnd(ingests, tasks, titles, sources, store, ledger, repairs, starter);
    }

    @Bean
    OpenTask openTask(
            Films films,
            Ingests ingests,
            Tasks tasks,
            TicketQueue tickets,
            Plans plans,
            Ffmpeg ffmpeg,
            Ladder ladder,
            MeasuredSpeed measuredSpeed,
            NextSteps nextSteps) {
        return new OpenTask(
                films,
                ingests,
                tasks,
                tickets,
                plans,
                new Prober(ffmpeg),
                new Planner(measuredSpeed::speed),
                ladder,
                () -> EncoderFingerprint.of(ffmpeg).value(),
                nextSteps);
    }

    @Bean
    MeasuredSpeed measuredSpeed(WorkerDirectory directory) {
        return new MeasuredSpeed(directory.speed());
    }

    @Bean
    ChunkTask chunkTask(
            Films films,
            Plans plans,
            Ffmpeg ffmpeg,
            ObjectStore store,
            MeasuredSpeed measuredSpeed,
            WorkerProperties properties,
            NextSteps nextSteps) {
        var meter = new ChunkTask.SpeedMeter(measuredSpeed, properties.encodeSlots());
        return new ChunkTask(
                films, plans, new ChunkEncoder(ffmpeg), new PosterFrame(ffmpeg), new Uploads(store), meter, nextSteps);
    }

    @Bean
    FillTask fillTask(Films films, Plans plans, NextSteps nextSteps) {
        return new FillTask(films, plans, nextSteps);
    }

    @Bean
    @ConditionalOnProperty(name = "reelmill.worker.warm-up", matchIfMissing = true)
    WarmUp warmUp(
            WorkerDirectory directory,
            Ffmpeg ffmpeg,
            Ladder ladder,
            MeasuredSpeed measuredSpeed,
            ObjectStore store,
            TaskTaker taskTaker) {
        return new WarmUp(directory, ffmpeg, ladder, new Planner(measuredSpeed::speed), store, taskTaker::isWorking);
    }

    @Bean
    TaskTaker taskTaker(
            WorkerDirectory directory,
            WorkerProperties properties,
            Tasks tasks,
            TicketQueue tickets,
            IngestEnd ingestEnd,
            Ffmpeg ffmpeg,
            OpenTask open,
            ChunkTask chunk,
            AudioTask audio,
            TextTask text,
            StoryboardTask storyboard,
            FillTask fill,
            IngestFinisher finisher,
            RepairTask repair,
            TaskMeter meter) {
        var works = Map.of(
                TaskKind.OPEN, open,
                TaskKind.VIDEO, chunk,
                TaskKind.AUDIO, audio,
                TaskKind.TEXT, text,
                TaskKind.STORYBOARD, storyboard,
                TaskKind.FILL, fill,
                TaskKind.FINISH, finisher,
                TaskKind.REPAIR, repair);
        return new TaskTaker(
                directory,
                properties,
                tasks,
                tickets,
                works,
                ingestEnd,
                () -> EncoderFingerprint.of(ffmpeg).value(),
                meter);
    }
}
