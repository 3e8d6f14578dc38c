package org.reelmill.worker.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.reelmill.storage.ObjectStore;
import org.reelmill.worker.encode.ChunkEncoder;
import org.reelmill.worker.encode.EncodeJob;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegCommand;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.ffmpeg.Progress;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.Waiting;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Prober;
import org.reelmill.worker.task.WorkerDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/// Makes and encodes a second of film right after the start, so that the first one who waits does not wait
/// for classes, ffmpeg's pages and connections as well. Gives way to any task, and leaves nothing behind;
/// where it fails, nothing is lost.
public final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final String PICTURE = "testsrc2=size=640x360:rate=25:duration=1";
    private static final String SOUND = "sine=duration=1";
    private static final String FILM = "film.mp4";

    private final WorkerDirectory directory;
    private final Ffmpeg ffmpeg;
    private final Ladder ladder;
    private final Planner planner;
    private final ObjectStore store;
    private final Progress going;

    /// @param isWorking whether a task is at work, which is not to be disturbed
    public WarmUp(
            WorkerDirectory directory,
            Ffmpeg ffmpeg,
            Ladder ladder,
            Planner planner,
            ObjectStore store,
            BooleanSupplier isWorking) {
        this.directory = directory;
        this.ffmpeg = ffmpeg;
        this.ladder = ladder;
        this.planner = planner;
        this.store = store;
        this.going = (outTime, frame) -> !isWorking.getAsBoolean();
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        Thread.ofPlatform().name("worker-warm-up").daemon().start(this::run);
    }

    private void run() {
        var stage = new Stage();
        Path scratch = null;
        try {
            scratch = directory.scratch("warm-up");
            encode(scratch);
            store.list("warm-up/");
            log.info("Warmed up in {}", stage.took());
        } catch (RuntimeException | IOException e) { // A task came, or the first real one will say it better.
            log.info("Left the rest of the warm-up out after {}: {}", stage.took(), e.toString());
        } finally {
            if (scratch != null) {
                WorkerDirectory.deleteTree(scratch);
            }
        }
    }

    private void encode(Path scratch) throws IOException {
        ffmpeg.run(new FfmpegCommand(filmArguments(), scratch), going);
        var input = new MediaInput(scratch.resolve(FILM).toUri(), "mov");
        MediaInfo media = new Prober(ffmpeg).probe(input, MediaInfo.Index.PRESENT, () -> {});
        IngestPlan plan = planner.plan(media, ladder, Waiting.SOMEBODY);
        Path chunk = Files.createDirectories(scratch.resolve("chunk"));
        var job =
                new EncodeJob(input, plan, plan.chunks().getFirst(), plan.sets().getFirst(), chunk);
        new ChunkEncoder(ffmpeg).encode(job, going);
    }

    private static List<String> filmArguments() {
        return List.of(
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-f",
                "lavfi",
                "-i",
                SOUND,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:a",
                "aac",
                "-f",
                "mp4",
                FILM);
    }
}
