package org.reelmill.worker;

import org.reelmill.storage.ObjectStore;
import org.reelmill.title.Tasks;
import org.reelmill.worker.encode.AudioEncoder;
import org.reelmill.worker.encode.TextConverter;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ingest.AudioTask;
import org.reelmill.worker.ingest.Films;
import org.reelmill.worker.ingest.NextSteps;
import org.reelmill.worker.ingest.Plans;
import org.reelmill.worker.ingest.StoryboardTask;
import org.reelmill.worker.ingest.Storyboards;
import org.reelmill.worker.ingest.TextTask;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.LadderProperties;
import org.reelmill.worker.plan.LadderReader;
import org.reelmill.worker.publish.Uploads;
import org.reelmill.worker.task.WorkerDirectory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The worker's parts that say what a film becomes: the ladder, and the tasks beside the picture.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LadderProperties.class)
class TrackTasks {

    @Bean
    Ladder ladder(LadderProperties properties) {
        return LadderReader.read(properties);
    }

    @Bean
    AudioTask audioTask(Films films, Plans plans, Ffmpeg ffmpeg, ObjectStore store, NextSteps nextSteps) {
        return new AudioTask(films, plans, new AudioEncoder(ffmpeg), new Uploads(store), nextSteps);
    }

    @Bean
    StoryboardTask storyboardTask(
            Films films,
            Plans plans,
            Tasks tasks,
            Ffmpeg ffmpeg,
            ObjectStore store,
            WorkerDirectory directory,
            NextSteps nextSteps) {
        return new StoryboardTask(
                films, plans, tasks, new Storyboards(ffmpeg, store), new Uploads(store), directory, nextSteps);
    }

    @Bean
    TextTask textTask(Films films, Plans plans, Ffmpeg ffmpeg, ObjectStore store, NextSteps nextSteps) {
        return new TextTask(films, plans, new TextConverter(ffmpeg), new Uploads(store), nextSteps);
    }
}
