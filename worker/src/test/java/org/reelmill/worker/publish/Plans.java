package org.reelmill.worker.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reelmill.title.Ingest;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.title.TaskState;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.Frames;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.Making;
import org.reelmill.worker.plan.OutputGrid;
import org.reelmill.worker.plan.PlanKind;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.probe.MediaInfo;
import org.reelmill.worker.probe.Rational;

/// Plans and what their tasks leave behind.
final class Plans {

    static final Rational NTSC_FILM = new Rational(24000, 1001);
    static final int GOP = 48;
    static final int TIMESCALE = 24000;
    static final int SOUND = 48000;

    private Plans() {}

    /// Rungs `v360` (early) and `v720`, sound in English and German, English text.
    static IngestPlan plan(List<Long> segmentFrames) {
        var chunks = new ArrayList<Chunk>();
        long frame = 0;
        for (int i = 0; i < segmentFrames.size(); i++) {
            long frames = segmentFrames.get(i);
            chunks.add(new Chunk(i, frame, frames, i, List.of(frames)));
            frame += frames;
        }
        var grid = new OutputGrid(NTSC_FILM, frame, GOP, Duration.ZERO);
        return new IngestPlan(
                PlanKind.INDEXED,
                "usual-00000000",
                new MediaInfo(
                        "mov",
                        MediaInfo.Index.PRESENT,
                        grid.duration(),
                        Duration.ZERO,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                grid,
                List.of(
                        new RungPlan("v720", 1280, 720, "high", "3.1", "veryfast", 23, 2800, 5600, Frames.ALL),
                        new RungPlan("v360", 640, 360, "main", "3.0", "veryfast", 23, 800, 1600, Frames.ALL)),
                List.of(new RungSet("early", List.of("v360")), new RungSet("rest", List.of("v720"))),
                chunks,
                List.of(
                        new AudioPlan("a0-eng", 1, "en", "English", 2, 128, true),
                        new AudioPlan("a1-deu", 2, "de", "Deutsch", 2, 128, false)),
                List.of(),
                List.of(new TextPlan("t0-eng", 3, "en", "English", false, false, true)),
                List.of());
    }

    /// The same film, of which `v720` is copied.
    static IngestPlan copied(List<Long> segmentFrames) {
        IngestPlan plan = plan(segmentFrames);
        return new IngestPlan(
                plan.kind(),
                plan.ladder(),
                plan.media(),
                plan.grid(),
                List.of(
                        new RungPlan(
                                "v720",
                                1280,
                                720,
                                "high",
                                "3.1",
                                "veryfast",
                                23,
                                2800,
                                5600,
                                Frames.ALL,
                                Making.COPIED),
                        plan.rung("v360")),
                List.of(new RungSet("early", List.of("v360")), new RungSet("copied", List.of("v720"))),
                plan.chunks(),
                plan.audio(),
                plan.surround(),
                plan.text(),
                plan.warnings());
    }

    /// 2 s, 4 s, and then 6 s each.
    static List<Long> grid(int segments) {
        return Stream.concat(Stream.of((long) GOP, 2L * GOP), Stream.generate(() -> 3L * GOP))
                .limit(segments)
                .toList();
    }

    static List<String> renditions(IngestPlan plan) {
        return Stream.of(
                        plan.rungs().stream().map(RungPlan::name),
                        plan.audio().stream().map(AudioPlan::name),
                        plan.text().stream().map(TextPlan::name))
                .flatMap(names -> names)
                .toList();
    }

    /// A segment as it would come out of an exact encoder.
    static PublishedSegment segment(IngestPlan plan, String rendition, int number) {
        var bounds = plan.segmentBounds();
        boolean picture = rendition.startsWith("v");
        int timescale = picture ? TIMESCALE : SOUND;
        long start = time(plan, bounds.get(number), timescale, picture);
        long end = time(plan, bounds.get(number + 1), timescale, picture);
        long frames = bounds.get(number + 1) - bounds.get(number);
        String name = rendition.startsWith("t")
                ? ObjectNames.textSegment(rendition, number, 1)
                : ObjectNames.mediaSegment(rendition, number, 1);
        return new PublishedSegment(
                rendition,
                number,
                name,
                start,
                end - start,
                timescale,
                1000 + 10 * frames,
                "0".repeat(64),
                Math.toIntExact(frames),
                picture ? List.of(new IFrame(0, 0, 500)) : List.of());
    }

    /// Sound is cut at whole AAC frames.
    private static long time(IngestPlan plan, long frame, int timescale, boolean picture) {
        long ticks = plan.grid().rate().ticks(frame, timescale);
        return picture ? ticks : ticks / 1024 * 1024;
    }

    static PublishedInit init(String rendition) {
        return new PublishedInit(
                rendition,
                ObjectNames.init(rendition),
                800,
                "1".repeat(64),
                rendition.startsWith("v") ? "avc1.64001f" : "mp4a.40.2");
    }

    /// A task that is done and lists these segments.
    static Task task(Ingest ingest, String name, List<PublishedSegment> segments, List<PublishedInit> inits) {
        return withResult(
                Task.of(ingest, TaskState.DONE, new TaskOrder(TaskKind.VIDEO, name, 0, 1, Map.of())),
                Map.of(
                        PublishedParts.SEGMENTS,
                        segments.stream().map(PublishedSegment::toDocument).toList(),
                        PublishedParts.INITS,
                        inits.stream().map(PublishedInit::toDocument).toList()));
    }

    /// A task of each rendition, that has made its first segments.
    static List<Task> tasks(Ingest ingest, IngestPlan plan, int segments) {
        return tasks(ingest, plan, renditions(plan), segments);
    }

    static List<Task> tasks(Ingest ingest, IngestPlan plan, List<String> renditions, int segments) {
        var tasks = new ArrayList<Task>();
        for (String rendition : renditions) {
            var made = new ArrayList<PublishedSegment>();
            for (int number = 0; number < segments; number++) {
                made.add(segment(plan, rendition, number));
            }
            tasks.add(task(ingest, rendition, made, rendition.startsWith("t") ? List.of() : List.of(init(rendition))));
        }
        return tasks;
    }

    static Task withResult(Task task, Map<String, Object> result) {
        var merged = new HashMap<>(task.result());
        merged.putAll(result);
        return new Task(
                task.id(),
                task.ingest(),
                task.title(),
                task.kind(),
                task.ticketClass(),
                task.priority(),
                task.order(),
                task.state(),
                task.owner(),
                task.attempt(),
                task.beat(),
                task.progress(),
                task.weight(),
                task.work(),
                merged,
                task.failures(),
                task.since());
    }
}
