package org.reelmill.worker.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskOrder;
import org.reelmill.worker.ingest.Plans.Planned;
import org.reelmill.worker.plan.AudioPlan;
import org.reelmill.worker.plan.Chunk;
import org.reelmill.worker.plan.EncodeSpeed;
import org.reelmill.worker.plan.IngestPlan;
import org.reelmill.worker.plan.RungPlan;
import org.reelmill.worker.plan.RungSet;
import org.reelmill.worker.plan.StoryboardPlan;
import org.reelmill.worker.plan.TextPlan;
import org.reelmill.worker.probe.VideoStream;

/// Lists the tasks of a plan in the order in which they are best done: the first picture, the sound, the
/// rest of the early set, the other sets. Pure.
final class TaskOrders {

    static final String SET = "set";
    static final String CHUNK = "chunk";
    static final String RENDITION = "rendition";

    private static final long PER_CHUNK = 10;
    /// Chunks that go before what nobody awaits; not all, or it would be at work alone at the end.
    private static final long UNAWAITED = 12;
    private static final double MEGA = 1e6;
    /// What a slot encodes in a second, as [EncodeSpeed] guesses it; so other work weighs what it takes.
    private static final double PER_SECOND = 70;
    private static final double COPIED_PER_SECOND = 1000;
    /// Times real time.
    private static final double SOUND_SPEED = 30;

    private static final double SURROUND_SPEED = 15;
    private static final double STORYBOARD_SPEED = 300;
    private static final double FINISH_SPEED = 300;
    /// Of any task.
    private static final double START_SECONDS = 0.3;

    private TaskOrders() {}

    /// All tasks but OPEN and FINISH, best first.
    static List<TaskOrder> of(Planned planned) {
        IngestPlan plan = planned.plan();
        var orders = new ArrayList<TaskOrder>();
        for (int set = 0; set < plan.sets().size(); set++) {
            int turn = 0;
            for (Chunk chunk : inTurn(plan, set)) {
                orders.add(video(planned, set, chunk, turn++));
            }
        }
        double seconds = seconds(plan);
        for (AudioPlan audio : plan.sounds()) {
            // Right behind the first picture: nothing plays without its stereo. 5.1 comes with the final
            // playlists.
            boolean isAwaited = plan.audio().contains(audio);
            orders.add(new TaskOrder(
                    TaskKind.AUDIO,
                    "audio-" + audio.name(),
                    isAwaited ? 1 : UNAWAITED * PER_CHUNK + 2,
                    PER_SECOND * seconds / (isAwaited ? SOUND_SPEED : SURROUND_SPEED),
                    Map.of(RENDITION, audio.name(), Task.ENCODER, planned.encoder())));
        }
        for (TextPlan text : plan.text()) {
            orders.add(new TaskOrder(
                    TaskKind.TEXT, "text-" + text.name(), PER_CHUNK + 2, 1, Map.of(RENDITION, text.name())));
        }
        orders.add(new TaskOrder(TaskKind.FILL, "fill", 0, seconds / 10, Map.of()));
        orders.sort(Comparator.comparingLong(TaskOrder::place));
        return orders;
    }

    /// The pictures for scrubbing, which wait for the set of the lowest rung and then go before other sets:
    /// nobody shall wait for them at the end. The encoder is named, so that every attempt makes the same.
    static TaskOrder storyboard(Planned planned) {
        RungSet set = StoryboardPlan.set(planned.plan());
        return new TaskOrder(
                TaskKind.STORYBOARD,
                "storyboard",
                1,
                PER_SECOND * (START_SECONDS + seconds(planned.plan()) / STORYBOARD_SPEED),
                Map.of(Task.AFTER, "video-" + set.name() + "-", Task.ENCODER, planned.encoder()));
    }

    /// The last task, which waits for all others; then it goes before other films' later sets.
    static TaskOrder finish(Planned planned) {
        double weight = PER_SECOND * (START_SECONDS + seconds(planned.plan()) / FINISH_SPEED);
        return new TaskOrder(TaskKind.FINISH, "finish", Task.PLACES_PER_SET - 1, weight, Map.of());
    }

    private static double seconds(IngestPlan plan) {
        return plan.grid().duration().toMillis() / 1000.0;
    }

    /// A field of a task's work.
    static String text(Task task, String field) {
        Object value = task.work().get(field);
        if (value == null) {
            throw new IllegalStateException("The work of task " + task.id() + " lacks the field " + field + ".");
        }
        return value.toString();
    }

    /// The set of rungs that a task makes a chunk for.
    static RungSet set(Task task, IngestPlan plan) {
        String name = text(task, SET);
        return plan.sets().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The plan has no set " + name + "."));
    }

    /// The chunk that a task makes.
    static Chunk chunk(Task task, IngestPlan plan) {
        return plan.chunksOf(set(task, plan)).get(Integer.parseInt(text(task, CHUNK)));
    }

    /// The first set in the order in which it is watched. Of later ones nothing is shown before all is done,
    /// so the longest chunk goes first: the short ones of the film's start fill the slots at the end.
    private static List<Chunk> inTurn(IngestPlan plan, int set) {
        List<Chunk> chunks = plan.chunksOf(plan.sets().get(set));
        return set == 0
                ? chunks
                : chunks.stream()
                        .sorted(Comparator.comparingLong(Chunk::frames).reversed())
                        .toList();
    }

    private static TaskOrder video(Planned planned, int setNumber, Chunk chunk, int turn) {
        RungSet set = planned.plan().sets().get(setNumber);
        boolean isCopied = planned.plan().isCopied(set);
        VideoStream source = planned.plan().media().video().getFirst();
        long rungs =
                planned.plan().rungsOf(set).stream().mapToLong(RungPlan::pixels).sum();
        // What it costs, decoding included, or the time left would be wrong where there is more than one set.
        double pixels = EncodeSpeed.work((long) source.width() * source.height(), rungs);
        return new TaskOrder(
                TaskKind.VIDEO,
                "video-%s-%05d".formatted(set.name(), chunk.number()),
                isCopied ? copyPlace(planned.plan(), chunk) : setNumber * Task.PLACES_PER_SET + turn * PER_CHUNK,
                isCopied ? chunk.frames() / COPIED_PER_SECOND : chunk.frames() * pixels / MEGA,
                Map.of(SET, set.name(), CHUNK, chunk.number(), Task.ENCODER, planned.encoder()));
    }

    /// Right before the encoded chunk that begins with the same segment, or in it: both are awaited.
    private static long copyPlace(IngestPlan plan, Chunk piece) {
        long before = plan.chunks().stream()
                .filter(chunk -> chunk.firstFrame() < piece.firstFrame())
                .count();
        return before * PER_CHUNK - 1;
    }
}
