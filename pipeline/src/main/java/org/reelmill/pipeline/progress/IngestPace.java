package org.reelmill.pipeline.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reelmill.pipeline.progress.Look.Reading;
import org.reelmill.title.Task;
import org.reelmill.title.TaskKind;
import org.reelmill.title.TaskState;

/// How fast one ingest goes, learned from looks at it. What a slot gets done in a second is measured over all
/// the time so far, since films have easy and hard places; how many slots are at work on it is measured
/// over the last moments, since workers come and go, and other films take turns. Not thread-safe.
final class IngestPace {

    private static final long SHORTEST = Duration.ofMillis(300).toNanos();
    /// Over which slots are counted; longer than the pause between two chunks.
    private static final long RECENT = Duration.ofSeconds(20).toNanos();
    /// By which encoding must be faster where it need not wait for the source, to be told apart from chance.
    private static final double FASTER = 1.25;

    private final Map<TaskKind, Pace> paces = new EnumMap<>(TaskKind.class);
    /// Of the picture, while it need not wait for the source.
    private final Pace unheld = new Pace(Double.POSITIVE_INFINITY);
    /// The same of all ingests.
    private final Pace machines;

    private final Deque<Look> recent = new ArrayDeque<>();
    private @Nullable Look last;
    private Slots slots = Slots.NONE;
    private double worked;
    /// Whether it ever waited for the source.
    private boolean isHeldUp;

    IngestPace(Pace machines) {
        this.machines = machines;
    }

    /// Learns from another look. One that comes right after another counts for nothing.
    void add(Look look) {
        Look before = last;
        if (before != null && look.nanos() - before.nanos() < SHORTEST) {
            return;
        }
        if (before != null) {
            learn(before, look);
        }
        last = look;
        recent.add(look);
        while (look.nanos() - recent.getFirst().nanos() > RECENT && recent.size() > 2) {
            recent.removeFirst();
        }
        slots = Slots.of(recent, slots);
    }

    /// The ingest is paused; what happens until the next look tells nothing.
    void rest() {
        last = null;
        recent.clear();
    }

    /// The latest look, unless the ingest rests.
    @Nullable
    Look last() {
        return last;
    }

    /// The slots at work on it lately.
    Slots slots() {
        return slots;
    }

    /// Whether slots are at work on it, and have been for long enough to say how many.
    boolean isSettled() {
        return worked * 1e9 >= RECENT && !slots.isNone();
    }

    /// What is to be expected after the last look.
    ///
    /// @param crew the slots that will be at work on it
    /// @param start seconds until they can be
    TimeLeft left(List<Task> tasks, Slots crew, double start) {
        Double fetching = fetching(tasks);
        if (crew.isNone() || !of(TaskKind.VIDEO).isKnown() && !machines.isSure()) {
            return fetching == null
                    ? TimeLeft.UNKNOWN
                    : new TimeLeft(null, Map.of(TaskKind.FILL, Math.round(fetching)));
        }
        double stretch = crew.stretch();
        var schedule = new Schedule(crew.most(), start, task -> seconds(task) * stretch);
        return schedule.of(tasks, fetching);
    }

    private void learn(Look before, Look look) {
        double seconds = (look.nanos() - before.nanos()) / 1e9;
        worked += before.encoding() > 0 ? seconds : 0;
        isHeldUp |= look.reading() == Reading.HELD_UP;
        for (TaskKind kind : TaskKind.values()) {
            double more = look.done(kind) - before.done(kind);
            double slotSeconds = seconds * (look.slots(kind) + before.slots(kind)) / 2;
            of(kind).add(more, slotSeconds);
            if (kind == TaskKind.VIDEO && look.reading() == Reading.FREE && before.reading() == Reading.FREE) {
                unheld.add(more, slotSeconds);
                machines.add(more, slotSeconds);
            }
        }
    }

    private Pace of(TaskKind kind) {
        return paces.computeIfAbsent(kind, first -> new Pace(Double.POSITIVE_INFINITY));
    }

    /// What a slot still needs for a task.
    private double seconds(Task task) {
        double pace = perSecond(task.kind());
        double left = (task.weight() - Look.behind(task)) / pace;
        boolean isBegun = task.state() == TaskState.LEASED && task.progress() > 0;
        return isBegun ? Math.max(0, left - Pace.untold(task.weight() / pace)) : left;
    }

    private double perSecond(TaskKind kind) {
        double pictures = pictures();
        if (kind == TaskKind.VIDEO || !of(kind).isKnown()) {
            return pictures;
        }
        double own = perSecond(of(kind), kind);
        // Where sound waits for its source, that is told by itself.
        return kind == TaskKind.AUDIO ? Math.max(own, pictures) : own;
    }

    private double pictures() {
        Pace own = of(TaskKind.VIDEO);
        double known = machines.isSure() && !own.isSure() ? machines.perSecond() : perSecond(own, TaskKind.VIDEO);
        if (!isHeldUp) {
            return known;
        }
        double free =
                unheld.isSure() ? perSecond(unheld, TaskKind.VIDEO) : machines.isSure() ? machines.perSecond() : known;
        return free > known * FASTER ? free : known;
    }

    private double perSecond(Pace pace, TaskKind kind) {
        return last == null ? pace.perSecond() : pace.perSecond(last.slots(kind), last.inHand(kind));
    }

    private @Nullable Double fetching(List<Task> tasks) {
        Pace pace = of(TaskKind.FILL);
        if (!pace.isKnown()) {
            return null;
        }
        return tasks.stream()
                        .filter(task -> task.kind() == TaskKind.FILL)
                        .mapToDouble(task -> task.weight() - Look.behind(task))
                        .sum()
                / pace.perSecond();
    }
}
