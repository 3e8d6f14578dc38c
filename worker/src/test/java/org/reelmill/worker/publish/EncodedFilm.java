package org.reelmill.worker.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reelmill.embedded.FfmpegBinaries;
import org.reelmill.testing.Container;
import org.reelmill.testing.MediaTools;
import org.reelmill.testing.TestFilm;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.worker.encode.AudioEncoder;
import org.reelmill.worker.encode.AudioJob;
import org.reelmill.worker.encode.ChunkEncoder;
import org.reelmill.worker.encode.EncodeJob;
import org.reelmill.worker.encode.EncodedSegment;
import org.reelmill.worker.encode.TextConverter;
import org.reelmill.worker.encode.TextJob;
import org.reelmill.worker.ffmpeg.Ffmpeg;
import org.reelmill.worker.ffmpeg.FfmpegProperties;
import org.reelmill.worker.ffmpeg.MediaInput;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Ladder;
import org.reelmill.worker.plan.Planner;
import org.reelmill.worker.plan.Rung;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.plan.Waiting;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Prober;

/// A real film of 26 s at 24000/1001 in two rungs, with two sounds and one text, encoded by the product's own
/// encoders, ready to be uploaded any number of times.
final class EncodedFilm {

    static final String SOURCE_SHA256 = "ab".repeat(32);

    private static final FfmpegBinaries BINARIES = FfmpegBinaries.extract(Path.of("target", "ffmpeg"));

    final IngestPlan plan;
    private final List<Made> made = new ArrayList<>();

    EncodedFilm(Path directory) {
        this(
                TestFilm.builder()
                        .rate(24000, 1001)
                        .duration(Duration.ofSeconds(26))
                        .container(Container.MKV)
                        .audioTracks(List.of("eng", "deu"))
                        .subtitles(List.of("eng")),
                new Ladder("small", "ultrafast", List.of(new Rung(360, 23, 1500), new Rung(180, 23, 500))),
                directory);
    }

    /// @param film in Matroska
    EncodedFilm(TestFilm film, Ladder ladder, Path directory) {
        var source = film.make(directory.resolve("film.mkv"), MediaTools.of(BINARIES));
        var ffmpeg = new Ffmpeg(FfmpegProperties.of(BINARIES.ffmpeg(), BINARIES.ffprobe(), BINARIES.environment()));
        var input = new MediaInput(source.toUri(), "matroska");
        plan = new Planner(EncodeSpeed.guessed())
                .plan(new Prober(ffmpeg).probe(input, MediaInfo.Index.PRESENT, () -> {}), ladder, Waiting.NOBODY);
        encode(ffmpeg, input, directory);
    }

    /// Uploads it all as the tasks of an ingest would, and tells their results.
    List<Task> upload(Ingest ingest, Uploads uploads) {
        var tasks = new ArrayList<Task>();
        for (Made one : made) {
            var segments = one.segments.stream()
                    .map(segment -> uploads.segment(ingest, segment, 1))
                    .toList();
            var inits = one.inits.entrySet().stream()
                    .map(init -> uploads.init(ingest, init.getKey(), init.getValue()))
                    .toList();
            tasks.add(Plans.task(ingest, one.task, segments, inits));
        }
        var fill = Task.of(ingest, TaskState.DONE, new TaskOrder(TaskKind.FILL, "fill", 0, 1, Map.of()));
        tasks.add(Plans.withResult(fill, Map.of("sha256", SOURCE_SHA256)));
        return tasks;
    }

    private void encode(Ffmpeg ffmpeg, MediaInput input, Path directory) {
        for (Chunk chunk : plan.chunks()) {
            for (RungSet set : plan.sets()) {
                String task = "video-" + set.name() + "-" + chunk.number();
                var job = new EncodeJob(input, plan, chunk, set, folder(directory, task));
                var encoded = new ChunkEncoder(ffmpeg).encode(job, (time, frame) -> true);
                made.add(new Made(task, encoded.inits(), encoded.segments()));
            }
        }
        for (AudioPlan audio : plan.sounds()) {
            var segments = new ArrayList<EncodedSegment>();
            var job = new AudioJob(input, plan, audio, folder(directory, audio.name()));
            Path init = new AudioEncoder(ffmpeg).encode(job, segments::add, (time, frame) -> true);
            made.add(new Made(audio.name(), Map.of(audio.name(), init), segments));
        }
        for (TextPlan text : plan.text()) {
            var job = new TextJob(input, plan, text, folder(directory, text.name()));
            made.add(new Made(text.name(), Map.of(), new TextConverter(ffmpeg).convert(job, (time, frame) -> true)));
        }
    }

    private static Path folder(Path directory, String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Made(String task, Map<String, Path> inits, List<EncodedSegment> segments) {

        Made {
            inits = new HashMap<>(inits);
        }
    }
}
